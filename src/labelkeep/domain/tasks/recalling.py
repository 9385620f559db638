"""Second thoughts: what one submitted last comes back for ten minutes, as long as nobody has begun to review it.

The version that was submitted stays; the next submit follows it. The task in hand is put aside as one's reservation and
begins again with that submit.
"""

from datetime import timedelta

from sqlalchemy import select

from labelkeep.access.capabilities import Label
from labelkeep.access.doors import Access
from labelkeep.core.errors import Conflict
from labelkeep.core.ids import new_id
from labelkeep.domain.tasks.actions import lease_end
from labelkeep.domain.tasks.claiming import HARD_LIMIT, Claim, current
from labelkeep.domain.tasks.ending import end_reserved
from labelkeep.domain.tasks.reserving import RESERVED_FOR
from labelkeep.domain.tasks.tables import LeaseRow

RECALL_FOR = timedelta(minutes=10)


class RecallNothing(Conflict):
    """Nothing was submitted in the last ten minutes."""

    code = "recall.nothing"


class RecallReviewed(Conflict):
    """A reviewer has begun, or the label went on."""

    code = "recall.reviewed"


def recall(access: Access[Label]) -> Claim:
    """Give the caller the label task back that they submitted last."""
    mine = select(LeaseRow).where(
        LeaseRow.user_id == access.actor.id,
        LeaseRow.step == "label",
        LeaseRow.state == "submitted",
        LeaseRow.ended_at > access.now - RECALL_FOR,
    )
    last = access.find(mine.order_by(LeaseRow.ended_at.desc()).limit(1)).first()
    if last is None:
        raise RecallNothing("You submitted nothing in the last ten minutes that could come back.")
    _put_aside(access)
    lease_id, ends = new_id(), lease_end(access)
    facts = {"task": str(last.task_id), "asset": str(last.asset_id), "version": str(last.version_id)}
    taken = access.run(
        "recall_take",
        last=last.id,
        lease=lease_id,
        project=access.project_id,
        person=access.actor.id,
        session=access.actor.session_id,
        now=access.now,
        ends=ends,
        hard_ends=access.now + HARD_LIMIT,
        guideline=access.standing.guideline_id,
        **access.compose("label.recalled", "lease", lease_id, step="label", cycle=last.cycle, **facts),
    )
    made = current(access, "label") if taken else None
    if not isinstance(made, Claim):
        raise RecallReviewed("Somebody has begun to review what you submitted, so it cannot come back any more.")
    return made


def _put_aside(access: Access[Label]) -> None:
    """Make the task in hand one's reservation, in place of the one that may be there."""
    end_reserved(access, access.project_id, person=access.actor.id, step="label")
    ends = access.now + RESERVED_FOR
    where = {"project": access.project_id, "person": access.actor.id, "step": "label"}
    for row in access.run("lease_park", **where, now=access.now, ends=ends):
        access.note("task.reserved", "lease", row.id, task=str(row.task_id), asset=str(row.asset_id), put_aside=True)
