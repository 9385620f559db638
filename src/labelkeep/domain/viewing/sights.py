"""What the tiles of one part need to know of its view: looked up once, remembered with the pass."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from labelkeep.access.capabilities import Read
from labelkeep.access.doors import Access
from labelkeep.access.passes import ByPass, Passes
from labelkeep.core.clock import now
from labelkeep.core.errors import NotFound
from labelkeep.domain.assets.tables import PartRow
from labelkeep.domain.viewing import actions, pyramids
from labelkeep.domain.viewing.errors import NotShown
from labelkeep.domain.viewing.pyramids import Stored
from labelkeep.infra.house import House

HEADERS = {"Cache-Control": "private, no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}


@dataclass(frozen=True, slots=True)
class Sight:
    """One part as one view shows it until ``ends_at``; ``display`` is the one in force, its ``n`` in addresses."""

    view_id: UUID
    ends_at: datetime
    display_n: int
    display: dict[str, Any]
    stored: Stored


def sight_of(access: Access[Read], view_id: UUID, part_id: UUID) -> Sight:
    """Return what this person may see of a part now.

    Raises ``NotFound`` for a view of somebody else and a part of another asset, ``ViewEnded``, and ``NotShown`` when
    the policy has stopped showing pixels.
    """
    if access.standing.delivery != "rendered":
        raise NotShown("This project's policy does not show rendered pictures.")
    view = actions.own_view(access, view_id)
    part = access.get(PartRow, part_id)
    if part.asset_id != view.asset_id:
        raise NotFound
    display = actions.display_of(access, view, part)
    return Sight(view.id, view.ends_at, view.display_n, display, pyramids.stored(access, part))


def tile(request: Request, sight: Sight, page: int, level: int, col: int, row: int) -> Response:
    """Answer with one tile and count it. Raises ``NotFound`` where there is none."""
    shown, kind = sight.stored.tile(house_of(request), (page, level, col, row), sight.display)
    request.app.state.tally.add(sight.stored.project_id, sight.view_id, len(shown))
    return Response(shown, media_type=kind, headers=HEADERS)


def keep(request: Request, access: Access[Read], part_id: UUID, sight: Sight) -> None:
    """Have the next tiles of this view and part answered by a pass."""
    passes_of(request).keep(request, access, (sight.view_id, part_id), sight)


def forget(request: Request, view_id: UUID) -> None:
    """Have the next tile of a view look it up again: it has ended, or shows another way."""
    passes_of(request).drop(lambda sight: sight.view_id == view_id)


def house_of(request: Request) -> House:
    """Return the house of this process."""
    return request.app.state.house


def passes_of(request: Request) -> Passes[Sight]:
    """Return the passes of this process."""
    return house_of(request).parts["sights"]


def _again(request: Request, sight: Sight) -> Response | None:
    # an address names the display that it wants: after a change elsewhere the pass must not answer with the old one
    wanted: bytes = request.scope["query_string"]
    if sight.ends_at <= now() or (wanted and wanted != b"d=%d" % sight.display_n):
        return None
    try:
        place = [int(request.path_params[name]) for name in ("page", "level", "col", "row")]
        return tile(request, sight, *place)
    except (ValueError, NotFound):
        return None  # the route says what is wrong


AGAIN: ByPass[Sight] = ByPass(passes_of, ("view", "part"), _again)
