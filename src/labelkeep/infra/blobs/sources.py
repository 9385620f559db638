"""Sources: a read-only look into a folder below a root that the operator listed.

The folder's content is not ours and may change under our feet, so no path is checked and then used. Every step goes
through an open folder and refuses links; what is read is what was opened. Names are what the disk says: bytes that are
not UTF-8 appear as surrogates (PEP 383) and lead back to the same file.
"""

import os
import stat
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from errno import ELOOP
from fnmatch import fnmatchcase
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from labelkeep.infra.blobs.errors import SourceRefused

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
_PIECE = 1024 * 1024
_DEEPEST = 64


class SourceEntry(NamedTuple):
    """One thing found in a source.

    ``path`` is relative to the source's folder, with ``/``. ``size`` in bytes, ``modified_ns`` in nanoseconds since
    1970 (UTC), as the disk has them. ``refused`` is None for a plain file, else why it cannot be read: ``symlink``,
    ``special`` (device, pipe, socket), ``unreadable``, ``too_deep``.
    """

    path: str
    size: int
    modified_ns: int
    refused: str | None = None


class Source:
    """One folder below a listed root."""

    def __init__(self, root: Path, folder: str = "") -> None:
        """Look at ``folder`` (relative to ``root``; empty for the root itself). Raises ``SourceRefused``."""
        self._root = root
        self._folder = _steps(folder) if folder not in ("", ".") else []
        with self._opened(self._folder):
            pass

    def entries(self, pattern: str = "*") -> Iterator[SourceEntry]:
        """Yield what is in the folder and below whose path matches, in the order of names.

        A pattern without ``/`` is compared with the last name, one with ``/`` with the whole path, where ``*`` also
        matches ``/``.
        """
        with self._opened(self._folder) as folder:
            for entry in _walk(folder, "", 0):
                if fnmatchcase(entry.path if "/" in pattern else entry.path.rpartition("/")[2], pattern):
                    yield entry

    def open(self, path: str) -> Iterator[bytes]:
        """Return the content of one plain file in pieces of 1 MiB. Raises ``SourceRefused`` as ``file`` does."""
        return _pieces(self.file(path))

    def file(self, path: str) -> BufferedReader:
        """Return one plain file, open for reading and seeking.

        Raises ``SourceRefused`` at once for anything else: a link on the way, a way out, a device, a pipe, no file.
        """
        *folders, name = _steps(path)
        with self._opened(self._folder + folders) as folder, _refusals(path):
            descriptor = os.open(name, _FILE, dir_fd=folder)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise SourceRefused("This is not a plain file.", path=_shown(path))
        return os.fdopen(descriptor, "rb")

    @contextmanager
    def _opened(self, steps: list[str]) -> Generator[int]:
        """Open the root and go down step by step, holding one folder at a time."""
        with _refusals(""):
            # The root itself is the operator's word and may be a link.
            folder = os.open(self._root, _FOLDER & ~os.O_NOFOLLOW)
        try:
            for step in steps:
                with _refusals(step):
                    below = os.open(step, _FOLDER, dir_fd=folder)
                os.close(folder)
                folder = below
            yield folder
        finally:
            os.close(folder)


@contextmanager
def _refusals(path: str) -> Generator[None]:
    """Turn what the operating system refuses into one of our errors, without its absolute paths."""
    try:
        yield
    except OSError as error:
        why = "It is a symbolic link." if error.errno == ELOOP else f"{error.strerror}."
        raise SourceRefused(f"This file or folder cannot be read. {why}", path=_shown(path)) from None


def _steps(path: str) -> list[str]:
    steps = path.split("/")
    if any(step in ("", ".", "..") or "\0" in step for step in steps):
        raise SourceRefused("A path names folders and a file below the source, nothing else.", path=_shown(path))
    return steps


def _shown(path: str) -> str:
    """Return a path for people and JSON: what is not text becomes visible escapes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _walk(folder: int, above: str, depth: int) -> Iterator[SourceEntry]:
    for name in sorted(os.listdir(folder)):
        try:
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except OSError:
            continue  # gone since it was listed
        path = above + name
        if not stat.S_ISDIR(found.st_mode):
            yield SourceEntry(path, found.st_size, found.st_mtime_ns, _why_refused(found.st_mode))
        elif depth == _DEEPEST:
            yield SourceEntry(path, 0, found.st_mtime_ns, "too_deep")
        else:
            yield from _walk_below(folder, name, path, depth)


def _walk_below(folder: int, name: str, path: str, depth: int) -> Iterator[SourceEntry]:
    try:
        below = os.open(name, _FOLDER, dir_fd=folder)
    except OSError:
        yield SourceEntry(path, 0, 0, "unreadable")
        return
    try:
        yield from _walk(below, path + "/", depth + 1)
    finally:
        os.close(below)


def _why_refused(mode: int) -> str | None:
    if stat.S_ISREG(mode):
        return None
    return "symlink" if stat.S_ISLNK(mode) else "special"


def _pieces(file: BufferedReader) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
