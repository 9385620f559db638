"""Opening, renewing and closing views: the look is in the ledger before the first tile."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Read
from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.domain.assets.queries import part_name
from labelkeep.domain.assets.tables import AssetRow, PartRow
from labelkeep.domain.viewing.errors import NotShown, ViewEnded
from labelkeep.domain.viewing.pyramids import index_of
from labelkeep.domain.viewing.shapes import DisplayIn, DisplayOut, PageOut, ViewOut, ViewPart
from labelkeep.domain.viewing.tables import ViewCounterRow, ViewRow
from labelkeep.domain.viewing.tally import Tally

EXPLORE_MINUTES = 30


def open_view(
    access: Access[Any], asset_id: UUID, ground: str, *, lease_id: UUID | None = None, ends_at: datetime | None = None
) -> ViewOut:
    """Let the caller see one asset until a moment: on a ``lease``, a ``review`` right, or ``explore``.

    Raises ``NotShown`` where the project's policy does not render pixels.
    """
    if access.standing.delivery != "rendered":
        raise NotShown("This project's policy does not show rendered pictures.")
    asset = access.get(AssetRow, asset_id)
    if asset.state == "broken":
        raise NotShown("This file is broken and cannot be shown: see the import's report.")
    view = ViewRow(
        project_id=access.project_id,
        asset_id=asset.id,
        user_id=access.actor.id,
        session_id=access.actor.session_id or UUID(int=0),
        lease_id=lease_id,
        ground=ground,
        opened_at=access.now,
        ends_at=ends_at or access.now + timedelta(minutes=EXPLORE_MINUTES),
        display_n=0,
        gamma=1.0,
        invert=False,
    )
    access.add(view)
    access.record(view, "asset.viewed", asset=str(asset.id), ground=ground, lease=str(lease_id) if lease_id else None)
    return view_out(access, view)


def own_view(access: Access[Read], view_id: UUID) -> ViewRow:
    """Return a live view of this person and session; others' views look like none."""
    view = access.get(ViewRow, view_id)
    if view.user_id != access.actor.id or view.session_id != (access.actor.session_id or UUID(int=0)):
        raise NotFound
    if view.closed_at is not None or view.ends_at <= access.now:
        raise ViewEnded
    return view


def see(access: Access[Read], view_id: UUID) -> None:
    """The first paint: from ``delivered`` to ``seen``."""
    view = own_view(access, view_id)
    if view.seen_at is None:
        view.seen_at = access.now
        access.record(view, "view.seen", asset=str(view.asset_id))


def close(access: Access[Read], view_id: UUID, tally: Tally) -> None:
    """End a view and sum it up."""
    view = own_view(access, view_id)
    written = access.find(select(ViewCounterRow).where(ViewCounterRow.view_id == view.id)).one_or_none()
    fresh = tally.take(view.id).get(view.id)
    tiles = (written.tiles if written else 0) + (fresh.tiles if fresh else 0)
    size = (written.size_bytes if written else 0) + (fresh.size if fresh else 0)
    view.closed_at = access.now
    seconds = int((access.now - view.opened_at).total_seconds())
    access.record(view, "view.closed", asset=str(view.asset_id), tiles=tiles, bytes=size, seconds=seconds)


def set_display(access: Access[Read], view_id: UUID, body: DisplayIn) -> ViewOut:
    """Change how pixel values are shown in this view."""
    view = own_view(access, view_id)
    view.window_center, view.window_width = body.window or (None, None)
    view.gamma, view.invert = body.gamma, body.invert
    view.display_n += 1
    access.record(view, "view.displayed", asset=str(view.asset_id))
    return view_out(access, view)


def display_of(access: Access[Any], view: ViewRow, part: PartRow) -> dict[str, Any]:
    """Return the display in force: the person's own, else the part's default window."""
    centre, width = view.window_center, view.window_width
    if centre is None and part.bits > 8:
        window = access.unseal_json("asset_part", "facts", part.id, part.facts).get("window")
        if window:
            centre, width = (window[0] + window[1]) / 2, max(window[1] - window[0], 1.0)
    return {"centre": centre, "width": width, "gamma": view.gamma, "invert": view.invert}


def parts_of(access: Access[Any], asset_id: UUID) -> list[PartRow]:
    """Return an asset's parts in order."""
    return list(access.find(select(PartRow).where(PartRow.asset_id == asset_id).order_by(PartRow.position)))


def view_out(access: Access[Any], view: ViewRow) -> ViewOut:
    """Return a view with its parts and pages."""
    parts = parts_of(access, view.asset_id)
    display: dict[str, Any] = display_of(access, view, parts[0]) if parts else {"centre": None}
    window: tuple[float, float] | None = None if display["centre"] is None else (display["centre"], display["width"])
    return ViewOut(
        id=view.id,
        ends_at=view.ends_at,
        parts=[
            ViewPart(
                id=part.id,
                name=part_name(access, part),
                role=part.role,
                order=part.position,
                bits=part.bits,
                pages=[PageOut(width=p.width, height=p.height, levels=p.levels) for p in index_of(access, part).pages],
            )
            for part in parts
        ],
        display=DisplayOut(window=window, gamma=view.gamma, invert=view.invert, n=view.display_n),
    )
