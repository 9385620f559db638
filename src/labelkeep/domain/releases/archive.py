"""One zip file as a stream: no temporary file, flat memory, and equal bytes for equal input."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from labelkeep.domain.releases.lines import Sums

_LEVEL = 1
"""Deflate's fastest: labels shrink to about a sixth; the higher levels cost twice as much for little."""
_LAST = b"\x03\x00"
"""The empty block that ends a deflated file."""


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an archive: path, size in bytes and SHA-256 of its content."""

    path: str
    size: int
    sha256: str


class Archive:
    """Packs files one after the other; ``files`` tells what was packed so far."""

    def __init__(self) -> None:
        self.files: list[Written] = []
        self._sink = _Sink()
        # Without a time of day: ZipFile gives a member that is named by a text the first moment of 1980.
        self._zip = ZipFile(cast("BinaryIO", self._sink), "w", ZIP_DEFLATED, compresslevel=_LEVEL)

    def add(self, path: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pack one file; yield what is ready of the archive."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(path, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
                yield from self._sink.take()
        self.files.append(Written(path, size, digest.hexdigest()))
        yield from self._sink.take()

    def add_deflated(self, path: str, blocks: Iterable[bytes], sums: Sums) -> Iterator[bytes]:
        """Put in a file whose blocks are deflated already; ``sums`` is what they unpack to."""
        info = ZipInfo(path)  # with the first moment of 1980, too
        info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
        info.CRC, info.file_size, info.compress_size = sums.crc, sums.size, sums.deflated + len(_LAST)
        sink = self._zip.fp
        assert sink is not None  # noqa: S101  it is open until ``close``
        info.header_offset = sink.tell()
        sink.write(info.FileHeader(zip64=True))
        for block in blocks:
            sink.write(block)
            yield from self._sink.take()
        sink.write(_LAST)
        self._zip.filelist.append(info)
        self._zip.NameToInfo[info.filename] = info
        self._zip.start_dir = sink.tell()
        self.files.append(Written(path, sums.size, sums.sha256.hexdigest()))
        yield from self._sink.take()

    def close(self) -> Iterator[bytes]:
        """Yield the end of the archive."""
        self._zip.close()
        yield from self._sink.take()


class _Sink:
    """A file that only takes bytes: ``ZipFile`` writes a stream where there is no ``tell`` and no ``seek``."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> Iterator[bytes]:
        waiting, self._waiting = self._waiting, []
        if waiting:
            yield b"".join(waiting)


def file_name(project: str, number: int) -> str:
    """Return a name that every system takes and no header can be broken with: ASCII letters, digits, ``-_.``."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", project).strip("-")[:60]
    return f"{plain or 'project'}-release-{number}.zip"
