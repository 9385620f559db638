"""HTTP of the viewing room. Views on a lease are opened by the rooms above, which own the lease."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from labelkeep.access.grants import ExploreAccess, ReadAccess
from labelkeep.access.passes import by_pass
from labelkeep.core.errors import NotFound
from labelkeep.domain.assets.tables import AssetRow, PartRow
from labelkeep.domain.viewing import actions, pyramids, sights
from labelkeep.domain.viewing.errors import NotShown
from labelkeep.domain.viewing.shapes import DisplayIn, ViewOut

router = APIRouter(prefix="/projects/{project}", tags=["viewing"])


@router.post("/assets/{asset}/views", status_code=201)
def explore_asset(access: ExploreAccess, asset: UUID) -> ViewOut:
    """A manager's look at one asset."""
    return actions.open_view(access, asset, "explore")


@router.post("/views/{view}/seen", status_code=204)
def see_view(access: ReadAccess, view: UUID) -> None:
    """The browser has painted the first pixels."""
    actions.see(access, view)


@router.post("/views/{view}/close", status_code=204)
def close_view(request: Request, access: ReadAccess, view: UUID) -> None:
    """Nobody looks any more."""
    actions.close(access, view, request.app.state.tally)
    sights.forget(request, view)


@router.put("/views/{view}/display")
def set_display(request: Request, access: ReadAccess, view: UUID, body: DisplayIn) -> ViewOut:
    """Window, gamma, inversion."""
    shown = actions.set_display(access, view, body)
    sights.forget(request, view)
    return shown


@router.get("/views/{view}/tiles/{part}/{page}/{level}/{col}/{row}", response_class=Response)
@by_pass(sights.AGAIN)
def read_tile(
    request: Request, access: ReadAccess, view: UUID, part: UUID, page: int, level: int, col: int, row: int
) -> Response:
    """One tile of what this person may see now."""
    sight = sights.sight_of(access, view, part)
    shown = sights.tile(request, sight, page, level, col, row)
    sights.keep(request, access, part, sight)
    return shown


@router.get("/assets/{asset}/thumbnail", response_class=Response)
def read_thumbnail(access: ExploreAccess, asset: UUID) -> Response:
    """A small picture for the grid, where the policy allows it; each look is in the ledger."""
    if not access.standing.thumbnails or access.standing.delivery != "rendered":
        raise NotShown("This project's policy shows no thumbnails.")
    found = access.get(AssetRow, asset)
    first = select(PartRow).where(PartRow.asset_id == found.id).order_by(PartRow.position).limit(1)
    part = access.find(first).one_or_none()
    if part is None:
        raise NotFound
    access.note("asset.thumbnail_seen", "asset", found.id)
    return Response(pyramids.thumbnail_bytes(access, part), media_type="image/jpeg", headers=sights.HEADERS)
