"""Content-addressed, sealed content of projects.

An object is a sealed stream (``vault.stream``) followed by 32 bytes that bind it to its name. The content's hash, hence
its name, is known only after the last byte was sealed, so the name cannot be part of the stream's context, which holds
the project alone. Each stream still has its own key, by its random salt; the binding at the end is what stops two whole
objects of one project from being exchanged, and a stream from being cut at a length that looks whole.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from re import fullmatch
from secrets import token_hex
from typing import NamedTuple
from uuid import UUID

from labelkeep.core.errors import Invalid
from labelkeep.core.hashing import keyed, same
from labelkeep.infra.blobs.opened import Opened
from labelkeep.infra.blobs.stores import Store
from labelkeep.infra.vault import DataKey, stream
from labelkeep.infra.vault.errors import StreamDamaged

_BINDING = 32

KeyForProject = Callable[[UUID], DataKey]


class BlobRef(NamedTuple):
    """Content that is stored: opaque id (64 hex digits), size in bytes, SHA-256 of the content."""

    id: str
    size: int
    sha256: bytes


class Blobs:
    """Puts and opens content of projects; plaintext never reaches the store, and no path leaves this room."""

    def __init__(self, store: Store, key_for_project: KeyForProject) -> None:
        self.store = store
        self.key_for_project = key_for_project
        self._opened = Opened()

    def put(self, project_id: UUID, chunks: Iterable[bytes]) -> BlobRef:
        """Store content of any length; the same content of one project is stored once and has one id.

        Durable when this returns. The content is sealed while it is hashed, under a temporary key, and then moved.
        """
        sealing = _Sealing(self.key_for_project(project_id), _context(project_id), chunks)
        temporary = f"tmp/{token_hex(16)}"
        try:
            self.store.put(temporary, sealing)
            ref = sealing.ref
            if not self.store.move(temporary, _address(project_id, ref.id)):
                self.store.delete(temporary)
        except BaseException:
            self.store.delete(temporary)
            raise
        return ref

    def open(self, project_id: UUID, blob_id: str) -> stream.Reader:
        """Return a reader of the content.

        Raises ``ContentMissing``, and ``StreamDamaged`` when the object was altered, cut, or is another one.
        """
        address = _address(project_id, blob_id)
        key = self.key_for_project(project_id)
        size = self.store.size(address) - _BINDING
        reader = stream.Reader(
            lambda start, length: self.store.get(address, start, length), size, key, _context(project_id)
        )
        if not same(self.store.get(address, size, _BINDING), _binding(key, blob_id, reader.header, size)):
            raise StreamDamaged("Stored content was cut short or exchanged.", blob=blob_id)
        return reader

    def read(self, project_id: UUID, blob_id: str, start: int, length: int) -> bytes:
        """Return a range of the content: for many small ranges of few objects, which stay open between them.

        Every byte is proved as by ``open``. Raises as ``open`` and its reader do; without the project's key nothing
        that is open reads on.
        """
        key = self._opened.current(project_id, self.key_for_project)
        reader = self._opened.find(project_id, blob_id, key)
        if reader is not None:
            try:
                return reader.read(start, length)
            except StreamDamaged:
                # removed and stored anew, the same content has another salt: only a fresh look tells that from harm
                self._opened.drop(project_id, blob_id)
        reader = self.open(project_id, blob_id)
        self._opened.keep(project_id, blob_id, key, reader)
        return reader.read(start, length)

    def delete(self, project_id: UUID, blob_id: str) -> bool:
        """Remove content; False if there was none. The caller knows that nothing else refers to the same content."""
        return self.store.delete(_address(project_id, blob_id))

    def sweep(self, before: datetime) -> int:
        """Remove what writes interrupted before that moment have left behind; return how many objects."""
        stale = [entry.key for entry in self.store.entries("tmp") if entry.modified < before]
        return sum(self.store.delete(key) for key in stale) + self.store.tidy(before)


class _Sealing:
    """Seals chunks while it is iterated; knows ``ref`` afterwards."""

    ref: BlobRef

    def __init__(self, key: DataKey, context: bytes, chunks: Iterable[bytes]) -> None:
        self._key = key
        self._context = context
        self._chunks = chunks
        self._digest = sha256()
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        total = 0
        header = b""
        for piece in stream.encrypt(self._hashed(), self._key, self._context):
            header = header or piece
            total += len(piece)
            yield piece
        digest = self._digest.digest()
        self.ref = BlobRef(keyed(self._key.names, b"id", digest).hex(), self._size, digest)
        yield _binding(self._key, self.ref.id, header, total)

    def _hashed(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._digest.update(chunk)
            self._size += len(chunk)
            yield chunk


def _context(project_id: UUID) -> bytes:
    return b"labelkeep/blob@v1\0" + project_id.bytes


def _binding(key: DataKey, blob_id: str, header: bytes, size: int) -> bytes:
    return keyed(key.names, b"binding", blob_id.encode(), header, size.to_bytes(8, "big"))


def _address(project_id: UUID, blob_id: str) -> str:
    if not fullmatch("[0-9a-f]{64}", blob_id):
        raise Invalid("This is not the id of stored content.")
    return f"blobs/{project_id.hex}/{blob_id[:2]}/{blob_id}"
