"""The task that follows a submit or a verdict: its reservation begins in the same transaction."""

from uuid import UUID

from labelkeep.access.capabilities import Label, Review
from labelkeep.access.doors import Access
from labelkeep.domain.tasks.reserving import begin
from labelkeep.domain.tasks.shapes import BegunOut


def begun_out(access: Access[Label] | Access[Review], reserved: UUID | None) -> BegunOut | None:
    """Begin a reservation and say so."""
    made = begin(access, reserved) if reserved else None
    return BegunOut(id=made.lease_id, seq=made.seq, ends_at=made.ends_at) if made else None
