"""From a picture that is read once from top to bottom to the tiles of all its levels, inside a child only.

One band of 256 rows per level is held at a time, so memory grows with the width, not with the area.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from labelkeep.plugins.datatypes.raster import deep, showing
from labelkeep.plugins.datatypes.raster.facts import TILE, Page, Tile
from labelkeep.plugins.datatypes.raster.vips import vips

_PNG_WORTH = 1.5
"""Up to this multiple of its JPEG a PNG tile is kept: masks and drawings stay exact, photographs stay small."""


def encoded(tile: Any, lossless: bool) -> bytes:
    """Encode one tile of 8 bits without metadata: JPEG quality 90 in full colour resolution.

    Tiles of a lossless source become PNG where that costs little: there, on flat colours and hard edges, JPEG
    would show.
    """
    jpeg = tile.jpegsave_buffer(Q=90, subsample_mode="off", keep="none")
    if not lossless:
        return jpeg
    png = tile.pngsave_buffer(compression=4, filter="none", keep="none")
    return png if len(png) <= _PNG_WORTH * len(jpeg) else jpeg


class Cutter:
    """Cuts one page; after ``tiles`` ran to its end, ``small`` is the first level of at least 256 pixels.

    ``through`` is the table of the default window, for pictures of more than 8 bits and only for these.
    """

    def __init__(self, page: Page, lossless: bool, through: showing.Table | None = None) -> None:
        self._page = page
        self._lossless = lossless
        self._through = through
        self._waiting: dict[int, Any] = {}
        self._rows = [0] * page.levels
        self._kept = min(1, page.levels - 1)
        self._strips: list[Any] = []

    def tiles(self, image: Any) -> Iterator[Tile]:
        """Yield every tile of every level; full size first, the levels below in between."""
        # One region for the whole pass: between separate evaluations libvips drops the rows it had read ahead, and
        # a source that is read once cannot go back for them.
        region = vips.Region.new(image)
        for top in range(0, self._page.height, TILE):
            rows = min(TILE, self._page.height - top)
            read = region.fetch(0, top, self._page.width, rows)
            flat = vips.Image.new_from_memory(read, self._page.width, rows, image.bands, image.format)
            strip = flat.copy(interpretation=image.interpretation)
            yield from self._take(self._page.levels - 1, strip, top + rows == self._page.height)

    def small(self) -> Any:
        """Return level 1 (level 0 where there is only one), at most 512 pixels on its longest side."""
        joined = self._strips[0]
        for strip in self._strips[1:]:
            joined = joined.join(strip, "vertical")
        return joined

    def _take(self, level: int, strip: Any, last: bool) -> Iterator[Tile]:
        row = self._rows[level]
        self._rows[level] += 1
        if level == self._kept:
            self._strips.append(strip)
        for col in range(-(-strip.width // TILE)):
            left = col * TILE
            piece = strip.crop(left, 0, min(TILE, strip.width - left), strip.height)
            yield Tile(self._page.number, level, col, row, *self._forms(piece))
        if level:
            yield from self._halve(level - 1, strip, last)

    def _forms(self, piece: Any) -> tuple[bytes, bytes]:
        """Return a tile as it is stored, and its default look where it is not shown as it is stored."""
        if self._through is None:
            return encoded(piece, self._lossless), b""
        flat = np.frombuffer(piece.write_to_memory(), np.uint16)
        values = flat.reshape(piece.height, piece.width, piece.bands)
        return deep.packed(values), showing.deep_shown(values, self._through)

    def _halve(self, level: int, strip: Any, last: bool) -> Iterator[Tile]:
        half = strip.shrink(2, 2, ceil=True).copy_memory()
        waiting = self._waiting.pop(level, None)
        if waiting is not None:
            half = waiting.join(half, "vertical").copy_memory()
        if waiting is None and not last:
            self._waiting[level] = half
        else:
            yield from self._take(level, half, last)
