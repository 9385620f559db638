"""What goes in and out of the review room: work to do, verdicts, issues."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from labelkeep.domain.labels.shapes import MAX_OBJECTS, Finite, Label
from labelkeep.domain.labels.wire import VersionRef
from labelkeep.domain.tasks.shapes import ActiveMs, BegunOut, Reason, Seq, Strict

Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]
Spot = Annotated[list[Finite], Field(min_length=2, max_length=2)]
"""A place in a picture: x and y in original pixels."""
Page = Annotated[int, Field(ge=0, le=1_000_000)]
Verdict = Literal["accept", "fix", "return"]
Stands = Literal["open", "answered", "resolved"]
ThreadKind = Literal["issue", "question"]
ObjectVerdict = Literal["accept", "fix", "reject"]
"""What a review says of one object: right, changed by the reviewer, or for the labeler to change."""


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
    part: UUID | None
    """The picture of the asset that it is about; null where it is about all of them."""
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
    closes: bool
    """Whether the caller's word closes it; else it only marks it as answered."""
    task: Literal["label", "review"] | None
    """The task in which the caller holds the picture now."""


class Threads(Strict):
    """Threads, the newest first."""

    items: list[Thread]
    next: str | None


class CommentIn(Strict):
    """What a reviewer says about an object, a place or the whole picture."""

    object: UUID | None = None
    part: UUID | None = None
    page: Page | None = None
    at: Spot | None = None
    text: Said
    category: Reason = "other"


class QuestionIn(Strict):
    """What the holder of a lease asks."""

    object: UUID | None = None
    part: UUID | None = None
    page: Page | None = None
    at: Spot | None = None
    text: Said
    blocking: bool = False
    """The caller cannot go on without an answer: the task goes back and returns to them first once there is one."""


class TextIn(Strict):
    """An answer in a thread."""

    text: Said


class ObjectVerdictIn(Strict):
    """What the reviewer says of one object; which ones a fix changed is seen from the label."""

    object: UUID
    verdict: Literal["accept", "reject"]


class VerdictIn(Strict):
    """A reviewer's decision; ``label`` belongs to ``fix`` alone, a rejected object to ``return`` alone."""

    seq: Seq
    verdict: Verdict
    label: Label | None = None
    comments: Annotated[list[CommentIn], Field(max_length=100)] = Field(default_factory=list[CommentIn])
    objects: Annotated[list[ObjectVerdictIn], Field(max_length=MAX_OBJECTS)] = Field(
        default_factory=list[ObjectVerdictIn]
    )
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


class ObjectCounts(Strict):
    """How many objects a review called right, changed, or gave back."""

    accept: int
    fix: int
    reject: int


class ReviewOut(Strict):
    """A verdict on a version, with what it says of single objects."""

    verdict: Verdict
    by: PersonRef
    at: datetime
    result: VersionRef | None
    """The version that the reviewer made."""
    objects: dict[UUID, ObjectVerdict]


class PastVersion(Strict):
    """One version of the label that one works on."""

    id: UUID
    n: int
    kind: Literal["human", "review", "import"]
    by: PersonRef
    at: datetime
    objects: int
    review: ReviewOut | None


class PastVersions(Strict):
    """The versions of a label, the oldest first."""

    items: list[PastVersion]


class MineRow(Strict):
    """One's own submitted work and what became of it; ``verdict`` is null while it waits."""

    version: VersionRef
    asset: UUID
    asset_name: str
    at: datetime
    objects: int
    verdict: Verdict | None
    reviewed_at: datetime | None
    counts: ObjectCounts | None
    remarks: int
    open: int
    """Remarks that are not dealt with."""


class Mine(Strict):
    """One's own submitted work, the newest first."""

    items: list[MineRow]
    next: str | None


class MineOut(Strict):
    """One's own version, what a reviewer made of it, and what they said."""

    version: VersionRef
    asset: UUID
    asset_name: str
    at: datetime
    parts: list[PartOut]
    ontology_version: UUID
    label: Label
    review: ReviewOut | None
    result: Label | None
    issues: list[Issue]
