"""What goes in and out of the labels room besides the label itself."""

from datetime import datetime
from uuid import UUID

from labelkeep.domain.assets.shapes import Count
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.tasks.shapes import ActiveMs, BegunOut, Seq, Strict


class LabelIn(Strict):
    """A label to submit, or to keep as a draft."""

    seq: Seq
    label: Label
    active_ms: ActiveMs


class SubmitIn(LabelIn):
    """A label to submit; ``next`` names the reservation that begins with it."""

    next: UUID | None = None


class OrphanOut(Strict):
    """Work that arrived too late to count, for a manager to adopt; ``busy`` while somebody works on the picture."""

    id: UUID
    asset: UUID
    asset_name: str
    by: UUID
    by_name: str
    saved_at: datetime
    objects: int
    busy: bool


class Orphan(OrphanOut):
    """Late work with what was drawn."""

    label: Label


class Orphans(Strict):
    """A page of what nobody has adopted, the newest first, with how much there is in all."""

    items: list[OrphanOut]
    next: str | None
    count: Count


class VersionRef(Strict):
    """A label version by id and number."""

    id: UUID
    n: int


class SubmittedOut(Strict):
    """What a submit made; ``already`` when the same submit had arrived before."""

    version: VersionRef
    already: bool
    next: BegunOut | None
    """Null as well when the reservation was over: then ask for the next task."""


class DraftOut(Strict):
    """A saved draft: send its version back as ``If-Match`` with the next one."""

    version: str
    saved_at: datetime
