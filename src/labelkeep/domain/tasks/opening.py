"""Opening the first tasks of imported assets, in bulk."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.domain.assets.tables import AssetRow
from labelkeep.domain.tasks.actions import NewTask, open_tasks
from labelkeep.domain.tasks.tables import TaskRow


class Opener:
    """Fulfils ``assets.intake.Tasks``."""

    def open(self, access: Access[Import], assets: Sequence[UUID]) -> int:
        """Open a task for each active asset that has none; one that came with a label goes to review at once.

        Return for how many assets a task was opened.
        """
        if not assets:
            return 0
        begun = select(TaskRow.asset_id).where(TaskRow.asset_id == AssetRow.id)
        waiting = select(AssetRow).where(AssetRow.id.in_(assets), AssetRow.state == "active", ~begun.exists())
        tasks = [
            NewTask(asset.id, asset.seq, asset.split, reviewed=asset.version_id is not None)
            for asset in access.find(waiting.order_by(AssetRow.seq)).all()
        ]
        open_tasks(access, tasks)
        return len(tasks)
