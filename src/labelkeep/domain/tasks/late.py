"""Work that arrives after its lease has ended: it counts when nobody else has the task, and is never lost."""

from typing import Any

from sqlalchemy import select

from labelkeep.access.doors import Access
from labelkeep.domain.tasks.drafts import keep_orphan
from labelkeep.domain.tasks.errors import LeaseTaken
from labelkeep.domain.tasks.holding import Held
from labelkeep.domain.tasks.tables import TaskRow

FREE = ("todo", "redo")


def require_free(access: Access[Any], lease: Held, content: bytes) -> None:
    """Lock the lease's task if it is as free as the lease left it; else keep ``content`` and raise ``LeaseTaken``."""
    query = select(TaskRow).where(TaskRow.id == lease.task_id, TaskRow.status.in_(FREE), TaskRow.cycle == lease.cycle)
    # key_share: the orphaned draft's foreign key must be able to see the task from its own transaction
    if access.find(query.with_for_update(key_share=True)).one_or_none() is None:
        keep_orphan(access, lease, content)
        raise LeaseTaken
