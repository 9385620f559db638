"""The next task, held while its person is still at the one before: one reservation a person and step, for five minutes.

A reservation lets the next picture be delivered beforehand. It is no work yet: no time runs, nothing is opened, and no
draft can be saved on it. It begins with the submit of the task before, and goes back when its person pauses or leaves.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from labelkeep.access.capabilities import Label, Review, Work
from labelkeep.access.doors import Access
from labelkeep.core.ids import new_id
from labelkeep.domain.tasks.actions import lease_end
from labelkeep.domain.tasks.claiming import HARD_LIMIT, NOTHING, Claim
from labelkeep.domain.tasks.ending import end_reserved
from labelkeep.domain.tasks.shapes import Empty

RESERVED_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Begun:
    """A reservation that is the task in hand now."""

    lease_id: UUID
    seq: int
    ends_at: datetime


def reserve(access: Access[Label] | Access[Review], step: str) -> Claim | Empty:
    """Hold the next task for the caller, or go on holding the one that is held."""
    if access.standing.project_state != "live" or access.standing.ontology_id is None:
        return Empty(reason="not_live", detail="This project hands out no tasks now.")
    row = _pick(access, step)
    if row.lapsed and row.lease_id is None:
        end_reserved(access, access.project_id)
        row = _pick(access, step)
    if row.task_id is None:
        return Empty(reason="nothing", detail=NOTHING)
    made = _renew(access, step, row) if row.lease_id else _take(access, step, row)
    return made or Empty(reason="nothing", detail=NOTHING)


def begin(access: Access[Label] | Access[Review] | Access[Work], lease_id: UUID) -> Begun | None:
    """Make a reservation the task in hand. None when it is over or the caller holds another task."""
    ends = lease_end(access)
    rows = access.run(
        "reserve_begin",
        lease=lease_id,
        project=access.project_id,
        person=access.actor.id,
        session=access.actor.session_id,
        now=access.now,
        ends=ends,
        hard_ends=access.now + HARD_LIMIT,
        guideline=access.standing.guideline_id,
    )
    if not rows:
        return None
    row = rows[0]
    facts = {"task": str(row.task_id), "asset": str(row.asset_id), "step": row.step, "cycle": row.cycle}
    access.note("task.claimed", "lease", row.id, reserved=True, **facts)
    return Begun(row.id, row.seq, ends)


def _pick(access: Access[Any], step: str) -> Any:
    person, project = access.actor.id, access.project_id
    return access.run("reserve_pick", project=project, person=person, step=step, now=access.now)[0]


def _take(access: Access[Any], step: str, row: Any) -> Claim | None:
    lease_id, ends = new_id(), access.now + RESERVED_FOR
    facts = {"task": str(row.task_id), "asset": str(row.asset_id), "step": step, "cycle": row.cycle}
    taken = access.run(
        "reserve_take",
        lease=lease_id,
        task=row.task_id,
        person=access.actor.id,
        session=access.actor.session_id,
        now=access.now,
        ends=ends,
        **access.compose("task.reserved", "lease", lease_id, **facts),
    )
    return Claim(lease_id, 1, step, ends, max(row.waiting - 1, 0), row) if taken else None


def _renew(access: Access[Any], step: str, row: Any) -> Claim | None:
    ends = access.now + RESERVED_FOR
    held = access.run(
        "reserve_renew",
        lease=row.lease_id,
        project=access.project_id,
        person=access.actor.id,
        session=access.actor.session_id,
        now=access.now,
        ends=ends,
    )
    return Claim(row.lease_id, row.seq, step, ends, row.waiting, row) if held else None
