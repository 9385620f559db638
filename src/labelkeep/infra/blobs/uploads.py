"""Uploads in parts that can be resumed after anything, the server's death included.

All that is known of an upload is what the store holds: one sealed object per part, named by its offset. There is no
other state that could disagree with it.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple
from uuid import UUID

import orjson

from labelkeep.core.errors import Invalid
from labelkeep.core.ids import new_id
from labelkeep.infra.blobs.blobs import BlobRef, Blobs
from labelkeep.infra.blobs.errors import (
    ContentMissing,
    UploadFinished,
    UploadGap,
    UploadIncomplete,
    UploadOverlap,
    UploadTooLong,
    UploadUnknown,
)
from labelkeep.infra.vault import stream

MOST_PART = 64 * 1024 * 1024
"""Bytes that one part may have: it is held in memory."""

_BEGUN = "begun"
_DONE = "done"


class _Part(NamedTuple):
    offset: int
    size: int


class Uploads:
    """The uploads of one project."""

    def __init__(self, blobs: Blobs, project_id: UUID) -> None:
        self._blobs = blobs
        self._store = blobs.store
        self._project_id = project_id

    def begin(self, size: int | None) -> UUID:
        """Start an upload of ``size`` bytes (None: not known yet) and return its id."""
        if size is not None and size < 0:
            raise Invalid("An upload has no negative size.")
        upload_id = new_id()
        self._write(upload_id, _BEGUN, orjson.dumps({"size": size}))
        return upload_id

    def append(self, upload_id: UUID, offset: int, chunk: bytes) -> int:
        """Add the bytes that start at ``offset`` and return how many are received now. Durable when this returns.

        Raises ``UploadGap`` or ``UploadOverlap`` unless ``offset`` is what is received so far, ``UploadTooLong`` past
        the announced size or for a part above 64 MiB, ``UploadFinished``, ``UploadUnknown``.
        """
        announced = self._announced(upload_id)
        received = self._end(upload_id)
        end = offset + len(chunk)
        if offset > received:
            raise UploadGap("Bytes are missing before this part.", received=received)
        if offset < received:
            raise UploadOverlap("These bytes were received already.", received=received)
        if len(chunk) > MOST_PART or (announced is not None and end > announced):
            raise UploadTooLong(
                "This part is longer than it may be.", received=received, size=announced, part=MOST_PART
            )
        if chunk and not self._write(upload_id, f"{offset:016x}", chunk):
            # Another request wrote a part at this offset since we looked.
            raise UploadOverlap("These bytes were received already.", received=self._end(upload_id))
        return end

    def received(self, upload_id: UUID) -> int:
        """Return how many bytes from the start are here. Raises ``UploadUnknown`` for an upload never begun."""
        try:
            self._announced(upload_id)
        except UploadFinished:
            return self._done(upload_id).size
        return self._end(upload_id)

    def finish(self, upload_id: UUID) -> BlobRef:
        """Make the parts one blob and return it; again the same one when asked again, after a crash too.

        Raises ``UploadIncomplete`` when bytes are missing, ``UploadUnknown``.
        """
        with suppress(UploadFinished):
            self._join(upload_id, self._announced(upload_id))
        ref = self._done(upload_id)
        # The answer is kept until ``abort``: whoever asked may have died before it was written down.
        for entry in list(self._store.entries(self._folder(upload_id))):
            if not entry.key.endswith("/" + _DONE):
                self._store.delete(entry.key)
        return ref

    def abort(self, upload_id: UUID) -> None:
        """Forget the upload: its parts, or the answer of a finished one. A blob that was made stays."""
        for entry in list(self._store.entries(self._folder(upload_id))):
            self._store.delete(entry.key)

    def _join(self, upload_id: UUID, announced: int | None) -> None:
        """Store the blob, then the note that it is stored."""
        received = self._end(upload_id)
        if announced is not None and received != announced:
            raise UploadIncomplete("Bytes of this upload are missing.", received=received, size=announced)
        ref = self._blobs.put(self._project_id, self._content(upload_id))
        note = {"id": ref.id, "size": ref.size, "sha256": ref.sha256.hex()}
        self._write(upload_id, _DONE, orjson.dumps(note))

    def _content(self, upload_id: UUID) -> Iterator[bytes]:
        for part in self._parts(upload_id):
            yield from self._reader(upload_id, f"{part.offset:016x}").stream()

    def _parts(self, upload_id: UUID) -> list[_Part]:
        """Return the parts that follow each other from offset 0 without a gap."""
        found: list[_Part] = []
        for entry in self._store.entries(self._folder(upload_id)):
            last = entry.key.rpartition("/")[2]
            if last not in (_BEGUN, _DONE):
                found.append(_Part(int(last, 16), stream.plain_size(entry.size)))
        end = 0
        joined: list[_Part] = []
        for part in sorted(found):
            if part.offset == end:
                joined.append(part)
                end += part.size
        return joined

    def _end(self, upload_id: UUID) -> int:
        parts = self._parts(upload_id)
        return parts[-1].offset + parts[-1].size if parts else 0

    def _announced(self, upload_id: UUID) -> int | None:
        """Return the announced size of an open upload."""
        # The note of the end comes first: parts may still lie about when the server died while removing them.
        if self._exists(upload_id, _DONE):
            raise UploadFinished("This upload is finished.")
        try:
            return orjson.loads(self._read(upload_id, _BEGUN))["size"]
        except ContentMissing:
            raise UploadUnknown("There is no such upload. Begin it again.") from None

    def _done(self, upload_id: UUID) -> BlobRef:
        note = orjson.loads(self._read(upload_id, _DONE))
        return BlobRef(note["id"], note["size"], bytes.fromhex(note["sha256"]))

    def _exists(self, upload_id: UUID, name: str) -> bool:
        try:
            self._store.size(f"{self._folder(upload_id)}/{name}")
        except ContentMissing:
            return False
        return True

    def _write(self, upload_id: UUID, name: str, content: bytes) -> bool:
        key = self._blobs.key_for_project(self._project_id)
        sealed = stream.encrypt([content], key, self._context(upload_id, name))
        return self._store.put(f"{self._folder(upload_id)}/{name}", sealed)

    def _read(self, upload_id: UUID, name: str) -> bytes:
        return b"".join(self._reader(upload_id, name).stream())

    def _reader(self, upload_id: UUID, name: str) -> stream.Reader:
        address = f"{self._folder(upload_id)}/{name}"
        key = self._blobs.key_for_project(self._project_id)
        size = self._store.size(address)
        context = self._context(upload_id, name)
        return stream.Reader(lambda start, length: self._store.get(address, start, length), size, key, context)

    def _folder(self, upload_id: UUID) -> str:
        return f"uploads/{self._project_id.hex}/{upload_id.hex}"

    def _context(self, upload_id: UUID, name: str) -> bytes:
        return b"labelkeep/upload@v1\0" + self._project_id.bytes + upload_id.bytes + name.encode()
