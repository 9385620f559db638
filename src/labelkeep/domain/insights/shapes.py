"""What comes out of the insights room."""

from datetime import date, datetime
from uuid import UUID

from labelkeep.domain.assets.shapes import Count
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.labels.wire import VersionRef
from labelkeep.domain.review.shapes import ObjectCounts, PersonRef
from labelkeep.domain.tasks.shapes import Strict


class VersionFacts(Strict):
    """A label version and how many objects it has."""

    id: UUID
    n: int
    objects: int


class Seconds(Strict):
    """How long work took: seconds of activity, and from claim to result."""

    active: float
    elapsed: float


class ChangeCounts(Strict):
    """How many objects differ from the version before."""

    added: int
    removed: int
    moved: int
    reclassified: int
    attributes: int


class SteeredTo(Strict):
    """What a change of many assets did to this one."""

    verb: str
    value: int | str | None
    undone: bool
    """Whether this was the undoing of such a change."""


class HistoryItem(Strict):
    """One thing that happened to an asset; ``event_id`` leads to the ledger (null where one event covers an import)."""

    at: datetime
    action: str
    by: PersonRef | None
    version: VersionFacts | None
    seconds: Seconds | None
    verdict: str | None
    judged: ObjectCounts | None
    """What the verdict says of single objects; null when it says nothing of any."""
    changes: ChangeCounts | None
    note: str | None
    steered: SteeredTo | None = None
    event_id: UUID | None


class History(Strict):
    """All that happened to an asset, oldest first."""

    items: list[HistoryItem]
    next: str | None = None


class VersionOut(Strict):
    """One version of an asset's label."""

    version: VersionRef
    label: Label


class Day(Strict):
    """What happened on one day: labels submitted, verdicts that let one pass, verdicts that sent one back."""

    day: date
    submitted: int
    accepted: int
    returned: int


class Returned(Strict):
    """How many of a person's judged labels came back."""

    by: PersonRef
    judged: int
    returned: int


class Pulse(Strict):
    """How a project's work goes."""

    days: list[Day]
    questions: int
    """Assets with a thread that waits."""
    waiting_long: int
    """Tasks that were sent back and that nobody has taken up for three days."""
    returned: list[Returned]
    """People whose work comes back most often, at most five."""
    ready: int
    """Assets completed since the last snapshot; counted to 10,000."""
    frozen_at: datetime | None


class Skip(Strict):
    """One person passed on a task, and why."""

    by: PersonRef
    at: datetime
    reason: str
    comment: str


class SkippedRow(Strict):
    """A task that everybody passed on: it waits for a manager."""

    asset: UUID
    asset_name: str
    step: str
    at: datetime
    skips: list[Skip]


class Skipped(Strict):
    """A page of skipped tasks, the newest first, with how many there are in all."""

    items: list[SkippedRow]
    next: str | None
    count: Count
