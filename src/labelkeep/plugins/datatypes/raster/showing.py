"""From stored tiles to what is sent, inside a child only. Pillow does it in a third of the time that libvips takes.

libvips sets up a pipeline with threads for each picture: the right thing for whole pictures, and most of the time that
a tile takes.
"""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin, PngImagePlugin

from labelkeep.infra.sandbox.errors import MediaRefused
from labelkeep.plugins.datatypes.raster import deep
from labelkeep.plugins.datatypes.raster.display import Display
from labelkeep.plugins.datatypes.raster.facts import TILE

Table = NDArray[np.uint8]
"""What each value is shown as: 256 entries for 8 bits, 65536 for more."""

READS = (JpegImagePlugin.JpegImageFile.format, PngImagePlugin.PngImageFile.format)
MOST = 4 * TILE
QUALITY = 85


def table(display: Display, size: int) -> Table:
    """Return the table of a display for values below ``size``."""
    low, width = 0.0, size - 1.0
    if display.centre is not None and display.width is not None:
        low, width = display.centre - display.width / 2, display.width
    part = np.clip((np.arange(size) - low) / width, 0, 1) ** (1 / display.gamma) * 255
    return np.rint(255 - part if display.invert else part).astype(np.uint8)


def values_in(tile: bytes) -> int:
    """Return how many different values a stored tile may hold."""
    return 65536 if tile.startswith(deep.MAGIC) else 256


def shown(tile: bytes, through: Table) -> bytes:
    """Return a stored tile as JPEG without metadata, its values looked up in a table.

    Raises ``MediaRefused`` for what is none of our tiles.
    """
    if tile.startswith(deep.MAGIC):
        return deep_shown(deep.unpacked(tile, MOST), through)
    with Image.open(BytesIO(tile), formats=[each for each in READS if each]) as image:
        if max(image.size) > MOST or image.mode not in ("L", "RGB"):
            raise MediaRefused("media.too_large", "This is not one of our tiles.")
        return _jpeg(image.point(through.tolist() * len(image.getbands())))


def deep_shown(values: deep.Values, through: Table) -> bytes:
    """Return values of more than 8 bits (rows, columns, bands) as JPEG, looked up in a table."""
    seen = through.take(values)
    return _jpeg(Image.fromarray(seen[:, :, 0] if seen.shape[2] == 1 else seen))


def _jpeg(image: Image.Image) -> bytes:
    made = BytesIO()
    image.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()
