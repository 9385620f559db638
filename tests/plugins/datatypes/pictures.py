"""Pictures made for tests, and a pyramid's level put together again."""

import io
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
    """Decode a tile with an independent decoder."""
    image = Image.open(io.BytesIO(encoded))
    image.load()
    return np.asarray(image)


def ramp16(side: Any = 600) -> Any:
    """Return a 16-bit grey ramp, all values between 1000 and 9000, with one hot pixel."""
    values = np.linspace(1000, 9000, side * side).reshape(side, side).astype(np.uint16)
    values[0, 0] = 65535
    return values
