"""What comes out of the insights room."""

from datetime import datetime
from uuid import UUID

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
    event_id: UUID | None


class History(Strict):
    """All that happened to an asset, oldest first."""

    items: list[HistoryItem]
    next: str | None = None


class VersionOut(Strict):
    """One version of an asset's label."""

    version: VersionRef
    label: Label
