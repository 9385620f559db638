"""Reading one's own lease and judging whether a write on it may go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from labelkeep.access.capabilities import Read
from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.domain.tasks.errors import LeaseAdopted, LeaseEnded, LeaseReserved, WrongStep


@dataclass(frozen=True, slots=True)
class Held:
    """One's own lease as it is now, with the task and the asset under it."""

    id: UUID
    task_id: UUID
    asset_id: UUID
    step: str
    cycle: int
    session_id: UUID | None
    seq: int
    state: str
    started_at: datetime
    ends_at: datetime
    made_id: UUID | None
    """The version that the lease produced."""
    task_status: str
    task_cycle: int
    rank: int
    label_id: UUID | None
    version_id: UUID | None
    """The asset's current version."""
    n: int
    kind: str | None
    author_id: UUID | None
    parts: list[Mapping[str, Any]]


def held(access: Access[Read], lease_id: UUID) -> Held:
    """Return the caller's lease; ``NotFound`` for anybody else's."""
    rows = access.run("lease_read", lease=lease_id, project=access.project_id, person=access.actor.id)
    if not rows:
        raise NotFound
    return Held(*rows[0])


def require_live(access: Access[Read], lease: Held, seq: int) -> None:
    """Raise unless the lease lives and the caller's tab is the one that holds it."""
    require_seq(lease, seq)
    require_begun(lease)
    if lease.state != "live" or lease.ends_at <= access.now:
        raise LeaseEnded
    require_session(access, lease)


def require_seq(lease: Held, seq: int) -> None:
    """Raise ``LeaseAdopted`` for an older number; a number that was never given out is nobody's."""
    if seq < lease.seq:
        raise LeaseAdopted
    if seq > lease.seq:
        raise NotFound


def require_begun(lease: Held) -> None:
    """Raise ``LeaseReserved`` while the task is only held for later."""
    if lease.state == "reserved":
        raise LeaseReserved


def require_session(access: Access[Read], lease: Held) -> None:
    """Raise ``NotFound`` when another session of the person holds the live lease."""
    if lease.session_id != access.actor.session_id:
        raise NotFound


def require_step(lease: Held, step: str) -> None:
    """Raise ``WrongStep`` when the lease is of the other step."""
    if lease.step != step:
        wanted = "a review: give a verdict" if lease.step == "review" else "a labelling task: submit a label"
        raise WrongStep(f"This task is {wanted}.")


def late(lease: Held) -> bool:
    """Say whether the lease ended by itself, so that its work may still count when the task is free."""
    return lease.state == "ended"
