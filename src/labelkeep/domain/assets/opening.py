"""The last phase: the first task of each asset is opened, when its picture and its label are both there."""

from uuid import UUID

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.domain.assets.intake import Tasks
from labelkeep.domain.assets.phases import Turn, rows_after
from labelkeep.domain.assets.tables import ImportRow
from labelkeep.infra.blobs import Uploads

BATCH = 2_000


class Opening:
    """Opens tasks, and forgets what is left of uploads."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    def turn(self, access: Access[Import], row: ImportRow, at: int) -> Turn:
        """See ``Phase``."""
        batch = rows_after(access, row, at, BATCH)
        if not batch:
            return Turn(None, row.files, row.files, "All tasks are open.")
        access.run("import_lock", project=access.project_id)
        opened = self._tasks.open(access, [file.asset_id for file in batch if file.asset_id is not None])
        if opened:
            access.note("tasks.opened", "import", row.id, tasks=opened)
        uploads = Uploads(access.house.blobs, access.project_id)
        for file in batch:
            if file.upload and file.blob:
                uploads.abort(UUID(file.upload))  # the blob stays; this is the answer kept for a repeated finish
        return Turn(batch[-1].seq, row.files, row.files, "Opening tasks.")

    def forget(self, row: ImportRow) -> None:
        """See ``Phase``."""
