"""Tasks that wait for an answer: nobody gets them before, and then the one who asked gets them first."""

from uuid import UUID

from labelkeep.access.capabilities import Work
from labelkeep.access.doors import Access
from labelkeep.domain.review.tables import IssueRow
from labelkeep.domain.tasks.errors import LeaseEnded
from labelkeep.domain.tasks.holding import Held


def block(access: Access[Work], lease: Held, issue_id: UUID) -> None:
    """Hand the caller's task back until the question is answered; the draft stays."""
    where = {"project": access.project_id, "person": access.actor.id}
    if not access.run("task_block", lease=lease.id, **where, now=access.now):
        raise LeaseEnded
    facts = {"task": str(lease.task_id), "asset": str(lease.asset_id), "step": lease.step}
    access.note("task.blocked", "lease", lease.id, issue=str(issue_id), **facts)


def unblock(access: Access[Work], row: IssueRow) -> None:
    """Put what waits for this thread back before its asker."""
    if not row.blocking:
        return
    where = {"project": access.project_id, "asset": row.asset_id, "person": row.created_by}
    for task in access.run("task_unblock", **where, now=access.now):
        facts = {"asset": str(row.asset_id), "step": task.step, "issue": str(row.id)}
        access.note("task.unblocked", "task", task.id, task=str(task.id), **facts)
