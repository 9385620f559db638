"""What was signed about a release: its manifest and the signature, read out of the stored archive."""

import io
from collections.abc import Callable
from typing import BinaryIO, cast
from zipfile import ZipFile

from labelkeep.access.capabilities import Release
from labelkeep.access.doors import Access
from labelkeep.domain.releases.errors import WrongState
from labelkeep.domain.releases.manifest import MANIFEST, SIGNATURE
from labelkeep.domain.releases.shapes import StatementOut
from labelkeep.domain.releases.tables import ReleaseRow
from labelkeep.infra.ledger.notes import Signer


def statement_of(access: Access[Release], row: ReleaseRow) -> StatementOut:
    """Return manifest and signature as they stand in the archive, and the key that checks them.

    They tell no label and no file name of an asset, so reading them takes nothing out. Raises ``WrongState`` until the
    release is written.
    """
    if row.state != "ready" or row.blob is None:
        raise WrongState("This release is not written yet, so nothing is signed.")
    reader = access.house.blobs.open(access.project_id, row.blob)
    window = io.BufferedReader(_Window(reader.read, reader.size), 1 << 16)
    with ZipFile(cast("BinaryIO", window)) as archive:
        manifest, signature = archive.read(MANIFEST), archive.read(SIGNATURE)
    signer = cast("Signer", access.house.parts["signer"]())
    return StatementOut(manifest=manifest.decode(), signature=signature.decode(), vkey=signer.verifier.vkey)


class _Window(io.RawIOBase):
    """A stored blob as a file that can be sought in: only the ranges that are read are fetched."""

    def __init__(self, read: Callable[[int, int], bytes], size: int) -> None:
        super().__init__()
        self._read, self._size, self._at = read, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]  any writable buffer
        data = self._read(self._at, len(buffer)) if self._at < self._size else b""
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
