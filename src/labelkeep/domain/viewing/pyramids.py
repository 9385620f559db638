"""Stored pyramids: their indexes are kept in memory, one tile is one range read."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.domain.assets.tables import PartRow
from labelkeep.domain.viewing.surfaces import Index, Place, Raster
from labelkeep.infra.house import House

KEPT = 512
"""Indexes kept by a process: 16 bytes a tile, about 170 KiB for a 14-megapixel picture's 10,000 tiles."""

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


@dataclass(frozen=True, slots=True)
class Stored:
    """A part's pyramid in the store: enough to read tiles without the database."""

    project_id: UUID
    blob: str
    bits: int
    index: Index

    def tile(self, house: House, place: Place, display: dict[str, Any]) -> tuple[bytes, str]:
        """Return the tile at a place through a display, and its media type; ``NotFound`` where there is none."""
        surface: Raster = house.parts["raster"]

        def read(start: int, length: int) -> bytes:
            return house.blobs.read(self.project_id, self.blob, start, length)

        try:
            return surface.tile(self.index, place, self.bits, display, read)
        except LookupError:
            raise NotFound from None


def stored(access: Access[Any], part: PartRow) -> Stored:
    """Return where a part's tiles are."""
    return Stored(part.project_id, part.pyramid_blob, part.bits, index_of(access, part))


def thumbnail_bytes(access: Access[Any], part: PartRow) -> bytes:
    """Return the part's thumbnail as JPEG; ``NotFound`` where there is none."""
    offset, length = index_of(access, part).thumbnail
    if not length:
        raise NotFound
    return access.house.blobs.read(part.project_id, part.pyramid_blob, offset, length)
