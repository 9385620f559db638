"""Pictures made for tests, and a pyramid's level put together again."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import skimage
from PIL import Image

from labelkeep.plugins.datatypes.raster.container import PyramidIndex

TILE = 256
Cut = Callable[..., tuple[bytes, PyramidIndex]]
"""What the fixture ``cut`` gives: from a file's bytes to its packed pyramid and index."""


def sample(name: str) -> Any:
    """Return the bytes of a picture that ships with scikit-image."""
    return (Path(skimage.__file__).parent / "data" / name).read_bytes()


def saved(array_or_image: Any, kind: str, **options: Any) -> Any:
    """Return the bytes of a picture in a format."""
    image = array_or_image if isinstance(array_or_image, Image.Image) else Image.fromarray(array_or_image)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def tile_of(packed: Any, index: Any, page: Any, level: int, col: Any, row: Any) -> Any:
    """Return the bytes of one tile."""
    offset, length = index.tile(page, level, col, row)
    return packed[offset : offset + length]


def level_of(packed: Any, index: Any, page: Any = 0, level: int | None = None) -> Any:
    """Put the tiles of a level together and return its pixels (rows, columns[, bands])."""
    where = index.pages[page]
    level = where.levels - 1 if level is None else level
    columns, rows = where.grid(level)
    whole = [
        np.concatenate(
            [pixels(tile_of(packed, index, page, level, col, row)) for col in range(columns)],
            axis=1,
        )
        for row in range(rows)
    ]
    return np.concatenate(whole, axis=0)


def pixels(encoded: Any) -> Any:
    """Decode a tile with an independent decoder: Pillow, or the stored form of more than 8 bits step by step."""
    if encoded[:8] == b"LKDEEP1\n":
        return _deep(encoded[8:])
    image = Image.open(io.BytesIO(encoded))
    image.load()
    return np.asarray(image)


def _deep(encoded: Any) -> Any:
    columns, rows, bands = struct.unpack("<HHH", encoded[:6])
    raw = zlib.decompress(encoded[6:])
    high, low = raw[: len(raw) // 2], raw[len(raw) // 2 :]
    values = np.zeros((rows, columns, bands), np.uint16)
    for row in range(rows):
        before = [0] * bands
        for col in range(columns):
            for band in range(bands):
                at = (row * columns + col) * bands + band
                before[band] = (before[band] + high[at] * 256 + low[at]) % 65536
                values[row, col, band] = before[band]
    return values[:, :, 0] if bands == 1 else values


def ramp16(side: Any = 600) -> Any:
    """Return a 16-bit grey ramp, all values between 1000 and 9000, with one hot pixel."""
    values = np.linspace(1000, 9000, side * side).reshape(side, side).astype(np.uint16)
    values[0, 0] = 65535
    return values
