"""Views that end by themselves: the tab died, the lease or the minutes are over, and nobody said that looking ended."""

from datetime import datetime, timedelta

from sqlalchemy import select

from labelkeep.access.doors import System
from labelkeep.access.entering import enter_system
from labelkeep.access.system import EndedViews, Projects
from labelkeep.core.clock import now
from labelkeep.domain.projects.tables import ProjectRow
from labelkeep.domain.viewing.tables import ViewCounterRow, ViewRow
from labelkeep.infra.house import House

EVERY = timedelta(seconds=30)
LINGER = timedelta(minutes=1)
"""Past its end a view waits this long for the last counts of tiles, which processes write every half minute."""
AT_ONCE = 500


class Ending:
    """The periodic task; it goes through the projects only every half minute, however often it is called."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def __call__(self, house: House) -> None:
        """Close the overdue views of all projects."""
        moment = now()
        if self._last is not None and self._last <= moment < self._last + EVERY:
            return
        self._last = moment
        end_views(house)


def end_views(house: House) -> int:
    """Close every view whose time is over, with one ``view.closed`` each, and return how many there were."""
    with enter_system(house, Projects) as system:
        projects = list(system.find(select(ProjectRow.id)))
    ended = 0
    for project in projects:
        with enter_system(house, EndedViews, project_id=project) as system:
            ended += _end_overdue(system)
    return ended


def _end_overdue(system: System[EndedViews]) -> int:
    overdue = (
        select(ViewRow)
        .where(ViewRow.closed_at.is_(None), ViewRow.ends_at <= system.now - LINGER)
        .order_by(ViewRow.ends_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    views = system.find(overdue).all()
    counts = select(ViewCounterRow).where(ViewCounterRow.view_id.in_([view.id for view in views]))
    counted = {row.view_id: row for row in system.find(counts)} if views else {}
    for view in views:
        view.closed_at = view.ends_at
        seen = counted.get(view.id)
        system.record(
            view,
            "view.closed",
            asset=str(view.asset_id),
            person=str(view.user_id),
            why="time over",
            tiles=seen.tiles if seen else 0,
            bytes=seen.size_bytes if seen else 0,
            seconds=int((view.ends_at - view.opened_at).total_seconds()),
        )
    return len(views)
