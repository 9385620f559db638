"""Threads away from their pictures: what one asked and what was said to it; everybody's for who manages the work."""

from uuid import UUID

from sqlalchemy import literal, select, tuple_

from labelkeep.access.capabilities import Manage, Work
from labelkeep.access.doors import Access
from labelkeep.domain.assets.tables import AssetRow
from labelkeep.domain.review.issues import shown
from labelkeep.domain.review.shapes import Thread, Threads
from labelkeep.domain.review.tables import IssueRow

PAGE = 50
OPEN = ("open", "answered")


def threads(access: Access[Work], *, mine: bool, only_open: bool, after: UUID | None) -> Threads:
    """Return a page of threads: one's own, or all where the caller manages the work."""
    query = select(IssueRow).where(IssueRow.status != "cancelled")
    if mine or not access.may(Manage):
        query = query.where(IssueRow.created_by == access.actor.id)
    if only_open:
        query = query.where(IssueRow.status.in_(OPEN))
    if after:
        last = access.get(IssueRow, after)
        query = query.where(
            tuple_(IssueRow.created_at, IssueRow.id) < tuple_(literal(last.created_at), literal(last.id))
        )
    rows = access.find(query.order_by(IssueRow.created_at.desc(), IssueRow.id.desc()).limit(PAGE + 1)).all()
    page = rows[:PAGE]
    named = select(AssetRow).where(AssetRow.id.in_({row.asset_id for row in page}))
    assets = {row.id: row for row in access.find(named)} if page else {}
    items = [
        Thread(
            **issue.model_dump(),
            asset=row.asset_id,
            asset_name=access.unseal("asset", "name", row.asset_id, assets[row.asset_id].name).decode(),
            mine=row.created_by == access.actor.id,
        )
        for row, issue in zip(page, shown(access, page), strict=True)
    ]
    return Threads(items=items, next=str(page[-1].id) if len(rows) > PAGE else None)
