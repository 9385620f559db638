"""Who has read which version of the guideline: what a person is shown as new since then."""

from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Read
from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.domain.ontology.tables import GuidelineRow, ReadingRow
from labelkeep.domain.ontology.wire import ReadingOut


def reading(access: Access[Read]) -> ReadingOut:
    """Return the newest version that the caller has acknowledged, and whether the one in force is among them."""
    query = (
        select(GuidelineRow.id, GuidelineRow.n)
        .join(ReadingRow, ReadingRow.guideline_id == GuidelineRow.id)
        .where(ReadingRow.user_id == access.actor.id, ReadingRow.acknowledged_at.is_not(None))
        .order_by(GuidelineRow.n.desc())
        .limit(1)
    )
    newest = next(iter(access.rows(query)), None)
    return ReadingOut(
        acknowledged=newest.id if newest else None,
        n=newest.n if newest else None,
        current=bool(newest) and newest.id == access.standing.guideline_id,
    )


def opened(access: Access[Read], version_id: UUID) -> None:
    """The caller has a version before their eyes; only the first time counts."""
    _row(access, version_id)


def acknowledge(access: Access[Read], version_id: UUID) -> ReadingOut:
    """The caller says that they have read a version. Once more changes nothing."""
    row = _row(access, version_id)
    if row.acknowledged_at is None:
        row.acknowledged_at = access.now
        access.record(row, "guideline.acknowledged", guideline=str(version_id))
        access.flush()
    return reading(access)


def _row(access: Access[Read], version_id: UUID) -> ReadingRow:
    if access.get(GuidelineRow, version_id).project_id != access.project_id:
        raise NotFound
    mine = select(ReadingRow).where(ReadingRow.user_id == access.actor.id, ReadingRow.guideline_id == version_id)
    row = access.find(mine).one_or_none()
    if row is None:
        row = access.add(
            ReadingRow(
                project_id=access.project_id, user_id=access.actor.id, guideline_id=version_id, read_at=access.now
            )
        )
        access.flush()
        access.record(row, "guideline.read", guideline=str(version_id))
    return row
