"""One pyramid as one stream of bytes: tiles, thumbnail, index at the end, so that a tile is one range read.

Layout, all integers little-endian::

    tile tile ... thumbnail     as they came; a tile of more than 8 bits is followed by its default look
    footer                      u32 bytes of facts, facts as JSON, u64 offset and u32 length of the thumbnail,
                                u32 pages;
                                per page u32 width, u32 height; then for each page and each level from 0:
                                columns * rows u64 offsets (row by row), then as many u32 lengths of the tiles,
                                then as many u32 lengths of the default looks, 0 for none
    tail (20 bytes)             u64 bytes of footer, u32 version, 8 bytes of magic
"""

import json
import struct
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from labelkeep.core.errors import LabelkeepError
from labelkeep.plugins.datatypes.raster.display import Display
from labelkeep.plugins.datatypes.raster.facts import Facts, Page, Piece, Thumbnail, Tile, tile_type

MAGIC = b"LKPYRAMI"
VERSION = 2
_ENTRY = 16
"""Bytes of the index for one tile."""
_TAIL = struct.Struct("<QI8s")
_THUMBNAIL = struct.Struct("<QI")
_MOST_PAGES = 100_000
_MOST_FOOTER = 256 * 1024 * 1024


class PyramidDamaged(LabelkeepError):
    """The bytes are not a whole pyramid: a part is missing, twice there, or out of bounds."""

    code = "pyramid.damaged"
    status = 500


@dataclass
class _Table:
    """Places of the tiles of one level, row by row; a length of 0 means not written."""

    columns: int
    rows: int
    offsets: "array[int]"
    lengths: "array[int]"
    looks: "array[int]"

    @staticmethod
    def empty(page: Page, level: int) -> "_Table":
        columns, rows = page.grid(level)
        zeros = bytes(columns * rows * 4)
        return _Table(columns, rows, array("Q", 2 * zeros), array("I", zeros), array("I", zeros))


def pack(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """Yield the bytes of a pyramid from its pieces (see ``Piece``); only the index is held.

    The pieces come from a child that decoded untrusted bytes, so each is checked. Raises ``PyramidDamaged`` for a
    tile outside its page, twice given, missing, or in no stored form.
    """
    writer = _Writer()
    for piece in pieces:
        yield from writer.take(piece)
    yield writer.footer()


class _Writer:
    def __init__(self) -> None:
        self._at = 0
        self._pages: list[Page] = []
        self._tables: list[list[_Table]] = []
        self._thumbnail = (0, 0)
        self._facts: Facts | None = None

    def take(self, piece: Piece) -> Iterator[bytes]:
        if self._facts is not None:
            raise PyramidDamaged("A pyramid goes on after its facts.")
        match piece:
            case Page():
                self._begin(piece)
            case Tile():
                yield self._tile(piece)
                if piece.shown:
                    yield self._image(piece.shown, "image/jpeg")
            case Thumbnail(data):
                self._thumbnail = (self._at, len(data))
                yield self._image(data)
            case Facts():
                self._facts = piece

    def _begin(self, page: Page) -> None:
        if page.number != len(self._pages) or page.number >= _MOST_PAGES or page.width < 1 or page.height < 1:
            raise PyramidDamaged("A pyramid's pages are not in order, too many, or without pixels.")
        self._pages.append(page)
        self._tables.append([_Table.empty(page, level) for level in range(page.levels)])

    def _tile(self, tile: Tile) -> bytes:
        if not 0 <= tile.page < len(self._pages) or not 0 <= tile.level < len(self._tables[tile.page]):
            raise PyramidDamaged("A tile belongs to no page or level of its pyramid.")
        table = self._tables[tile.page][tile.level]
        if not (0 <= tile.col < table.columns and 0 <= tile.row < table.rows):
            raise PyramidDamaged("A tile lies outside its level.")
        place = tile.row * table.columns + tile.col
        if table.lengths[place]:
            raise PyramidDamaged("A tile was given twice.")
        table.offsets[place], table.lengths[place] = self._at, len(tile.data)
        table.looks[place] = len(tile.shown)
        return self._image(tile.data)

    def _image(self, data: bytes, kind: str | None = None) -> bytes:
        found = tile_type(data)
        if found is None or found != (kind or found):
            raise PyramidDamaged("A tile is in none of the forms that are stored.")
        self._at += len(data)
        return data

    def footer(self) -> bytes:
        levels = [table for tables in self._tables for table in tables]
        if self._facts is None or not levels or not all(min(table.lengths) for table in levels):
            raise PyramidDamaged("A pyramid is not whole.")
        facts = json.dumps(self._facts.to_json(), separators=(",", ":"), allow_nan=False).encode()
        parts = [struct.pack("<I", len(facts)), facts, _THUMBNAIL.pack(*self._thumbnail)]
        parts.append(struct.pack("<I", len(self._pages)))
        parts += [struct.pack("<II", page.width, page.height) for page in self._pages]
        for table in levels:
            parts += [_little(table.offsets), _little(table.lengths), _little(table.looks)]
        footer = b"".join(parts)
        return footer + _TAIL.pack(len(footer), VERSION, MAGIC)


def _little(numbers: "array[int]") -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


class PyramidIndex:
    """Where each tile of a packed pyramid lies. Build it by ``load``; it may be kept and shared between threads."""

    def __init__(
        self, facts: Facts, pages: tuple[Page, ...], thumbnail: tuple[int, int], footer: bytes, at: int
    ) -> None:
        self.facts = facts
        self.pages = pages
        self.thumbnail = thumbnail
        """Offset and length of the thumbnail in bytes; a length of 0 means that there is none."""
        self._footer = footer
        self.usual = Display.of_window(facts.window)
        """The display that the looks were made through."""
        self._starts: list[list[int]] = []
        for page in pages:
            self._starts.append([])
            for level in range(page.levels):
                self._starts[-1].append(at)
                columns, rows = page.grid(level)
                at += _ENTRY * columns * rows

    @staticmethod
    def load(read: Callable[[int, int], bytes], size: int) -> "PyramidIndex":
        """Read the index of a pyramid of ``size`` bytes by ``read(start, length)``: two range reads.

        Raises ``PyramidDamaged`` when the bytes are not a pyramid of this version or an entry points outside it.
        """
        if size < _TAIL.size:
            raise PyramidDamaged("This is not a pyramid: it is too short.")
        length, version, magic = _TAIL.unpack(read(size - _TAIL.size, _TAIL.size))
        if magic != MAGIC or version != VERSION:
            raise PyramidDamaged("This is not a pyramid of this version.")
        body = size - _TAIL.size - length
        if body < 0 or length > _MOST_FOOTER:
            raise PyramidDamaged("This pyramid's index is longer than the pyramid.")
        footer = bytes(read(body, length))
        try:
            return _parsed(footer, body)
        except (struct.error, ValueError, TypeError, KeyError) as error:
            raise PyramidDamaged("This pyramid's index cannot be read.") from error

    def tile(self, page: int, level: int, col: int, row: int) -> tuple[int, int]:
        """Return offset and length of a tile in bytes. Raises ``LookupError`` when there is no such tile."""
        offset, length, _ = self._entry(page, level, col, row)
        return offset, length

    def look(self, page: int, level: int, col: int, row: int) -> tuple[int, int]:
        """Return offset and length of a tile as the default display shows it; of the tile itself where that is it.

        Raises ``LookupError`` when there is no such tile.
        """
        offset, length, look = self._entry(page, level, col, row)
        return (offset + length, look) if look else (offset, length)

    def _entry(self, page: int, level: int, col: int, row: int) -> tuple[int, int, int]:
        if not 0 <= page < len(self.pages) or not 0 <= level < self.pages[page].levels:
            raise LookupError("no such page or level")
        columns, rows = self.pages[page].grid(level)
        if not (0 <= col < columns and 0 <= row < rows):
            raise LookupError("no such tile")
        place, start = row * columns + col, self._starts[page][level]
        (offset,) = struct.unpack_from("<Q", self._footer, start + 8 * place)
        (length,) = struct.unpack_from("<I", self._footer, start + 8 * columns * rows + 4 * place)
        (look,) = struct.unpack_from("<I", self._footer, start + 12 * columns * rows + 4 * place)
        return offset, length, look


def _parsed(footer: bytes, body: int) -> PyramidIndex:
    (facts_length,) = struct.unpack_from("<I", footer, 0)
    facts: Any = json.loads(footer[4 : 4 + facts_length])
    at = 4 + facts_length
    thumbnail = _THUMBNAIL.unpack_from(footer, at)
    (count,) = struct.unpack_from("<I", footer, at + _THUMBNAIL.size)
    at += _THUMBNAIL.size + 4
    if not 0 < count <= _MOST_PAGES:
        raise PyramidDamaged("This pyramid's page count is out of bounds.")
    pages = tuple(Page(n, *struct.unpack_from("<II", footer, at + 8 * n)) for n in range(count))
    at += 8 * count
    index = PyramidIndex(Facts.from_json(facts), pages, thumbnail, footer, at)
    _check(pages, thumbnail, footer, at, body)
    return index


def _check(pages: tuple[Page, ...], thumbnail: tuple[int, int], footer: bytes, at: int, body: int) -> None:
    if sum(thumbnail) > body:
        raise PyramidDamaged("This pyramid's thumbnail lies outside it.")
    for page in pages:
        if page.width < 1 or page.height < 1:
            raise PyramidDamaged("A page of this pyramid has no pixels.")
        for level in range(page.levels):
            columns, rows = page.grid(level)
            count = columns * rows
            if at + _ENTRY * count > len(footer):
                raise PyramidDamaged("This pyramid's index is cut short.")
            offsets = struct.unpack_from(f"<{count}Q", footer, at)
            lengths = struct.unpack_from(f"<{count}I", footer, at + 8 * count)
            looks = struct.unpack_from(f"<{count}I", footer, at + 12 * count)
            ends = zip(offsets, lengths, looks, strict=True)
            if not all(lengths) or any(offset + length + look > body for offset, length, look in ends):
                raise PyramidDamaged("A tile of this pyramid lies outside it.")
            at += _ENTRY * count
    if at != len(footer):
        raise PyramidDamaged("This pyramid's index is longer than its pages.")
