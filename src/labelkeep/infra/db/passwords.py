"""Passwords of the database roles: made here, kept in one file that only its owner can read."""

import fcntl
import json
import os
import secrets
import stat
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from labelkeep.core.ids import new_id
from labelkeep.infra.db.errors import HomeUnusable

FILE = "database.json"
_BYTES = 32


def ensure_passwords(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return a password for each role name; missing ones are made (256 random bits) and on disk before this returns.

    ``folder`` is made with mode 0700, the file with 0600. Raises ``HomeUnusable`` when either is open to others: a
    secret that others could read is no secret any more, so it is not quietly closed again.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _require_private(folder, "700")
    with folder_lock(folder):
        known = _read(folder / FILE)
        missing = [name for name in names if name not in known]
        if missing:
            known |= {name: secrets.token_urlsafe(_BYTES) for name in missing}
            _write(folder, known)
    return known


@contextmanager
def folder_lock(folder: Path) -> Generator[None]:
    """Hold the folder's lock while the block runs; the kernel gives it back when the process dies."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _require_private(path: Path, mode: str) -> None:
    found = path.lstat()
    if found.st_uid != os.geteuid() or stat.S_ISLNK(found.st_mode):
        raise HomeUnusable(f"{path} belongs to another account: run Labelkeep as its owner.")
    if found.st_mode & 0o077:
        raise HomeUnusable(f"{path} holds secrets and other accounts can read it: run `chmod {mode} {path}`.")


def _read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    _require_private(file, "600")
    try:
        return {str(name): str(word) for name, word in json.loads(file.read_text("utf-8")).items()}
    except (ValueError, AttributeError) as error:
        raise HomeUnusable(f"{file} is damaged: put its last good copy back and start again.") from error


def _write(folder: Path, known: dict[str, str]) -> None:
    fresh = folder / f"{FILE}.{new_id()}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(known, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / FILE)
    above = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(above)
    finally:
        os.close(above)
