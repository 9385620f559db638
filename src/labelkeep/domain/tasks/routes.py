"""HTTP of leases: signs of work, giving back, passing on."""

from uuid import UUID

from fastapi import APIRouter

from labelkeep.access.grants import WorkAccess
from labelkeep.domain.tasks import actions, reserving
from labelkeep.domain.tasks.errors import LeaseEnded
from labelkeep.domain.tasks.holding import held
from labelkeep.domain.tasks.shapes import Beat, BeatOut, BegunOut, SeqIn, SkipIn
from labelkeep.domain.viewing.shapes import ViewOut

router = APIRouter(prefix="/projects/{project}/leases/{lease}", tags=["work"])


@router.post("/heartbeat")
def send_heartbeat(access: WorkAccess, lease: UUID, body: Beat) -> BeatOut:
    """Keep the lease alive while there is activity."""
    return BeatOut(ends_at=actions.heartbeat(access, lease, body.seq, body.active_ms))


@router.post("/return", status_code=204)
def give_back(access: WorkAccess, lease: UUID, body: SeqIn) -> None:
    """Give the task back and stop; the draft is kept."""
    actions.give_back(access, lease, body.seq)


@router.post("/skip", status_code=204)
def skip_task(access: WorkAccess, lease: UUID, body: SkipIn) -> None:
    """Pass the task on to somebody else."""
    actions.skip(access, lease, body)


@router.post("/begin")
def begin_task(access: WorkAccess, lease: UUID) -> BegunOut:
    """Begin the task that is reserved, after the one before was skipped or given back."""
    made = reserving.begin(access, held(access, lease).id)
    if made is None:
        raise LeaseEnded
    return BegunOut(id=made.lease_id, seq=made.seq, ends_at=made.ends_at)


@router.post("/views", status_code=201)
def open_view(access: WorkAccess, lease: UUID) -> ViewOut:
    """See the picture of one's own lease, for as long as the lease lasts."""
    return actions.open_view(access, lease)
