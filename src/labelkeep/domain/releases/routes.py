"""HTTP of the releases room."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from labelkeep.access.capabilities import Release
from labelkeep.access.continuing import while_allowed
from labelkeep.access.grants import ApproveAccess, ReleaseAccess
from labelkeep.domain.releases import actions, queries, snapshots
from labelkeep.domain.releases.queries import release_out
from labelkeep.domain.releases.shapes import (
    RefusalIn,
    ReleaseIn,
    ReleaseOut,
    ReleasesOut,
    SnapshotIn,
    SnapshotOut,
    SnapshotsOut,
    StatementOut,
)
from labelkeep.domain.releases.statements import statement_of
from labelkeep.domain.releases.tables import ReleaseRow

router = APIRouter(prefix="/projects/{project}", tags=["releases"])
Limit = Annotated[int, Query(ge=1, le=100)]


@router.post("/snapshots", status_code=201)
def take_snapshot(access: ReleaseAccess, body: SnapshotIn) -> SnapshotOut:
    """Freeze the label versions of this moment under a name."""
    return snapshots.snapshot_out(access, snapshots.take(access, body.name))


@router.get("/snapshots")
def list_snapshots(access: ReleaseAccess, after: UUID | None = None, limit: Limit = 50) -> SnapshotsOut:
    """Snapshots, newest first."""
    return snapshots.page(access, after, limit)


@router.post("/releases", status_code=201)
def request_release(access: ReleaseAccess, body: ReleaseIn) -> ReleaseOut:
    """Ask for a release; other people decide."""
    return release_out(access, actions.request(access, body))


@router.get("/releases")
def list_releases(access: ReleaseAccess, after: int | None = None, limit: Limit = 50) -> ReleasesOut:
    """Releases, newest first."""
    return queries.page(access, after, limit)


@router.get("/releases/{release}")
def read_release(access: ReleaseAccess, release: UUID) -> ReleaseOut:
    """One release, where it stands, and what differs from the one before."""
    return release_out(access, access.get(ReleaseRow, release))


@router.get("/releases/{release}/statement")
def read_statement(access: ReleaseAccess, release: UUID) -> StatementOut:
    """What was signed about a written release: its manifest, the signature and the key that checks it."""
    return statement_of(access, access.get(ReleaseRow, release))


@router.post("/releases/{release}/approve")
def approve_release(access: ApproveAccess, release: UUID) -> ReleaseOut:
    """Say yes to a release that somebody else asked for."""
    return release_out(access, actions.approve(access, release))


@router.post("/releases/{release}/refuse")
def refuse_release(access: ApproveAccess, release: UUID, body: RefusalIn) -> ReleaseOut:
    """Say no, and why."""
    return release_out(access, actions.refuse(access, release, body.reason))


@router.post("/releases/{release}/retry")
def retry_release(access: ApproveAccess, release: UUID) -> ReleaseOut:
    """Write an approved release again after it failed."""
    return release_out(access, actions.retry(access, release))


@router.post("/releases/{release}/download", response_class=StreamingResponse)
def download_release(request: Request, access: ReleaseAccess, release: UUID) -> StreamingResponse:
    """The file, once for each recipient; it breaks off when its recipient may no longer have it."""
    handover = actions.download(access, release)
    headers = {
        "Content-Disposition": f'attachment; filename="{handover.name}"',
        "Content-Length": str(handover.size),
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    chunks = while_allowed(request, access.project_id, Release, handover.chunks)
    return StreamingResponse(chunks, media_type="application/zip", headers=headers)
