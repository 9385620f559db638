"""Lines of an import's report: written in bulk, sealed, read page by page."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.core.ids import new_id
from labelkeep.domain.assets import names
from labelkeep.domain.assets.intake import Remark
from labelkeep.domain.assets.shapes import ReportCount, ReportCounts, ReportLine, ReportOut
from labelkeep.domain.assets.tables import ImportRow, ReportRow


def write(access: Access[Import], import_id: UUID, remarks: Sequence[Remark]) -> None:
    """Add lines to a report."""
    if not remarks:
        return
    ids = [new_id() for _ in remarks]
    bodies = [
        access.seal_json("import_report", "body", new, _body(remark)) for new, remark in zip(ids, remarks, strict=True)
    ]
    access.run(
        "import_report_add",
        **{"import": import_id},
        project=access.project_id,
        ids=ids,
        levels=[remark.level for remark in remarks],
        codes=[remark.code for remark in remarks],
        bodies=bodies,
    )


def counts(access: Access[Import], import_id: UUID) -> ReportCounts:
    """Return how many lines of each kind a report has, by level and code."""
    row = access.get(ImportRow, import_id)
    query = (
        select(ReportRow.level, ReportRow.code, func.count(ReportRow.id))
        .where(ReportRow.import_id == row.id)
        .group_by(ReportRow.level, ReportRow.code)
        .order_by(ReportRow.level, ReportRow.code)
    )
    return ReportCounts(items=[ReportCount(level=level, code=code, n=n) for level, code, n in access.rows(query)])


def read(
    access: Access[Import], import_id: UUID, after: int, limit: int, level: str | None, code: str | None = None
) -> ReportOut:
    """Return a page of a report, of one level or one code if so wanted."""
    row = access.get(ImportRow, import_id)
    query = select(ReportRow).where(ReportRow.import_id == row.id, ReportRow.seq > after)
    if level is not None:
        query = query.where(ReportRow.level == level)
    if code is not None:
        query = query.where(ReportRow.code == code)
    found = access.find(query.order_by(ReportRow.seq).limit(limit + 1)).all()
    items = [
        ReportLine(level=one.level, code=one.code, **access.unseal_json("import_report", "body", one.id, one.body))
        for one in found[:limit]
    ]
    return ReportOut(items=items, next=str(found[limit - 1].seq) if len(found) > limit else None)


def _body(remark: Remark) -> dict[str, str | None]:
    return {
        "file": names.shown(remark.file),
        "message": names.shown(remark.message),
        "object": None if remark.object is None else names.shown(remark.object),
    }
