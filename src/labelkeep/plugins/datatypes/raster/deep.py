"""Tiles of more than 8 bits as they are stored: exact, and three times as fast to open as a PNG, which they undercut.

Form: 8 bytes of magic | u16 width, u16 height, u16 bands (little-endian) | zlib. Inside the zlib stream stand first the
high, then the low bytes of all values, row by row, bands together; each value is its difference from the one to its
left in the same band, modulo 65536. A browser is never sent this form: what it sees has gone through a display.
"""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from labelkeep.core.deflating import unzipped

MAGIC = b"LKDEEP1\n"
_SHAPE = struct.Struct("<HHH")
_STRATEGY = zlib.Z_RLE
"""Differences hold no words that come again, only noise and runs: looking for more takes three times as long, and what
it finds makes the tile longer."""

Values = NDArray[np.uint16]
"""Rows, columns, bands."""


def packed(values: Values) -> bytes:
    """Return values (rows, columns, bands), none of them more than 65535 long, in the stored form."""
    rows, columns, bands = values.shape
    steps = values.copy()
    steps[:, 1:] -= values[:, :-1]
    zip_ = zlib.compressobj(1, strategy=_STRATEGY)
    body = zip_.compress((steps >> 8).astype(np.uint8).tobytes()) + zip_.compress(steps.astype(np.uint8).tobytes())
    return MAGIC + _SHAPE.pack(columns, rows, bands) + body + zip_.flush()


def unpacked(data: bytes, most: int) -> Values:
    """Return the values of a stored tile of at most ``most`` rows and columns and four bands.

    Raises ``ValueError`` for anything else: nothing larger is ever unpacked.
    """
    at = len(MAGIC) + _SHAPE.size
    if len(data) < at or not data.startswith(MAGIC):
        raise ValueError("not a tile of more than 8 bits")
    columns, rows, bands = _SHAPE.unpack_from(data, len(MAGIC))
    if not (0 < columns <= most and 0 < rows <= most and 0 < bands <= 4):
        raise ValueError("a tile out of bounds")
    count = columns * rows * bands
    try:
        planes = unzipped(memoryview(data)[at:], 2 * count)
    except ValueError as error:
        raise ValueError("a damaged tile") from error
    if len(planes) != 2 * count:
        raise ValueError("a tile that was cut short")
    halves = np.frombuffer(planes, np.uint8).reshape(2, count)
    steps = halves[0].astype(np.uint16)
    steps <<= 8
    steps |= halves[1]
    return np.add.accumulate(steps.reshape(rows, columns, bands), axis=1, dtype=np.uint16)
