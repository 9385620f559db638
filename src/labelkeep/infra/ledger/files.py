"""Files that are whole or absent, and on the disk before anybody is told about them."""

import os
from collections.abc import Iterator
from pathlib import Path

from labelkeep.infra.ledger.errors import TileBroken

WORKROOM = ".writing"
"""Folder for files that are being written; what lies there after a crash is no part of the ledger."""


MOST_BYTES = 256 * (2 + 0xFFFF)
"""Size of the largest file that a ledger can have: a full bundle of the longest entries."""


def read_bounded(file: Path) -> bytes:
    """Return the bytes of a ledger file; raise ``OSError`` when it is absent or larger than any ledger file can be."""
    with file.open("rb") as handle:
        data = handle.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise OSError(f"{file.name} is larger than any ledger file")
    return data


class Shelf:
    """Writes files below one folder: temporary file, fsync, rename; ``settle`` makes the renames durable."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._unsettled: set[Path] = set()

    def open(self) -> None:
        """Create the folder if needed and drop what an interrupted write left behind."""
        workroom = self.folder / WORKROOM
        workroom.mkdir(parents=True, exist_ok=True)
        _fsync_folder(self.folder.parent)
        for stray in workroom.iterdir():
            stray.unlink()
        self._unsettled.clear()

    def put(self, name: str, data: bytes) -> None:
        """Write a file once and for all; the same bytes again are welcome, others raise ``TileBroken``."""
        target = self.folder / name
        if target.exists():
            if target.read_bytes() != data:
                raise TileBroken(f"The ledger file {name} exists with other bytes and is never rewritten.", file=name)
            # A crash may have come between the rename and its settling.
            self._touch(target.parent)
            return
        self.replace(name, data)

    def replace(self, name: str, data: bytes) -> None:
        """Write a file whole, in the place of an older one if there is one."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = self.folder / WORKROOM / name.replace("/", "-")
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        self._touch(target.parent)

    def settle(self) -> None:
        """Return when every file put so far survives a power cut."""
        for folder in sorted(self._unsettled, key=lambda path: len(path.parts), reverse=True):
            _fsync_folder(folder)
        self._unsettled.clear()

    def discard(self, name: str) -> None:
        """Remove a folder of superseded files, if it is there."""
        folder = self.folder / name
        if not folder.is_dir():
            return
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()

    def names(self) -> Iterator[str]:
        """Yield the name of every file below the folder, symbolic links included and not followed."""
        for root, _, files in os.walk(self.folder):
            base = Path(root).relative_to(self.folder)
            for file in files:
                yield (base / file).as_posix()

    def _touch(self, folder: Path) -> None:
        """Remember a folder and those above it: a new folder is itself an entry of its parent."""
        while folder not in self._unsettled:
            self._unsettled.add(folder)
            if folder == self.folder:
                break
            folder = folder.parent


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
