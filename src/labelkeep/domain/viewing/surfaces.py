"""What a view needs of a data type: the protocol that raster plug-ins fulfil."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

Read = Callable[[int, int], bytes]
"""``read(start, length)`` of a stored pyramid."""
Place = tuple[int, int, int, int]
"""Page, level, column, row."""


class Page(Protocol):
    """One page of a stored pyramid."""

    @property
    def width(self) -> int:
        """Full width in pixels."""
        ...

    @property
    def height(self) -> int:
        """Full height in pixels."""
        ...

    @property
    def levels(self) -> int:
        """Number of levels; level 0 is one tile, the last one is full size."""
        ...


class Index(Protocol):
    """Where each tile of a stored pyramid lies."""

    @property
    def pages(self) -> Sequence[Page]:
        """All pages in order."""
        ...

    @property
    def thumbnail(self) -> tuple[int, int]:
        """Offset and length of the thumbnail; a length of 0 means none."""
        ...


class Raster(Protocol):
    """A data type that is shown as a raster surface."""

    def index(self, read: Read, size: int) -> Index:
        """Read the index of a stored pyramid."""
        ...

    def tile(self, index: Index, place: Place, bits: int, display: dict[str, Any], read: Read) -> tuple[bytes, str]:
        """Return the tile at a place as it is shown through a display, and its media type.

        ``read`` reads from the stored pyramid. Raises ``LookupError`` where there is no such tile.
        """
        ...
