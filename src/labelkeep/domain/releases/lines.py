"""The native line of an asset, ``lk-release-asset/1``: what parts are gathered as, and what the native format releases.

Stored JSON goes in as it stands: it was checked when it was written, and parsing it again costs ten times as much.
Parts hold lines deflated, so that they can be put into an archive as they are.
"""

import hashlib
from array import array
from collections.abc import Iterator
from typing import Any

import orjson

from labelkeep.core.deflating import crc32, deflated, inflated
from labelkeep.domain.releases.formats import ReleaseItem, ReleasePart

SCHEMA = "lk-release-asset/1"
_NO_LABEL = b"null"
_HEAD = b'{"schema":"%b","asset":{"id":"%%b","name":%%b,"split":%%b,"parts":[%%b]},"label":' % SCHEMA.encode()
_TAIL = b',"provenance":{%b}}\n'
_NUMBERS = "I"
_FIELDS = 3


class Lines:
    """Lines of one page in the making."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._edges = array(_NUMBERS)
        self._size = 0

    def add(
        self, asset_id: bytes, name: bytes, split: bytes, parts: bytes, label: bytes | None, provenance: bytes
    ) -> None:
        """Put one asset at the end. All but the ids are JSON: ``parts`` and ``provenance`` without their brackets."""
        head = _HEAD % (asset_id, name, split, parts)
        label = _one_line(label)
        tail = _TAIL % provenance
        self._pieces += (head, label, tail)
        start = self._size + len(head)
        self._size = start + len(label) + len(tail)
        self._edges.extend((start, start + len(label), self._size))

    def packed(self) -> "Packed":
        """Return the lines as they are stored; takes about a millisecond for each quarter of a megabyte."""
        return Packed.of(b"".join(self._pieces), self._edges.tobytes())


class Packed:
    """A page's lines, deflated: whole blocks that end at a byte, so packed pages can stand one after the other."""

    def __init__(self, edges: bytes, deflated: bytes) -> None:
        self.edges = edges
        self.deflated = deflated

    @classmethod
    def of(cls, plain: bytes, edges: bytes) -> "Packed":
        """Deflate lines."""
        made = cls(edges, deflated(plain))
        made._plain = plain
        return made

    @property
    def plain(self) -> bytes:
        """The lines."""
        if self._plain is None:
            self._plain = inflated(self.deflated)
        return self._plain

    _plain: bytes | None = None

    def stored(self) -> bytes:
        """Return the bytes to keep."""
        return len(self.edges).to_bytes(8, "big") + self.edges + self.deflated

    @classmethod
    def read(cls, data: bytes) -> "Packed":
        """Return what ``stored`` gave."""
        middle = 8 + int.from_bytes(data[:8], "big")
        return cls(data[8:middle], data[middle:])

    def items(self) -> Iterator[ReleaseItem]:
        """Yield the assets again."""
        plain, edges, start = self.plain, array(_NUMBERS, self.edges), 0
        for at in range(0, len(edges), _FIELDS):
            first, last, end = edges[at : at + _FIELDS]
            label = plain[first:last]
            yield _item(
                orjson.loads(plain[start:first] + _NO_LABEL + plain[last:end]), None if label == _NO_LABEL else label
            )
            start = end


class Sums:
    """Length and checksums of the lines of all parts so far. A hash cannot be stored: after a kill it is made again."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.deflated = 0
        self.crc = 0
        self.sha256 = hashlib.sha256()

    def add(self, part: str, page: Packed) -> None:
        """Count one more part."""
        self.parts.append(part)
        self.size += len(page.plain)
        self.deflated += len(page.deflated)
        self.crc = crc32(page.plain, self.crc)
        self.sha256.update(page.plain)


def line_of(item: ReleaseItem) -> bytes:
    """Return the native line of an item."""
    row: dict[str, Any] = {
        "schema": SCHEMA,
        "asset": {"id": item.id, "name": item.name, "split": item.split, "parts": item.parts},
        "label": orjson.Fragment(_one_line(item.label)),
        "provenance": item.provenance,
    }
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def _one_line(label: bytes | None) -> bytes:
    if label is None:
        return _NO_LABEL
    # stored by somebody who likes pretty JSON: a line must stay one line
    return orjson.dumps(orjson.loads(label)) if b"\n" in label else label


def _item(row: dict[str, Any], label: bytes | None) -> ReleaseItem:
    asset = row["asset"]
    return ReleaseItem(
        id=asset["id"],
        name=asset["name"],
        split=asset["split"],
        parts=tuple(ReleasePart(**part) for part in asset["parts"]),
        label=label,
        provenance=row["provenance"],
    )
