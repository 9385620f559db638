"""What goes in and out of the review room: work to do, verdicts, issues."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from labelkeep.domain.labels.shapes import Finite, Label
from labelkeep.domain.labels.wire import VersionRef
from labelkeep.domain.tasks.shapes import ActiveMs, BegunOut, Reason, Seq, Strict

Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]
Spot = Annotated[list[Finite], Field(min_length=2, max_length=2)]
"""A place in a picture: x and y in original pixels."""
Page = Annotated[int, Field(ge=0, le=1_000_000)]
Verdict = Literal["accept", "fix", "return"]


class PersonRef(Strict):
    """A person by id and name."""

    id: UUID
    name: str


class CommentOut(Strict):
    """One thing said in a thread."""

    by: PersonRef
    at: datetime
    text: str


class Issue(Strict):
    """A thread: a reviewer's issue or a labeler's question, tied to an object or a place."""

    id: UUID
    type: Literal["issue", "question"]
    category: str
    object: UUID | None
    page: int | None
    at: list[float] | None
    status: Literal["open", "answered", "resolved", "cancelled"]
    blocking: bool
    """The asker's task waits for the answer."""
    comments: list[CommentOut]


class Thread(Issue):
    """A thread away from its picture: in the list of one's own questions, or of all for who manages the work."""

    asset: UUID
    asset_name: str
    mine: bool


class Threads(Strict):
    """Threads, the newest first."""

    items: list[Thread]
    next: str | None


class CommentIn(Strict):
    """What a reviewer says about an object, a place or the whole picture."""

    object: UUID | None = None
    page: Page | None = None
    at: Spot | None = None
    text: Said
    category: Reason = "other"


class QuestionIn(Strict):
    """What the holder of a lease asks."""

    object: UUID | None = None
    page: Page | None = None
    at: Spot | None = None
    text: Said
    blocking: bool = False
    """The caller cannot go on without an answer: the task goes back and returns to them first once there is one."""


class TextIn(Strict):
    """An answer in a thread."""

    text: Said


class VerdictIn(Strict):
    """A reviewer's decision; ``label`` belongs to ``fix`` alone."""

    seq: Seq
    verdict: Verdict
    label: Label | None = None
    comments: Annotated[list[CommentIn], Field(max_length=100)] = Field(default_factory=list[CommentIn])
    active_ms: ActiveMs
    next: UUID | None = None
    """The reservation that begins with the verdict."""


class VerdictOut(Strict):
    """The version that a fix made; ``already`` when the same verdict had arrived before."""

    version: VersionRef | None
    already: bool
    next: BegunOut | None


class LeaseOut(Strict):
    """One's lease; each write carries ``seq``."""

    id: UUID
    seq: int
    kind: Literal["label", "review"]
    ends_at: datetime


class TaskOut(Strict):
    """The task; ``returned`` when a reviewer sent it back."""

    id: UUID
    cycle: int
    returned: bool


class PartOut(Strict):
    """One picture of the asset."""

    id: UUID
    role: str
    order: int
    width: int
    height: int
    pages: int


class WorkAsset(Strict):
    """What to look at."""

    id: UUID
    name: str
    split: str | None
    parts: list[PartOut]


class DraftRead(Strict):
    """One's own draft."""

    version: str
    label: Label
    saved_at: datetime


class Work(Strict):
    """A task to work on, with everything that the screen needs."""

    empty: Literal[False] = False
    lease: LeaseOut
    task: TaskOut
    asset: WorkAsset
    ontology_version: UUID
    guideline_version: UUID | None
    label: Label
    base_version: VersionRef | None
    draft: DraftRead | None
    issues: list[Issue]
    waiting: int
