"""Opening the first task of assets, in bulk."""

from collections.abc import Sequence
from uuid import UUID

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.core.ids import new_id


class Opener:
    """Fulfils ``assets.intake.Tasks``."""

    def open(self, access: Access[Import], assets: Sequence[UUID]) -> int:
        """Open the label task of each active asset that has no task yet; return how many were opened."""
        if not assets:
            return 0
        ids = [new_id() for _ in assets]
        (row,) = access.run("tasks_open_missing", project=access.project_id, now=access.now, ids=ids, assets=list(assets))
        return int(row.n)
