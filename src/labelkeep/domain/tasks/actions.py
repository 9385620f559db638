"""What a person does with a lease besides its result; and opening tasks for new assets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from labelkeep.access.capabilities import Import, Work
from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.core.ids import new_id
from labelkeep.domain.tasks.ending import end_own, end_reserved
from labelkeep.domain.tasks.errors import LeaseEnded
from labelkeep.domain.tasks.holding import held, require_live, require_seq, require_session
from labelkeep.domain.tasks.shapes import SkipIn
from labelkeep.domain.viewing import actions as viewing
from labelkeep.domain.viewing.shapes import ViewOut


def lease_end(access: Access[Any]) -> datetime:
    """Return until when a lease lasts that shows work now."""
    return access.now + timedelta(minutes=access.house.settings.lease_minutes)


def heartbeat(access: Access[Work], lease_id: UUID, seq: int, active_ms: int) -> datetime:
    """Keep the lease alive while there is activity; return when it ends."""
    alive = access.run(
        "lease_beat",
        lease=lease_id,
        project=access.project_id,
        person=access.actor.id,
        session=access.actor.session_id,
        seq=seq,
        active=active_ms,
        now=access.now,
        ends=lease_end(access),
    )
    if not alive:
        require_live(access, held(access, lease_id), seq)
        raise NotFound
    return alive[0].ends_at


def give_back(access: Access[Work], lease_id: UUID, seq: int) -> None:
    """Give the task back; the draft stays for when the person gets the task again. Once more changes nothing."""
    lease = held(access, lease_id)
    require_seq(lease, seq)
    if lease.state == "returned":
        return
    if lease.state == "reserved":
        end_reserved(access, access.project_id, person=access.actor.id, lease=lease.id)
        return
    require_live(access, lease, seq)
    end_own(access, lease, "returned", "lease.returned", skipped=False)


def skip(access: Access[Work], lease_id: UUID, body: SkipIn) -> None:
    """Pass the task on to somebody else, with a reason; the second skip brings it before a manager."""
    lease = held(access, lease_id)
    require_seq(lease, body.seq)
    if lease.state == "skipped":
        return
    require_live(access, lease, body.seq)
    end_own(access, lease, "skipped", "task.skipped", skipped=True, reason=body.reason, comment=body.comment)


@dataclass(frozen=True, slots=True)
class NewTask:
    """The place of a new asset in the queue; ``reviewed`` asks for review at once, because its label came with it."""

    asset_id: UUID
    rank: int
    split: str | None
    reviewed: bool = False


def open_tasks(access: Access[Import], assets: Sequence[NewTask]) -> list[UUID]:
    """Open the tasks of new assets in one statement and return their ids, for the import's event to cover."""
    rows = [(new_id(), each, "label", "done" if each.reviewed else "todo") for each in assets]
    rows += [(new_id(), each, "review", "todo") for each in assets if each.reviewed]
    if rows:
        access.run(
            "tasks_open",
            project=access.project_id,
            now=access.now,
            ids=[row[0] for row in rows],
            assets=[row[1].asset_id for row in rows],
            steps=[row[2] for row in rows],
            statuses=[row[3] for row in rows],
            ranks=[row[1].rank for row in rows],
            splits=[row[1].split for row in rows],
        )
    return [row[0] for row in rows]


def open_view(access: Access[Work], lease_id: UUID) -> ViewOut:
    """Open a view of one's own live or reserved lease; it ends with the lease, and heartbeats move both."""
    lease = held(access, lease_id)
    if lease.state not in ("live", "reserved") or lease.ends_at <= access.now:
        raise LeaseEnded
    require_session(access, lease)
    ground = "review" if lease.step == "review" else "lease"
    return viewing.open_view(access, lease.asset_id, ground, lease_id=lease.id, ends_at=lease.ends_at)
