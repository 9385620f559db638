"""Where the rows of a large JSON file stand, so that they can be read a few at a time and memory stays flat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from labelkeep.core.strictjson import MAX_DEPTH, Brackets, bad, parse, reparse

_CHUNK = 1 << 20
_SKELETON = 1 << 20
_BATCH_ROWS = 1000
_BATCH_BYTES = 4 << 20


@dataclass(frozen=True)
class Rows:
    """The elements of one top-level array: byte offsets of each start and end (16 bytes a row)."""

    stream: BinaryIO
    opened: int
    closed: int
    starts: "np.ndarray[Any, np.dtype[np.int64]]"
    ends: "np.ndarray[Any, np.dtype[np.int64]]"

    @classmethod
    def empty(cls, stream: BinaryIO) -> "Rows":
        """Return rows of a list that is not there."""
        nothing = np.zeros(0, dtype=np.int64)
        return cls(stream, -1, 0, nothing, nothing)

    def __len__(self) -> int:
        return len(self.starts)

    def batches(self) -> Iterator[tuple[int, list[Any]]]:
        """Yield (number of the first row, rows) in file order.

        Raises ``BadJson`` for rows that are not JSON, for keys twice, and for elements that are not objects or arrays.
        """
        self._no_scalars()
        for first, last in self._cuts():
            begin, end = int(self.starts[first]), int(self.ends[last - 1])
            rows = parse(b"[" + self._read(begin, end) + b"]", allow_nan=True)
            if len(rows) != last - first:
                raise bad("row", "A list of rows in this JSON file holds something that is not a row.")
            yield first, rows

    def pick(self, numbers: Sequence[int]) -> list[Any]:
        """Return the rows with these ascending numbers; neighbours are read and parsed together.

        Only for rows that ``batches`` went over before: their keys and numbers are not judged again.
        """
        if numbers and numbers[-1] - numbers[0] == len(numbers) - 1:
            begin, end = int(self.starts[numbers[0]]), int(self.ends[numbers[-1]])
            return list(reparse(b"[" + self._read(begin, end) + b"]"))
        return [reparse(self._read(int(self.starts[number]), int(self.ends[number]))) for number in numbers]

    def _read(self, begin: int, end: int) -> bytes:
        self.stream.seek(begin)
        return self.stream.read(end - begin)

    def _cuts(self) -> Iterator[tuple[int, int]]:
        first = 0
        while first < len(self.starts):
            limit = int(self.starts[first]) + _BATCH_BYTES
            last = min(first + _BATCH_ROWS, len(self.starts), max(first + 1, int(np.searchsorted(self.ends, limit))))
            self._check_gap(
                int(self.ends[last - 1]), int(self.starts[last]) if last < len(self.starts) else self.closed
            )
            yield first, last
            first = last

    def _check_gap(self, begin: int, end: int) -> None:
        between = self._read(begin, min(end, begin + _CHUNK)).strip()
        if between != (b"," if end != self.closed else b""):
            raise bad(
                "row", "A list of rows in this JSON file holds something that is not a row, or a comma is missing."
            )

    def _no_scalars(self) -> None:
        first = int(self.starts[0]) if len(self.starts) else self.closed
        if self._read(self.opened + 1, min(first, self.opened + _CHUNK)).strip():
            raise bad("row", "A list of rows in this JSON file holds something that is not a row.")


def index(stream: BinaryIO, *, max_bytes: int, max_depth: int = MAX_DEPTH) -> dict[str, Any]:
    """Return the top-level members of a JSON object in a seekable stream: ``Rows`` for arrays, values for the rest.

    The stream is read once in chunks; arrays are not parsed here. Raises ``BadJson`` as ``strictjson.loads`` does, and
    when the top level is not an object or the file ends in the middle.
    """
    scan = _Scan(Brackets(max_depth), max_bytes)
    while chunk := stream.read(_CHUNK):
        scan.feed(chunk)
    return scan.members(stream)


class _Scan:
    """Collects container and row offsets, and the skeleton: the file without what stands inside its containers."""

    def __init__(self, brackets: Brackets, max_bytes: int) -> None:
        self._brackets = brackets
        self._max_bytes = max_bytes
        self._skeleton = bytearray()
        self._outside = True
        self._found: dict[str, list[np.ndarray[Any, Any]]] = {key: [] for key in ("open", "close", "start", "end")}
        self._size = 0

    def feed(self, chunk: bytes) -> None:
        base = self._size
        self._size += len(chunk)
        if self._size > self._max_bytes:
            raise bad(
                "too_large", f"This JSON file has more than {self._max_bytes} bytes; that is the most that is read."
            )
        at, delta, depth = self._brackets.feed(chunk)
        opens = at[(delta > 0) & (depth == 2)]
        closes = at[(delta < 0) & (depth == 1)]
        self._found["open"].append(opens)
        self._found["close"].append(closes)
        self._found["start"].append(at[(delta > 0) & (depth == 3)])
        self._found["end"].append(at[(delta < 0) & (depth == 2)] + 1)
        self._keep(chunk, base, opens, closes)

    def _keep(self, chunk: bytes, base: int, opens: "np.ndarray[Any, Any]", closes: "np.ndarray[Any, Any]") -> None:
        """Add what stands outside the containers to the skeleton; a container leaves only its brackets."""
        begin = 0
        for edge in np.sort(np.concatenate([opens, closes])):
            cut = int(edge) - base
            if self._outside:
                self._skeleton += chunk[begin : cut + 1]
            begin = cut
            self._outside = not self._outside
            if len(self._skeleton) > _SKELETON:
                break
        if self._outside:
            self._skeleton += chunk[begin:]
        if len(self._skeleton) > _SKELETON:
            raise bad("too_large", "This JSON file has too much text outside its lists.")

    def members(self, stream: BinaryIO) -> dict[str, Any]:
        if self._brackets.depth:
            raise bad("syntax", "This JSON file ends in the middle.")
        top = parse(bytes(self._skeleton), allow_nan=True)
        if not isinstance(top, dict):
            raise bad("shape", "The top level of this JSON file is not an object.")
        opened, closed, starts, ends = (np.concatenate(self._found[key]) for key in ("open", "close", "start", "end"))
        values: dict[str, Any] = dict(top)  # pyright: ignore[reportUnknownArgumentType]  parsed JSON
        held = [key for key, value in values.items() if isinstance(value, list | dict)]
        for key, begin, end in zip(held, opened, closed, strict=True):
            low, high = np.searchsorted(starts, [begin, end])
            rows = Rows(stream, int(begin), int(end), starts[low:high], ends[low:high])
            values[key] = rows if isinstance(values[key], list) else _value(stream, rows)
        return values


def _value(stream: BinaryIO, rows: Rows) -> Any:
    if rows.closed - rows.opened > _SKELETON:
        raise bad("too_large", "An object at the top level of this JSON file is too large.")
    stream.seek(rows.opened)
    return parse(stream.read(rows.closed + 1 - rows.opened), allow_nan=True)
