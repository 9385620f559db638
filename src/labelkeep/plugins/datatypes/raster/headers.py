"""What a picture file says of itself, read by a few bounded steps before any decoder sees it.

Nothing is decoded: the walk costs time in proportion to the number of blocks, stops at the page limit, and visits
no directory twice.

Sources: ITU-T T.81 (JPEG), W3C PNG third edition, GIF89a, RFC 9649 (WebP), TIFF 6.0 and the
BigTIFF design.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from labelkeep.infra.sandbox.errors import MediaRefused

Bytes = bytes | memoryview
_SOF_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TIFF_SIZES = {1: "B", 3: "H", 4: "I", 16: "Q"}
_REDUCED_OR_MASK = 0b101
_JPEG_IN_TIFF = (6, 7)


@dataclass(frozen=True)
class Declared:
    """Size in pixels of the largest page, and the numbers of the pages to be shown (0-based, in file order)."""

    width: int
    height: int
    pages: tuple[int, ...] = (0,)
    animated: bool = False
    lossy: bool = False
    """A TIFF whose first page is coded as JPEG."""


def declared(data: Bytes, media_type: str, most_pages: int) -> Declared | None:
    """Return what the header declares; None where only the decoder can tell (HEIF).

    Raises ``MediaRefused``: broken headers, pictures without pixels, more than ``most_pages`` pages.
    """
    readers = {"image/jpeg": _jpeg, "image/png": _png, "image/gif": _gif, "image/webp": _webp, "image/tiff": _tiff}
    reader = readers.get(media_type)
    if reader is None:
        return None
    try:
        found = reader(data, most_pages)
    except (struct.error, IndexError) as error:
        raise MediaRefused("media.broken", "This file ends inside its header.") from error
    if found.width < 1 or found.height < 1:
        raise MediaRefused("media.broken", "This file declares a picture without pixels.")
    if len(found.pages) > most_pages:
        raise MediaRefused("media.too_large", f"This file has more than {most_pages} pages; split it.")
    return found


def _jpeg(data: Bytes, _most: int) -> Declared:
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _SOF_MARKERS:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Declared(width, height)
        if marker in {0xD9, 0xDA}:
            break
        at += 2 if marker in {0x01, *range(0xD0, 0xD9)} else 2 + struct.unpack_from(">H", data, at + 2)[0]
    raise MediaRefused("media.broken", "This JPEG has no frame header.")


def _png(data: Bytes, _most: int) -> Declared:
    width, height = struct.unpack_from(">II", data, 16)
    return Declared(width, height)


def intact(data: Bytes, media_type: str) -> None:
    """Check what a decoder would pass over: each checksum and the end of a PNG. Raises ``MediaRefused``."""
    if media_type != "image/png":
        return
    at = 8
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > len(data):
            break
        (stated,) = struct.unpack_from(">I", data, at + 8 + length)
        if zlib.crc32(data[at + 4 : at + 8 + length]) != stated:
            raise MediaRefused("media.broken", "This PNG is damaged: a checksum does not fit.")
        if kind == b"IEND":
            return
        at += 12 + length
    raise MediaRefused("media.broken", "This PNG is truncated.")


def _gif(data: Bytes, most: int) -> Declared:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + _table(flags)
    frames = 0
    while at < len(data) and frames <= most:
        block = data[at]
        if block == 0x3B:
            break
        if block == 0x2C:
            frames += 1
            at = _after_blocks(data, at + 11 + _table(data[at + 9]))
        elif block == 0x21:
            at = _after_blocks(data, at + 2)
        else:
            raise MediaRefused("media.broken", "This GIF holds a block that is not GIF.")
    if frames == 0:
        raise MediaRefused("media.broken", "This GIF holds no picture.")
    return Declared(width, height, tuple(range(frames)), frames > 1)


def _table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: Bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def _webp(data: Bytes, most: int) -> Declared:
    size = (0, 0)
    frames, at = 0, 12
    while at + 8 <= len(data) and frames <= most:
        kind, length = struct.unpack_from("<4sI", data, at)
        if not any(size):
            size = _webp_size(data, bytes(kind), at + 8)
        frames += kind == b"ANMF"
        at += 8 + length + (length & 1)
    if not any(size):
        raise MediaRefused("media.broken", "This WebP has no picture header.")
    return Declared(*size, tuple(range(max(1, frames))), frames > 1)


def _webp_size(data: Bytes, kind: bytes, at: int) -> tuple[int, int]:
    if kind == b"VP8X":
        wide, high = struct.unpack_from("<I", data, at + 4)[0], struct.unpack_from("<I", data, at + 6)[0] >> 8
        return 1 + (wide & 0xFFFFFF), 1 + (high & 0xFFFFFF)
    if kind == b"VP8L":
        (packed,) = struct.unpack_from("<I", data, at + 1)
        return 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, at + 6)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def _tiff(data: Bytes, most: int) -> Declared:
    width = height = 0
    lossy = False
    shown: list[int] = []
    for number, tags in enumerate(_directories(data)):
        if number > 4 * most:
            raise MediaRefused("media.too_large", f"This file has more than {most} pages; split it.")
        if shown and tags.get(254, 0) & _REDUCED_OR_MASK:
            continue  # an overview or a mask of the page before, as pyramids have them
        lossy = lossy or (not shown and tags.get(259) in _JPEG_IN_TIFF)
        shown.append(number)
        width, height = max(width, tags.get(256, 0)), max(height, tags.get(257, 0))
    return Declared(width, height, tuple(shown), lossy=lossy)


def _directories(data: Bytes) -> Iterator[dict[int, int]]:
    """Yield the numeric first values of each directory's tags (TIFF and BigTIFF), each directory once."""
    order = "<" if data[0] == 0x49 else ">"
    big = struct.unpack_from(order + "H", data, 2)[0] == 43
    at = struct.unpack_from(order + "Q", data, 8)[0] if big else struct.unpack_from(order + "I", data, 4)[0]
    seen: set[int] = set()
    while at and at not in seen:
        seen.add(at)
        if big:
            (count,) = struct.unpack_from(order + "Q", data, at)
            entries, each, value = at + 8, 20, 12
        else:
            (count,) = struct.unpack_from(order + "H", data, at)
            entries, each, value = at + 2, 12, 8
        if count > 4096:
            raise MediaRefused("media.broken", "This TIFF has a directory of unlikely length.")
        yield dict(_tags(data, order, entries, count, each, value))
        (at,) = struct.unpack_from(order + ("Q" if big else "I"), data, entries + count * each)


def _tags(data: Bytes, order: str, entries: int, count: int, each: int, value: int) -> Iterator[tuple[int, int]]:
    for entry in range(entries, entries + count * each, each):
        tag, kind = struct.unpack_from(order + "HH", data, entry)
        if kind in _TIFF_SIZES:
            yield tag, struct.unpack_from(order + _TIFF_SIZES[kind], data, entry + value)[0]
