"""Reading imports and assets."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from labelkeep.access import jobs
from labelkeep.access.capabilities import Explore, Import, Read
from labelkeep.access.doors import Access
from labelkeep.domain.assets import names
from labelkeep.domain.assets.origins import source_of
from labelkeep.domain.assets.shapes import AssetFilter, AssetOut, AssetRow, AssetsOut, Count, ImportOut, PartOut
from labelkeep.domain.assets.tables import AssetRow as Asset
from labelkeep.domain.assets.tables import ImportRow, PartRow
from labelkeep.domain.projects.shapes import JobOut
from labelkeep.infra.db.tables import JobRow

COUNTED = 10_000
"""Where counting by a filter stops."""


def import_out(access: Access[Import], row: ImportRow) -> ImportOut:
    """Return an import as people see it."""
    access.flush()
    job = access.get(JobRow, row.job_id) if row.job_id else None
    return ImportOut(
        id=row.id, state=row.state, source=source_of(access, row), format=row.format,
        grouping=row.grouping, split=row.split, dry_run=row.dry_run, files=row.files,
        assets_made=row.assets_made, objects_made=row.objects_made, refused=row.refused, repaired=row.repaired,
        job=JobOut(**jobs.facts(access, job)) if job else None, created_at=row.created_at, created_by=row.created_by,
    )  # fmt: skip


def imports(access: Access[Import], limit: int) -> list[ImportOut]:
    """Return the latest imports, newest first."""
    query = select(ImportRow).order_by(ImportRow.created_at.desc(), ImportRow.id).limit(limit)
    return [import_out(access, row) for row in access.find(query).all()]


def assets(access: Access[Explore], wanted: AssetFilter) -> AssetsOut:
    """Return a page of assets with its count: two statements."""
    filters, limit = filters_of(access, wanted), wanted.limit
    rows = access.run("assets_list", **filters, after=wanted.after, limit=limit + 1)
    return AssetsOut(
        items=[AssetRow(**_facts(access, row)) for row in rows[:limit]],
        next=str(rows[limit - 1].seq) if len(rows) > limit else None,
        count=_count(access, wanted, filters),
    )


def asset(access: Access[Explore], asset_id: UUID) -> AssetOut:
    """Return one asset with its parts. Raises ``NotFound``."""
    found = access.get(Asset, asset_id)
    page = access.run("assets_list", **filters_of(access, AssetFilter()), after=found.seq - 1, limit=1)
    parts = access.find(select(PartRow).where(PartRow.asset_id == found.id).order_by(PartRow.position)).all()
    return AssetOut(
        **_facts(access, page[0]),
        parts=[
            PartOut(
                id=part.id, name=part_name(access, part), role=part.role, order=part.position,
                width=part.width, height=part.height, pages=part.pages, bits=part.bits, media_type=part.media_type,
            )
            for part in parts
        ],
        classes=found.classes,
        version_id=found.version_id,
        import_id=found.import_id,
        created_at=found.created_at,
    )  # fmt: skip


def part_name(access: Access[Any], part: PartRow) -> str:
    """Return what a part is called among others of its asset; empty where it is the only one."""
    if part.role != "part":
        return ""
    return str(access.unseal_json("asset_part", "facts", part.id, part.facts).get("name", ""))


def _facts(access: Access[Explore], row: Any) -> dict[str, Any]:
    shown = names.shown(names.name_of(access.unseal("asset", "name", row.id, row.name)))
    columns = ("id", "split", "state", "step", "status", "width", "height", "pages", "objects", "updated_at")
    return {"name": shown} | {column: getattr(row, column) for column in columns}


def filters_of(access: Access[Read], wanted: AssetFilter) -> dict[str, Any]:
    """Return the filters as the list's statements take them."""
    name = None if wanted.name is None else names.index_of(access.key, wanted.name)
    return {
        "project": access.project_id, "state": wanted.state, "step": wanted.step, "status": wanted.status,
        "split": wanted.split, "class": wanted.class_, "name_index": name,
        "person": wanted.person, "since": wanted.since, "before": wanted.before, "issues": wanted.issues,
    }  # fmt: skip


def counted(access: Access[Read], found: Select[UUID]) -> Count:
    """Return how many rows a query finds, counted to ``COUNTED``."""
    n = access.find(select(func.count()).select_from(found.limit(COUNTED + 1).subquery())).one()
    return Count(n=min(n, COUNTED), capped=n > COUNTED)


def _count(access: Access[Explore], wanted: AssetFilter, filters: dict[str, Any]) -> Count:
    searched = (wanted.step, wanted.status, wanted.class_, wanted.name, wanted.person, wanted.since, wanted.before)
    if not wanted.issues and all(each is None for each in searched):
        counted = {"step": "asset", "status": wanted.state, "split": wanted.split}
        (row,) = access.run("assets_counted", project=access.project_id, **counted)
        return Count(n=int(row.n), capped=False)
    (row,) = access.run("assets_count", **filters, limit=COUNTED + 1)
    return Count(n=min(row.n, COUNTED), capped=row.n > COUNTED)
