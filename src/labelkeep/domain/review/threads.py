"""Threads away from their pictures: what one asked and what was said to it; everybody's for who manages the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, tuple_

from labelkeep.access.capabilities import Manage, Read, Review, Work
from labelkeep.access.doors import Access
from labelkeep.domain.assets.tables import AssetRow
from labelkeep.domain.review.issues import QUESTION, shown, thread_of
from labelkeep.domain.review.shapes import Stands, Thread, ThreadKind, Threads
from labelkeep.domain.review.tables import IssueRow
from labelkeep.domain.tasks.tables import LeaseRow

PAGE = 50
MOST = 100
"""How far threads that wait are counted."""
OPEN = ("open", "answered")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which threads are asked for; what is none is not asked."""

    mine: bool = False
    only_open: bool = False
    status: Stands | None = None
    kind: ThreadKind | None = None
    person: UUID | None = None
    """Who opened them."""


def threads(access: Access[Work], wanted: Wanted, after: UUID | None) -> Threads:
    """Return a page of threads: one's own, or all where the caller manages the work."""
    query = select(IssueRow).where(*_asked(access, wanted))
    if after:
        last = access.get(IssueRow, after)
        query = query.where(
            tuple_(IssueRow.created_at, IssueRow.id) < tuple_(literal(last.created_at), literal(last.id))
        )
    rows = access.find(query.order_by(IssueRow.created_at.desc(), IssueRow.id.desc()).limit(PAGE + 1)).all()
    page = rows[:PAGE]
    items = _told(access, page)
    return Threads(items=items, next=str(page[-1].id) if len(rows) > PAGE else None)


def thread(access: Access[Work], issue_id: UUID) -> Thread:
    """Return one thread: the caller's own, of a picture they work or worked on, or any where they see all assets."""
    return _told(access, [thread_of(access, issue_id)])[0]


def _told(access: Access[Work], page: Sequence[IssueRow]) -> list[Thread]:
    ids = {row.asset_id for row in page}
    if not ids:
        return []
    assets = {row.id: row for row in access.find(select(AssetRow).where(AssetRow.id.in_(ids)))}
    held = _held(access, ids)
    return [
        Thread(
            **issue.model_dump(),
            asset=row.asset_id,
            asset_name=access.unseal("asset", "name", row.asset_id, assets[row.asset_id].name).decode(),
            mine=row.created_by == access.actor.id,
            closes=row.created_by == access.actor.id or access.may(Review),
            task=held.get(row.asset_id),
        )
        for row, issue in zip(page, shown(access, page), strict=True)
    ]


def _held(access: Access[Work], assets: set[UUID]) -> dict[UUID, Literal["label", "review"]]:
    """Return which of the assets the caller works on now, and in which step."""
    query = select(LeaseRow.asset_id, LeaseRow.step).where(
        LeaseRow.user_id == access.actor.id,
        LeaseRow.state == "live",
        LeaseRow.ends_at > access.now,
        LeaseRow.asset_id.in_(assets),
    )
    return {asset: "review" if step == "review" else "label" for asset, step in access.rows(query)}


def waiting(access: Access[Read]) -> int:
    """Return how many questions wait for the caller, counted to ``MOST``: one's own that were answered, and those of
    others that nobody has answered, where the caller manages the work.
    """
    mine = IssueRow.created_by == access.actor.id
    waits = and_(mine, IssueRow.status == "answered")
    if access.may(Manage):
        waits = or_(waits, and_(~mine, IssueRow.status == "open"))
    found = select(IssueRow.id).where(IssueRow.status.in_(OPEN), IssueRow.kind == QUESTION, waits).limit(MOST)
    return access.find(select(func.count()).select_from(found.subquery())).one()


def _asked(access: Access[Work], wanted: Wanted) -> list[ColumnElement[bool]]:
    asked = [IssueRow.status != "cancelled"]
    if wanted.mine or not access.may(Manage):
        asked.append(IssueRow.created_by == access.actor.id)
    if wanted.only_open:
        asked.append(IssueRow.status.in_(OPEN))
    if wanted.status:
        asked.append(IssueRow.status == wanted.status)
    if wanted.kind:
        asked.append(IssueRow.kind == wanted.kind)
    if wanted.person:
        asked.append(IssueRow.created_by == wanted.person)
    return asked
