"""Objects in the home folder: ``home/blobs``, files 0600 in folders 0700.

Listing, moving and deleting are obstore's. Writing is done here, because obstore neither flushes a local file to the
disk before it names it nor makes it private from its first byte; reading is, because obstore hands every read to a
thread of its runtime, which costs 50 to 80 us beside the 4 to 12 us of the read itself, and more on a busy machine.
"""

import os
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import randbelow

from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore

from labelkeep.infra.blobs.errors import ContentMissing
from labelkeep.infra.blobs.stores import Entry, Store, checked_key

# obstore does not list names that end like this: it uses the form for its own unfinished files.
_UNFINISHED = re.compile(r"#\d+$")
_BUFFER = 1024 * 1024


class LocalObjects:
    """A store in one folder of this machine."""

    name = "local"

    def __init__(self, root: Path) -> None:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        root.chmod(0o700)
        self._root = root.resolve()
        self._store = LocalStore(self._root)

    def put(self, key: str, chunks: Iterable[bytes]) -> bool:
        """Write a new object; see ``Store``."""
        path = self._path(key)
        unfinished, descriptor = self._begin(path)
        try:
            with os.fdopen(descriptor, "wb", buffering=_BUFFER) as file:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.fsync(descriptor)
            return _named(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)

    def get(self, key: str, start: int, length: int) -> bytes:
        """Return a range; see ``Store``."""
        with _opened(self._path(key)) as descriptor:
            return _read(descriptor, start, length)

    def size(self, key: str) -> int:
        """Return the object's size; see ``Store``."""
        with _opened(self._path(key)) as descriptor:
            return os.fstat(descriptor).st_size

    def move(self, source: str, target: str) -> bool:
        """Give an object another key; see ``Store``."""
        old, new = self._path(source), self._path(target)
        self._make(new.parent)
        try:
            self._store.rename(checked_key(source), checked_key(target), overwrite=False)
        except AlreadyExistsError:
            return False
        except FileNotFoundError:
            raise _missing() from None
        # The new name must be on the disk before the old one is gone from it.
        _sync(new.parent)
        _sync(old.parent)
        return True

    def delete(self, key: str) -> bool:
        """Remove an object; see ``Store``."""
        try:
            self._store.delete(checked_key(key))
        except FileNotFoundError:
            return False
        with suppress(OSError):
            self._path(key).parent.rmdir()  # uploads come and go: their folders must not pile up
        return True

    def entries(self, prefix: str) -> Iterator[Entry]:
        """List objects below a prefix; see ``Store``."""
        # An overload of ``list`` that is not used here names a type of a package that is not installed.
        listing = self._store.list(checked_key(prefix), chunk_size=1000)  # pyright: ignore[reportUnknownMemberType]
        for batch in listing:
            for found in batch:
                yield Entry(found["path"], found["size"], found["last_modified"])

    def tidy(self, before: datetime) -> int:
        """Remove unfinished files of writers that died; see ``Store``."""
        removed = 0
        for folder, _, names in os.walk(self._root):
            for path in (Path(folder, name) for name in names if _UNFINISHED.search(name)):
                with suppress(FileNotFoundError):
                    if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                        path.unlink()
                        removed += 1
        return removed

    def _path(self, key: str) -> Path:
        return self._root / checked_key(key)

    def _begin(self, path: Path) -> tuple[Path, int]:
        """Open a private file beside the object to be."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        for _ in range(10):
            unfinished = path.with_name(f"{path.name}#{randbelow(10**18)}")
            self._make(path.parent)
            with suppress(FileNotFoundError):  # ``delete`` may take the empty folder away in between
                return unfinished, os.open(unfinished, flags, 0o600)
        raise OSError(f"cannot create an object in {path.parent}")

    def _make(self, folder: Path) -> None:
        """Create a folder and those above it, private and durable."""
        if folder.is_dir():
            return
        self._make(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            _sync(folder.parent)


class LocalKind:
    """The plug-in: objects in the home folder."""

    name = "local"

    def open(self, home: Path) -> Store:
        """Return the store in ``home/blobs``."""
        return LocalObjects(home / "blobs")


def _named(unfinished: Path, path: Path) -> bool:
    """Give a whole file its name unless the name is taken."""
    try:
        # A link, unlike a rename, never replaces an object that somebody else wrote meanwhile.
        os.link(unfinished, path)
    except FileExistsError:
        return False
    _sync(path.parent)
    return True


@contextmanager
def _opened(path: Path) -> Generator[int]:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        raise _missing() from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _read(descriptor: int, start: int, length: int) -> bytes:
    """Read a range whole: one system call gives at most 2 GiB and may be interrupted."""
    content = os.pread(descriptor, length, start)
    while 0 < len(content) < length and (more := os.pread(descriptor, length - len(content), start + len(content))):
        content += more
    return content


def _missing() -> ContentMissing:
    return ContentMissing("This content is not in the store.")


def _sync(folder: Path) -> None:
    with suppress(FileNotFoundError):  # emptied and removed meanwhile: nothing left to keep
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


KIND = LocalKind()
