"""HTTP of the assets room: imports, their files and reports, the asset list."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from labelkeep.access.grants import AdminSite, ExploreAccess, ImportAccess
from labelkeep.core.errors import Invalid
from labelkeep.domain.assets import actions, queries, reporting
from labelkeep.domain.assets.shapes import (
    AssetFilter,
    AssetOut,
    AssetsOut,
    FileIn,
    FileOut,
    ImportIn,
    ImportOut,
    ImportsOut,
    Received,
    ReportCounts,
    ReportOut,
    RootOut,
    RootsOut,
)
from labelkeep.domain.assets.tables import ImportRow

router = APIRouter(tags=["assets"])
_PROJECT = "/projects/{project}"
_IMPORT = _PROJECT + "/imports/{import_id}"
After = Annotated[int, Query(ge=0, le=2**62)]
Limit = Annotated[int, Query(ge=1, le=500)]


async def chunk_of(request: Request) -> bytes:
    """Return the raw body; the outermost layer has limited its length."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/octet-stream":
        raise Invalid("Send the bytes as application/octet-stream.")
    return await request.body()


@router.get("/site/import-roots")
def list_roots(site: AdminSite) -> RootsOut:
    """Folders below which the server may read."""
    return _roots(site.house.settings.import_roots)


@router.get(_PROJECT + "/import-roots")
def list_project_roots(access: ImportAccess) -> RootsOut:
    """The same, for those who import."""
    return _roots(access.house.settings.import_roots)


@router.post(_PROJECT + "/imports", status_code=201)
def open_import(access: ImportAccess, body: ImportIn) -> ImportOut:
    """Open an import."""
    return queries.import_out(access, actions.open_import(access, body))


@router.get(_PROJECT + "/imports")
def list_imports(access: ImportAccess, limit: Limit = 50) -> ImportsOut:
    """The latest imports."""
    return ImportsOut(items=queries.imports(access, limit))


@router.get(_IMPORT)
def read_import(access: ImportAccess, import_id: UUID) -> ImportOut:
    """One import."""
    return queries.import_out(access, access.get(ImportRow, import_id))


@router.post(_IMPORT + "/files", status_code=201)
def add_file(access: ImportAccess, import_id: UUID, body: FileIn) -> FileOut:
    """Begin to send a file, or learn where to go on with it."""
    file = actions.add_file(access, import_id, body)
    received = actions.received_of(access, file)
    return FileOut(file_id=file.id, received=received, size=file.size_bytes, chunk_size=actions.CHUNK)


@router.get(_IMPORT + "/files/{file_id}")
def read_file(access: ImportAccess, import_id: UUID, file_id: UUID) -> FileOut:
    """How much of a file is here."""
    file, received = actions.received(access, import_id, file_id)
    return FileOut(file_id=file.id, received=received, size=file.size_bytes, chunk_size=actions.CHUNK)


@router.put(
    _IMPORT + "/files/{file_id}",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def append_chunk(
    chunk: Annotated[bytes, Depends(chunk_of)], access: ImportAccess, import_id: UUID, file_id: UUID, offset: After
) -> Received:
    """Add bytes that start at ``offset``."""
    return Received(received=actions.append(access, import_id, file_id, offset, chunk))


@router.post(_IMPORT + "/start")
def start_import(access: ImportAccess, import_id: UUID) -> ImportOut:
    """Start the import's job."""
    return queries.import_out(access, actions.start(access, import_id))


@router.post(_IMPORT + "/for-real", status_code=201)
def import_for_real(access: ImportAccess, import_id: UUID) -> ImportOut:
    """Import what a dry run has read, with the same settings."""
    return queries.import_out(access, actions.import_for_real(access, import_id))


@router.post(_IMPORT + "/cancel")
def cancel_import(access: ImportAccess, import_id: UUID) -> ImportOut:
    """Stop an import; what it made is kept."""
    return queries.import_out(access, actions.cancel(access, import_id))


@router.get(_IMPORT + "/report")
def read_report(
    access: ImportAccess,
    import_id: UUID,
    after: After = 0,
    limit: Limit = 100,
    level: str | None = None,
    code: Annotated[str | None, Query(max_length=64)] = None,
) -> ReportOut:
    """What is to be said about each file."""
    return reporting.read(access, import_id, after, limit, level, code)


@router.get(_IMPORT + "/report/counts")
def count_report(access: ImportAccess, import_id: UUID) -> ReportCounts:
    """How many lines of each kind the report has."""
    return reporting.counts(access, import_id)


@router.get(_PROJECT + "/assets")
def list_assets(access: ExploreAccess, wanted: Annotated[AssetFilter, Query()]) -> AssetsOut:
    """A page of assets in the order of their arrival."""
    return queries.assets(access, wanted)


@router.get(_PROJECT + "/assets/{asset}")
def read_asset(access: ExploreAccess, asset: UUID) -> AssetOut:
    """One asset."""
    return queries.asset(access, asset)


def _roots(roots: tuple[object, ...]) -> RootsOut:
    return RootsOut(items=[RootOut(id=number, path=str(path)) for number, path in enumerate(roots)])
