"""Work that stands still, put back on its way by who manages it."""

from uuid import UUID

from labelkeep.access.capabilities import Manage
from labelkeep.access.doors import Access
from labelkeep.core.errors import Conflict
from labelkeep.domain.assets.tables import AssetRow


class NotSkipped(Conflict):
    """No task of the asset is out of the queue."""

    code = "task.not_skipped"


def unskip(access: Access[Manage], asset_id: UUID, comment: str) -> None:
    """Put an asset's skipped task back into the queue, for everybody."""
    access.get(AssetRow, asset_id)
    back = access.run("task_unskip", project=access.project_id, asset=asset_id, now=access.now)
    if not back:
        raise NotSkipped("No task of this picture was skipped out of the queue.")
    for row in back:
        facts = {"task": str(row.id), "asset": str(row.asset_id), "step": row.step}
        access.note("task.unskipped", "task", row.id, comment=comment, **facts)
