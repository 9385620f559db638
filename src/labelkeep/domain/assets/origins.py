"""Where the bytes of an import come from: sealed uploads, or a folder below a root that the operator listed."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol, cast
from uuid import UUID

from labelkeep.access.doors import Access
from labelkeep.domain.assets.errors import RootUnknown
from labelkeep.domain.assets.tables import ImportFileRow, ImportRow
from labelkeep.infra.blobs import Blobs, Source
from labelkeep.infra.blobs.errors import ContentMissing, SourceRefused
from labelkeep.infra.vault import stream

_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Named:
    """One file of an import: its row's id and place, its name, its size in bytes, the blob of an upload."""

    id: UUID
    seq: int
    name: str
    size: int
    blob: str | None


class Origin(Protocol):
    """Opens the files of one import. All methods raise ``LabelkeepError`` when a file cannot be read."""

    def chunks(self, file: Named) -> Iterable[bytes]:
        """Yield the content."""
        ...

    def head(self, file: Named, length: int) -> bytes:
        """Return the first bytes."""
        ...

    def open(self, file: Named) -> BinaryIO:
        """Open for reading and seeking."""
        ...


class Uploaded:
    """Files that were uploaded: blobs of the project."""

    def __init__(self, blobs: Blobs, project_id: UUID) -> None:
        self._blobs = blobs
        self._project_id = project_id

    def chunks(self, file: Named) -> Iterator[bytes]:
        """See ``Origin``."""
        return self._reader(file).stream()

    def head(self, file: Named, length: int) -> bytes:
        """See ``Origin``."""
        return self._reader(file).read(0, length)

    def open(self, file: Named) -> BinaryIO:
        """See ``Origin``."""
        return io.BufferedReader(_Seekable(self._reader(file)), _BUFFER)

    def _reader(self, file: Named) -> stream.Reader:
        if file.blob is None:
            raise ContentMissing("The content of this file is not here.")
        return self._blobs.open(self._project_id, file.blob)


class InFolder:
    """Files of a folder, read in place."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def chunks(self, file: Named) -> Iterator[bytes]:
        """See ``Origin``."""
        return self.source.open(file.name)

    def head(self, file: Named, length: int) -> bytes:
        """See ``Origin``."""
        with self.source.file(file.name) as opened:
            return opened.read(length)

    def open(self, file: Named) -> BinaryIO:
        """See ``Origin``."""
        return self.source.file(file.name)


class _Seekable(io.RawIOBase):
    """A sealed blob as a file."""

    def __init__(self, reader: stream.Reader) -> None:
        super().__init__()
        self._reader = reader
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._reader.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        data = self._reader.read(self._at, len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def source_of(access: Access[Any], row: ImportRow) -> dict[str, Any]:
    """Return how the import's source was given."""
    return cast("dict[str, Any]", access.unseal_json("import", "source", row.id, row.source))


def origin_of(access: Access[Any], row: ImportRow) -> Origin:
    """Return what opens the files of an import."""
    said = source_of(access, row)
    if said["kind"] == "upload":
        return Uploaded(access.house.blobs, access.project_id)
    return InFolder(folder_of(access, said["root"], said["path"]))


def folder_of(access: Access[Any], root: int, path: str) -> Source:
    """Return a folder below a listed root. Raises ``RootUnknown``."""
    roots = access.house.settings.import_roots
    if not 0 <= root < len(roots):
        raise RootUnknown("There is no such import root. Ask the operator to list one (LABELKEEP_IMPORT_ROOTS).")
    try:
        return Source(roots[root], path.strip("/"))
    except SourceRefused as error:
        raise RootUnknown(f"This folder is not to be had below the root. {error.message}") from error


def named(access: Access[Any], row: ImportFileRow) -> Named:
    """Return a file's row as what origins open."""
    name = access.unseal("import_file", "name", row.id, row.name).decode("utf-8", "surrogateescape")
    return Named(row.id, row.seq, name, row.size_bytes, row.blob)
