"""One's own submitted work: what became of it, and what a reviewer made of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, literal, select, tuple_

from labelkeep.access.capabilities import Read, Work
from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.domain.assets.tables import AssetRow, PartRow
from labelkeep.domain.labels.queries import label_of
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.labels.wire import VersionRef
from labelkeep.domain.people.queries import names
from labelkeep.domain.review.issues import shown
from labelkeep.domain.review.shapes import Issue, Mine, MineOut, MineRow, PartOut
from labelkeep.domain.review.tables import IssueRow, ReviewRow
from labelkeep.domain.review.versions import judged, review_out, reviews_of

PAGE = 50
OPEN = ("open", "answered")


def mine(access: Access[Work], *, after: UUID | None) -> Mine:
    """Return a page of what the caller submitted, with what became of it; no label is opened for it."""
    query = select(VersionRow).where(VersionRow.author_id == access.actor.id, VersionRow.step == "label")
    if after:
        last = _own(access, after)
        where = tuple_(VersionRow.created_at, VersionRow.id)
        query = query.where(where < tuple_(literal(last.created_at), literal(last.id)))
    rows = access.find(query.order_by(VersionRow.created_at.desc(), VersionRow.id.desc()).limit(PAGE + 1)).all()
    page = rows[:PAGE]
    reviews = reviews_of(access, [row.id for row in page])
    assets = {row.id: row for row in access.find(select(AssetRow).where(AssetRow.id.in_({r.asset_id for r in page})))}
    remarks = _remarks(access, [row.id for row in reviews.values()])
    items = [_row(access, row, assets[row.asset_id], reviews.get(row.id), remarks) for row in page]
    return Mine(items=items, next=str(page[-1].id) if len(rows) > PAGE else None)


def my_version(access: Access[Work], version_id: UUID) -> MineOut:
    """Return one of the caller's versions beside what the reviewer made of it."""
    row = _own(access, version_id)
    review = reviews_of(access, [row.id]).get(row.id)
    result = access.get(VersionRow, review.result_id) if review and review.result_id else None
    numbers = {result.id: result.n} if result else {}
    asset = access.get(AssetRow, row.asset_id)
    parts = access.find(select(PartRow).where(PartRow.asset_id == row.asset_id).order_by(PartRow.position)).all()
    known = names(access, {review.reviewer_id}) if review else {}
    return MineOut(
        version=VersionRef(id=row.id, n=row.n),
        asset=row.asset_id,
        asset_name=_name(access, asset),
        at=row.created_at,
        parts=[_part(row) for row in parts],
        ontology_version=row.ontology_id,
        label=label_of(access, row),
        review=review_out(access, review, known, numbers),
        result=label_of(access, result) if result else None,
        issues=_said(access, review) if review else [],
    )


def _part(row: PartRow) -> PartOut:
    return PartOut(id=row.id, role=row.role, order=row.position, width=row.width, height=row.height, pages=row.pages)


def _own(access: Access[Work], version_id: UUID) -> VersionRow:
    row = access.get(VersionRow, version_id)
    if row.author_id != access.actor.id or row.step != "label":
        raise NotFound
    return row


def _said(access: Access[Read], review: ReviewRow) -> list[Issue]:
    query = select(IssueRow).where(IssueRow.review_id == review.id, IssueRow.status != "cancelled")
    return shown(access, access.find(query.order_by(IssueRow.created_at, IssueRow.id)).all())


def _remarks(access: Access[Read], review_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return how many remarks came with each review, and how many of them are open."""
    if not review_ids:
        return {}
    is_open = func.count().filter(IssueRow.status.in_(OPEN))
    query = select(IssueRow.review_id, func.count(), is_open).where(IssueRow.review_id.in_(review_ids))
    rows = access.rows(query.where(IssueRow.status != "cancelled").group_by(IssueRow.review_id))
    return {review_id: (all_of_them, still) for review_id, all_of_them, still in rows if review_id}


def _row(
    access: Access[Read],
    row: VersionRow,
    asset: AssetRow,
    review: ReviewRow | None,
    remarks: dict[UUID, tuple[int, int]],
) -> MineRow:
    said, still = remarks.get(review.id, (0, 0)) if review else (0, 0)
    return MineRow.model_validate(
        {
            "version": VersionRef(id=row.id, n=row.n),
            "asset": row.asset_id,
            "asset_name": _name(access, asset),
            "at": row.created_at,
            "objects": row.objects,
            "verdict": review.verdict if review else None,
            "reviewed_at": review.created_at if review else None,
            "counts": judged(access, review) if review else None,
            "remarks": said,
            "open": still,
        }
    )


def _name(access: Access[Read], asset: AssetRow) -> str:
    return access.unseal("asset", "name", asset.id, asset.name).decode()
