"""The picture data type joined to its sandboxes: what the viewing and asset rooms are given."""

from typing import Any

from labelkeep.domain.viewing.surfaces import Index, Place, Read
from labelkeep.infra.sandbox.renderers import Renderers
from labelkeep.plugins.datatypes.image import KIND as PICTURE
from labelkeep.plugins.datatypes.raster.container import PyramidIndex
from labelkeep.plugins.datatypes.raster.display import Display
from labelkeep.plugins.datatypes.raster.facts import DEEP, tile_type


class Rasters:
    """Shows stored tiles: through the usual display as they are stored, else through a warm sandboxed renderer."""

    def __init__(self, renderers: Renderers) -> None:
        self._renderers = renderers

    def index(self, read: Read, size: int) -> Index:
        """Read the index of a stored pyramid."""
        return PICTURE.index(read, size)

    def tile(self, index: Index, place: Place, bits: int, display: dict[str, Any], read: Read) -> tuple[bytes, str]:
        """Return the bytes to send and their media type."""
        assert isinstance(index, PyramidIndex)  # noqa: S101  what ``index`` gave
        wanted = Display.from_json(display)
        if not wanted.changes(bits) or wanted == index.usual:
            look = read(*index.look(*place))
            if (kind := tile_type(look)) not in (None, DEEP):
                return look, kind
        return PICTURE.render_tile(self._renderers, read(*index.tile(*place)), wanted), "image/jpeg"

    def close(self) -> None:
        """Stop the renderers."""
        self._renderers.close()
