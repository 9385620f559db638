"""What is known of a picture and how its pyramid is laid out: plain data, no decoder."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

TILE = 256
"""Side of a tile in pixels; tiles at the right and lower edge are smaller, none overlap."""


DEEP = "application/x-labelkeep-deep"
"""Media type of stored tiles of more than 8 bits, see ``raster.deep``; none is ever sent."""


@dataclass(frozen=True)
class Facts:
    """A picture as it is shown: after its orientation, in sRGB or grey.

    ``width`` and ``height`` are those of the first page in pixels; ``bits`` and ``bands`` are the source's (bands
    with alpha); ``orientation`` is the EXIF value that was applied (1 means none); ``alpha`` says that transparent
    parts are shown on a checkerboard; ``lossless`` says that the file's own coding loses nothing; ``window`` is the
    default (low, high) in source values for more than 8 bits, the 0.5th and 99.5th percentile of the opaque pixels
    of the first page.
    """

    media_type: str
    width: int
    height: int
    pages: int = 1
    bands: int = 3
    bits: int = 8
    orientation: int = 1
    colour: str = "rgb"
    icc: bool = False
    animated: bool = False
    alpha: bool = False
    lossless: bool = False
    window: tuple[float, float] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the facts as a JSON object."""
        return asdict(self)

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> "Facts":
        """Read facts that a child wrote; it is not trusted. Raises ``ValueError`` for missing or wrong fields."""
        known: dict[str, type] = {
            "media_type": str, "width": int, "height": int, "pages": int, "bands": int, "bits": int, "orientation": int,
            "colour": str, "icc": bool, "animated": bool, "alpha": bool, "lossless": bool,
        }  # fmt: skip
        if set(value) != {*known, "window"} or any(type(value[name]) is not kind for name, kind in known.items()):
            raise ValueError("picture facts have missing or wrong fields")
        window: Any = value["window"]
        if window is not None:
            low, high = window
            window = (float(low), float(high))
        checked: dict[str, Any] = {**value, "window": window}
        return Facts(**checked)


@dataclass(frozen=True)
class Page:
    """One page of a pyramid: number, full size in pixels. Level 0 is one tile, level ``levels - 1`` is full size."""

    number: int
    width: int
    height: int

    @property
    def levels(self) -> int:
        """Number of levels: each halves the one above (rounded up) until one tile holds all."""
        return 1 + max(0, (-(-max(self.width, self.height) // TILE) - 1).bit_length())

    def size(self, level: int) -> tuple[int, int]:
        """Return width and height of a level in pixels."""
        down = self.levels - 1 - level
        return max(1, -(-self.width >> down)), max(1, -(-self.height >> down))

    def grid(self, level: int) -> tuple[int, int]:
        """Return the number of tile columns and rows of a level."""
        width, height = self.size(level)
        return -(-width // TILE), -(-height // TILE)


@dataclass(frozen=True)
class Tile:
    """One encoded tile and its place.

    ``data`` is JPEG, PNG where that is lossless or smaller, or the form of ``raster.deep`` for more than 8 bits; then
    ``shown`` is the tile through the default window as JPEG, ready to be sent.
    """

    page: int
    level: int
    col: int
    row: int
    data: bytes
    shown: bytes = b""


@dataclass(frozen=True)
class Thumbnail:
    """The first page at 256 px on its longest side, as JPEG."""

    data: bytes


Piece = Page | Tile | Thumbnail | Facts
"""What a pyramid stream is made of: each page before its tiles, then the thumbnail, the facts last."""


def tile_type(data: bytes) -> str | None:
    """Return the media type of an encoded tile by its first bytes; None when it is none of the stored forms."""
    if data[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if data[:8] == b"LKDEEP1\n":
        return DEEP
    return "image/png" if data[:8] == b"\x89PNG\r\n\x1a\n" else None
