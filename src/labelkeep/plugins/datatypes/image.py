"""The picture data type: JPEG, PNG, GIF, WebP, TIFF, BigTIFF, AVIF and HEIF on the raster surface.

Nothing here decodes: bytes go to children by ``labelkeep.infra.sandbox``, and what comes back is checked before it
is used.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from labelkeep.infra.sandbox.decoding import Sandbox
from labelkeep.infra.sandbox.errors import MediaRefused
from labelkeep.infra.sandbox.frames import Message, Usage
from labelkeep.infra.sandbox.limits import Limits
from labelkeep.infra.sandbox.renderers import Renderers
from labelkeep.plugins.datatypes.raster import sniffing
from labelkeep.plugins.datatypes.raster.container import PyramidIndex, pack
from labelkeep.plugins.datatypes.raster.display import Display
from labelkeep.plugins.datatypes.raster.facts import Facts, Page, Piece, Thumbnail, Tile, tile_type

_TASKS = "labelkeep.plugins.datatypes.raster.tasks:"
_LOOKING = Limits(cpu_seconds=4, wall_seconds=20, memory_mib=256, output_mib=1)
_MAX_PAGES = 2_000


@dataclass(frozen=True)
class Picture:
    """The data type ``image``: what the registry finds, and everything the rooms below ask of it."""

    name: str = "image"
    surface: str = "raster"
    tasks: tuple[str, ...] = (_TASKS + "describe", _TASKS + "pyramid", _TASKS + "renderer")
    """What the sandbox must know, see ``Sandbox``."""
    renderer: str = _TASKS + "renderer"
    """What ``Renderers`` must serve."""
    head_bytes: int = sniffing.HEAD_BYTES
    """How many first bytes ``sniff`` and ``refusal`` want."""

    def sniff(self, head: bytes, name: str = "") -> str | None:
        """Return the media type by content, or None when this is no picture that we read; ``name`` never decides."""
        del name
        return sniffing.picture_type(head)

    def refusal(self, head: bytes, name: str = "") -> MediaRefused:
        """Return the error that says what a file is that ``sniff`` did not take: "This is a DICOM file; ..."."""
        return MediaRefused(*sniffing.refusal(head, name))

    def describe(
        self,
        sandbox: Sandbox,
        payload: bytes | Iterable[bytes],
        name: str = "",
        max_pixels: int = 1_000_000_000,
        report: Callable[[Usage], object] | None = None,
    ) -> Facts:
        """Read a picture's facts from its headers in a child; ``window`` is not among them.

        Raises ``MediaRefused``: not a picture, not supported, broken, more pixels or pages than the limit.
        """
        message = sandbox.run(self.tasks[0], _arguments(name, max_pixels), payload, _LOOKING, report)
        return _facts(message)

    def pyramid(
        self,
        sandbox: Sandbox,
        payload: bytes | Iterable[bytes],
        facts: Facts,
        name: str = "",
        max_pixels: int = 1_000_000_000,
        report: Callable[[Usage], object] | None = None,
    ) -> Iterator[Piece]:
        """Cut a picture into pages and tiles, streamed from a child.

        ``facts`` are those of ``describe`` and bound the time.

        Raises ``MediaRefused`` where the file turns out broken, perhaps after some tiles: these must be thrown away.
        """
        limits = working_limits(facts)
        arguments = _arguments(name, max_pixels)
        for message in sandbox.stream(self.tasks[1], arguments, payload, limits, report):
            yield _piece(message)

    def pack(self, pieces: Iterable[Piece]) -> Iterator[bytes]:
        """Yield the bytes of one stored pyramid, see ``raster.container``."""
        return pack(pieces)

    def index(self, read: Callable[[int, int], bytes], size: int) -> PyramidIndex:
        """Read the index of a stored pyramid of ``size`` bytes by ``read(start, length)``."""
        return PyramidIndex.load(read, size)

    def render_tile(self, renderers: Renderers, tile: bytes, display: Display) -> bytes:
        """Show a stored tile through a display: a JPEG of quality 85 without metadata. Raises ``MediaRefused``."""
        answer = renderers.render({"display": display.to_json()}, tile)
        if len(answer.parts) != 1 or tile_type(answer.parts[0]) != "image/jpeg":
            raise MediaRefused("media.crashed", "The renderer gave no picture.")
        return answer.parts[0]


KIND = Picture()


def working_limits(facts: Facts) -> Limits:
    """Return what cutting such a picture may take: time in proportion to its pixels, at most 1.5 GiB of memory."""
    megapixels = facts.width * facts.height * facts.pages / 1_000_000
    seconds = 20 + megapixels * (1.5 if facts.bits > 8 else 0.75) + 0.1 * facts.pages
    return Limits(
        cpu_seconds=int(seconds), wall_seconds=10 * seconds, memory_mib=1536, output_mib=64 + int(megapixels * 12)
    )


def _arguments(name: str, max_pixels: int) -> dict[str, Any]:
    return {"name": name[-255:], "max_pixels": max_pixels, "max_pages": _MAX_PAGES}


def _facts(message: Message) -> Facts:
    try:
        return Facts.from_json(message.facts["facts"])
    except (KeyError, TypeError, ValueError) as error:
        raise MediaRefused("media.crashed", "The decoder gave no clear answer on this file.") from error


def _piece(message: Message) -> Piece:
    match message.facts, message.parts:
        case {"tile": [int(page), int(level), int(col), int(row)]}, (data, shown):
            return Tile(page, level, col, row, data, shown)
        case {"page": [int(number), int(width), int(height)]}, ():
            return Page(number, width, height)
        case {"thumbnail": True}, (data,):
            return Thumbnail(data)
        case _:
            return _facts(message)
