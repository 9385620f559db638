"""Counts of tiles and bytes served, gathered in memory: no row is written per tile.

They are written when a view closes and every half minute; the last half minute is lost when the process is killed,
which the access report says. That somebody looked at all is written before the first tile.
"""

from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.entering import enter_system
from labelkeep.access.system import TileCounts
from labelkeep.core.clock import now
from labelkeep.domain.viewing.tables import ViewCounterRow
from labelkeep.infra.house import House


@dataclass(slots=True)
class Count:
    """Tiles and bytes of one view since the last time they were written."""

    project_id: UUID
    tiles: int = 0
    size: int = 0


class Tally:
    """The counts of this process."""

    def __init__(self) -> None:
        self._counts: dict[UUID, Count] = {}
        self._lock = Lock()

    def add(self, project_id: UUID, view_id: UUID, size: int) -> None:
        """Count one tile."""
        with self._lock:
            count = self._counts.setdefault(view_id, Count(project_id))
            count.tiles += 1
            count.size += size

    def take(self, view_id: UUID | None = None) -> dict[UUID, Count]:
        """Return the counts of one view or of all, and forget them here."""
        with self._lock:
            if view_id is None:
                taken, self._counts = self._counts, {}
                return taken
            count = self._counts.pop(view_id, None)
            return {view_id: count} if count else {}

    def write(self, house: House) -> None:
        """Write all counts: called by the process every half minute."""
        for view_id, count in self.take().items():
            with enter_system(house, TileCounts, project_id=count.project_id) as system:
                row = system.find(select(ViewCounterRow).where(ViewCounterRow.view_id == view_id)).one_or_none()
                if row is None:
                    row = system.add(
                        ViewCounterRow(
                            view_id=view_id, project_id=count.project_id, tiles=0, size_bytes=0, last_at=now()
                        )
                    )
                row.tiles += count.tiles
                row.size_bytes += count.size
                row.last_at = now()
