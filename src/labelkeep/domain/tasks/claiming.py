"""Handing out work: one task to one person, whoever else asks at the same moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Label, Read, Review, Work
from labelkeep.access.doors import Access
from labelkeep.core.ids import new_id
from labelkeep.domain.tasks.ending import end_overdue, end_reserved
from labelkeep.domain.tasks.shapes import Empty
from labelkeep.domain.tasks.tables import LeaseRow

HARD_LIMIT = timedelta(hours=8)
"""No lease lives longer, however busy its person is."""
TRIES = 12
"""Of one request: each tab that asks at the same moment can cost one, and one that gives up says that nothing waits."""

NOTHING = "There is nothing to do here now. Come back later."
STARVED = "Work is waiting, but not for you: you did another step of it, or passed on it. Somebody else must take it."
NOT_LIVE = "This project does not hand out tasks yet: a project admin must finish its policy with the operating note."
NO_ONTOLOGY = "This project does not hand out tasks yet: it has no ontology. A project admin publishes one."


@dataclass(frozen=True, slots=True)
class Claim:
    """A lease that the caller holds now, and the row of ``claim_pick`` that says what it is about."""

    lease_id: UUID
    seq: int
    step: str
    ends_at: datetime
    waiting: int
    """How many tasks of the step wait besides this one."""
    row: Any


def claim_label(access: Access[Label]) -> Claim | Empty:
    """Give the caller the next picture to label."""
    return _claim(access, "label")


def claim_review(access: Access[Review]) -> Claim | Empty:
    """Give the caller the next label of somebody else to review."""
    return _claim(access, "review")


def current(access: Access[Work] | Access[Label], of_step: str | None = None) -> Claim | Empty:
    """Return what the caller holds now, of one step or the newest of both; it changes nothing."""
    mine = select(LeaseRow.step).where(
        LeaseRow.user_id == access.actor.id, LeaseRow.state == "live", LeaseRow.ends_at > access.now
    )
    step = of_step or access.find(mine.order_by(LeaseRow.started_at.desc()).limit(1)).first()
    row = _pick(access, step, fresh=False) if step else None
    if row is None or row.lease_id is None:
        return Empty(reason="nothing", detail="You hold no task.")
    return Claim(row.lease_id, row.seq, str(step), row.ends_at, row.waiting, row)


def _claim(access: Access[Label] | Access[Review], step: str) -> Claim | Empty:
    if access.standing.project_state != "live":
        return Empty(reason="not_live", detail=NOT_LIVE)
    if access.standing.ontology_id is None:
        return Empty(reason="not_live", detail=NO_ONTOLOGY)
    row = _pick(access, step)
    if row.ended and row.lease_id is None:
        # ended leases are freed by whoever asks next: no cleaning job stands between a task and its next person
        end_overdue(access)
        row = _pick(access, step)
    if row.task_id is None and end_reserved(access, access.project_id, person=access.actor.id, step=step):
        # the last task may be the one that was held for the caller, or for somebody who never came
        row = _pick(access, step)
    for _ in range(TRIES):
        if row.task_id is None:
            return _empty(access, step)
        made = _take(access, step, row) if row.lease_id is None else _adopt(access, step, row)
        if made:
            return made
        row = _pick(access, step)
    return _empty(access, step)


def _pick(access: Access[Read], step: str, *, fresh: bool = True) -> Any:
    person, project = access.actor.id, access.project_id
    return access.run("claim_pick", project=project, person=person, step=step, now=access.now, fresh=fresh)[0]


def _take(access: Access[Read], step: str, row: Any) -> Claim | None:
    lease_id = new_id()
    ends = access.now + timedelta(minutes=access.house.settings.lease_minutes)
    facts = {"task": str(row.task_id), "asset": str(row.asset_id), "step": step, "cycle": row.cycle}
    taken = access.run(
        "claim_take",
        lease=lease_id,
        task=row.task_id,
        person=access.actor.id,
        session=access.actor.session_id,
        now=access.now,
        ends=ends,
        hard_ends=access.now + HARD_LIMIT,
        guideline=access.standing.guideline_id,
        **access.compose("task.claimed", "lease", lease_id, **facts),
    )
    return Claim(lease_id, 1, step, ends, max(row.waiting - 1, 0), row) if taken else None


def _adopt(access: Access[Read], step: str, row: Any) -> Claim | None:
    facts = {"task": str(row.task_id), "asset": str(row.asset_id), "seq": row.seq + 1}
    adopted = access.run(
        "claim_adopt",
        lease=row.lease_id,
        person=access.actor.id,
        session=access.actor.session_id,
        seq=row.seq,
        **access.compose("lease.taken_over", "lease", row.lease_id, **facts),
    )
    return Claim(row.lease_id, adopted[0].seq, step, row.ends_at, row.waiting, row) if adopted else None


def _empty(access: Access[Label] | Access[Review], step: str) -> Empty:
    starved = access.run("claim_starved", project=access.project_id, person=access.actor.id, step=step)[0].starved
    return Empty(reason="starved", detail=STARVED) if starved else Empty(reason="nothing", detail=NOTHING)
