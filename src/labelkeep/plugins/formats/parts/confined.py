"""What a child of the sandbox does with annotation files: choose readers, run them, and say their findings in batches.

It asks its parent for every byte of every file. Findings go out as JSON, which the parent trusts no more than the file.
"""

import codecs
import gc
import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

import orjson

from labelkeep.domain.assets.formats import (
    HEAD_BYTES,
    Found,
    FoundLabel,
    FoundOntology,
    FoundProblem,
    Reader,
    SourceFile,
    encode,
)
from labelkeep.domain.assets.joining import joined
from labelkeep.domain.assets.reading import Reading, chosen
from labelkeep.infra.registry import discover
from labelkeep.infra.sandbox.conversing import ask
from labelkeep.infra.sandbox.frames import Message
from labelkeep.plugins import formats
from labelkeep.plugins.formats.parts.vocabulary import shown

TASK = "labelkeep.plugins.formats.parts.confined:read"
READERS = tuple(discover(formats, Reader).values())
_BATCH = 256 << 10
_MOST = 48 << 20
"""Bytes of one finding: a frame holds no more than 64 MiB."""
_PIECE = 1 << 20
_SMALL, _HEADS = 8_192, 2_000
_OUTCOMES = 1_000


def read(_arguments: dict[str, Any], payload: Any) -> Iterator[Message]:
    """Yield ``ontologies``, then batches of findings from number ``skip`` on, then ``outcomes`` of the files."""
    gc.disable()  # findings hold no cycles, and the limits bound what might
    given = orjson.loads(bytes(payload))
    folder = _Folder(given["files"])
    by_name = {reader.name: reader for reader in READERS}
    readers = chosen(by_name, given["wanted"], folder.files)
    sizes = {path: None if size is None else (size[0], size[1]) for path, size in given["pictures"].items()}
    reading = Reading(readers, folder.files, folder.open, sizes)
    ontologies = [None if each is None else each.model_dump(mode="json") for each in reading.ontologies]
    yield Message({"ontologies": len(ontologies)}, (orjson.dumps(ontologies),))
    yield from _batches(joined(reading, given["groups"]), given["skip"])
    outcomes = [tuple(each) for each in reading.outcomes()]
    for start in range(0, len(outcomes), _OUTCOMES):
        yield Message({"outcomes": True}, (orjson.dumps(outcomes[start : start + _OUTCOMES]),))


def _batches(reading: Iterable[tuple[int, Found]], skip: int) -> Iterator[Message]:
    """Yield messages of findings by one reader, each with the number of bytes about ``_BATCH``."""
    waiting: list[bytes] = []
    size, last = 0, 0
    for place, (number, found) in enumerate(reading):
        if waiting and (size >= _BATCH or number != last):
            yield Message({"reader": last}, (b"[" + b",".join(waiting) + b"]",))
            waiting, size = [], 0
        last = number
        if place >= skip:
            waiting.append(_line(found))
            size += len(waiting[-1])
    if waiting:
        yield Message({"reader": last}, (b"[" + b",".join(waiting) + b"]",))


def _line(found: Found) -> bytes:
    try:
        line = encode(found)
    except (TypeError, ValueError):
        line = b""
    if line and len(line) <= _MOST:
        return line
    file = "" if isinstance(found, FoundOntology) else found.file
    what = f"What is said of {shown(found.image)}" if isinstance(found, FoundLabel) else "Something said"
    message = f"{what} here is too large or holds a value that cannot be kept; it was not imported."
    return encode(FoundProblem(file, None, "label.unreadable", message, "warning"))


class _Folder:
    """The files of an import, as far as a child sees them."""

    def __init__(self, given: list[tuple[str, int]]) -> None:
        self._numbers = {path: (number, size) for number, (path, size) in enumerate(given)}
        self._heads: dict[str, bytes] = {}
        self.files = [SourceFile(path, size, self._header(path)) for path, size in given]

    def open(self, path: str) -> BinaryIO:
        """Open one of them."""
        number, size = self._numbers[path]
        return io.BufferedReader(_Asked(number, size), max(1, min(size, _PIECE)))

    def _header(self, path: str) -> Any:
        def head() -> bytes:
            kept = self._heads.get(path)
            if kept is None:
                number, size = self._numbers[path]
                kept = b"" if not size else _piece(number, 0, min(size, HEAD_BYTES))
                if len(kept) <= _SMALL and len(self._heads) < _HEADS:
                    self._heads[path] = kept
            return kept

        return head


class _Asked(io.RawIOBase):
    """A file that the parent reads."""

    def __init__(self, number: int, size: int) -> None:
        super().__init__()
        self._number = number
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        length = min(len(buffer), self._size - self._at, _PIECE)
        if length <= 0:
            return 0
        data = _piece(self._number, self._at, length)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _piece(number: int, start: int, length: int) -> bytes:
    return ask({"file": number, "start": start, "length": length}).parts[0]


def _warm() -> None:
    """Load what readers load when they first need it: a child cannot open a module any more."""
    for name in ("utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252", "iso8859-15", "ascii", "gbk", "shift_jis"):
        codecs.lookup(name)
    samples = {
        "a.xml": b"<annotation><filename>a.png</filename><object><name>c</name></object></annotation>",
        "b.xml": b"<annotation><![CDATA[",
        "c.json": b'{"images": [{"id": 1, "file_name": "a.png"}], "annotations": [{"id": 1}], "categories": []}',
        "data.yaml": b"names: [a]\ntrain: images\n",
        "labels/a.txt": b"0 .5 .5 .1 .1\nx",
        "assets.jsonl": b'{"schema":"lk-release-asset/1"}\n',
        "ontology.json": b'{"schema":"lk-ontology/1","tasks":[]}',
    }
    files = [SourceFile(path, len(data), lambda data=data: data) for path, data in samples.items()]
    reading = Reading(READERS, files, lambda path: cast("BinaryIO", io.BytesIO(samples[path])), {"a.png": (9, 9)})
    for _ in _batches(joined(reading, [["a.png", "b.png"]]), 0):
        pass


_warm()
