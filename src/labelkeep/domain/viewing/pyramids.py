"""Stored pyramids: their indexes are kept in memory, one tile is one range read."""

from collections import OrderedDict
from threading import Lock
from typing import Any
from uuid import UUID

from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.domain.assets.tables import PartRow
from labelkeep.domain.viewing.surfaces import Index, Raster

KEPT = 512
"""Indexes kept by a process: 12 bytes a tile, about 130 KiB for a 14-megapixel picture's 10,000 tiles."""

_indexes: OrderedDict[tuple[UUID, str], Index] = OrderedDict()
_lock = Lock()


def raster(access: Access[Any]) -> Raster:
    """Return the data type of raster surfaces."""
    return access.house.parts["raster"]


def index_of(access: Access[Any], part: PartRow) -> Index:
    """Return the index of a part's pyramid; the cache is keyed by project, so another project's id finds nothing."""
    at = (part.project_id, part.pyramid_blob)
    with _lock:
        kept = _indexes.get(at)
        if kept is not None:
            _indexes.move_to_end(at)
            return kept
    reader = access.house.blobs.open(part.project_id, part.pyramid_blob)
    made = raster(access).index(reader.read, reader.size)
    with _lock:
        _indexes[at] = made
        while len(_indexes) > KEPT:
            _indexes.popitem(last=False)
    return made


def tile_bytes(access: Access[Any], part: PartRow, place: tuple[int, int, int, int]) -> bytes:
    """Return a stored tile at (page, level, column, row); ``NotFound`` where there is none."""
    try:
        offset, length = index_of(access, part).tile(*place)
    except LookupError:
        raise NotFound from None
    return access.house.blobs.open(part.project_id, part.pyramid_blob).read(offset, length)


def thumbnail_bytes(access: Access[Any], part: PartRow) -> bytes:
    """Return the part's thumbnail as JPEG; ``NotFound`` where there is none."""
    offset, length = index_of(access, part).thumbnail
    if not length:
        raise NotFound
    return access.house.blobs.open(part.project_id, part.pyramid_blob).read(offset, length)
