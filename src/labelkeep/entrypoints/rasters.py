"""The picture data type joined to its sandboxes: what the viewing and asset rooms are given."""

from collections.abc import Callable
from typing import Any

from labelkeep.domain.viewing.surfaces import Index
from labelkeep.infra.sandbox.renderers import Renderers
from labelkeep.plugins.datatypes.image import KIND as PICTURE
from labelkeep.plugins.datatypes.raster.display import Display


class Rasters:
    """Shows stored tiles: plain 8-bit ones as they are stored, all others through a warm sandboxed renderer."""

    def __init__(self, renderers: Renderers) -> None:
        self._renderers = renderers

    def index(self, read: Callable[[int, int], bytes], size: int) -> Index:
        """Read the index of a stored pyramid."""
        return PICTURE.index(read, size)

    def shown(self, tile: bytes, bits: int, display: dict[str, Any]) -> tuple[bytes, str]:
        """Return the bytes to send and their media type."""
        wanted = Display.from_json(display)
        if not wanted.changes(bits):
            return tile, "image/png" if tile[:4] == b"\x89PNG" else "image/jpeg"
        return PICTURE.render_tile(self._renderers, tile, wanted), "image/jpeg"

    def close(self) -> None:
        """Stop the renderers."""
        self._renderers.close()
