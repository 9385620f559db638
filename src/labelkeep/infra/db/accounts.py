"""The operating-system account that PostgreSQL runs as, and folders that belong to it.

PostgreSQL refuses to run as root. When root starts Labelkeep, an unprivileged account runs the database; what that
account owns is then untrusted ground: root never follows a link there and never writes a file there.
"""

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from labelkeep.infra.db.errors import DatabaseUnreachable, HomeUnusable

_LENT_NAMES = ("labelkeep", "nobody")
_NOBODY = 65534


@dataclass(frozen=True)
class Account:
    """Who runs PostgreSQL; ``lent`` says that root starts it under this other account."""

    uid: int
    gid: int
    name: str
    lent: bool


def account_for(data: Path) -> Account:
    """Return the account that runs the database in ``data``: ourselves, or for root an unprivileged one.

    Data that exists keeps its owner, so that an account that is added to the machine later changes nothing.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), _name_of(os.geteuid()), lent=False)
    entry = _entry_of(data.lstat().st_uid) if data.is_dir() else _first_lent()
    if entry is None:
        return Account(_NOBODY, _NOBODY, "nobody", lent=True)
    if entry.pw_uid == 0:
        raise HomeUnusable(f"{data} belongs to root, and PostgreSQL never runs as root: chown it to nobody.")
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name, lent=True)


def _first_lent() -> pwd.struct_passwd | None:
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next((known[name] for name in _LENT_NAMES if name in known), None)


def _entry_of(uid: int) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        return None


def _name_of(uid: int) -> str:
    entry = _entry_of(uid)
    return entry.pw_name if entry else str(uid)


def require_own(folder: Path) -> None:
    """Refuse a folder that is a link or belongs to somebody else than the person who runs Labelkeep."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        owner = _name_of(found.st_uid)
        raise HomeUnusable(f"{folder} is not a folder of {_name_of(os.geteuid())}: run Labelkeep as {owner} instead.")


def make_reachable(home: Path, account: Account) -> None:
    """Make the home folder, private to us; a lent account may pass through it and no more.

    Raises ``HomeUnusable``, before anything is made, when a folder above the home is closed to the lent account.
    """
    closed = [parent for parent in home.parents if parent.exists() and not _may_pass(parent.stat(), account)]
    if account.lent and closed:
        raise HomeUnusable(
            f"The folder {closed[-1]} is closed to the account {account.name}, which runs the database when root "
            "starts Labelkeep: choose a home it can reach, such as --home /var/lib/labelkeep, or start as an "
            "ordinary user."
        )
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account.lent and not _may_pass(home.stat(), account):
        home.chmod(stat.S_IMODE(home.stat().st_mode) | stat.S_IXOTH)


def _may_pass(found: os.stat_result, account: Account) -> bool:
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def private_folder(folder: Path, account: Account) -> None:
    """Make ``folder`` with mode 0700 for the account, or check that it is exactly that already.

    Raises ``HomeUnusable`` when it is a link, belongs to another account or is open to others.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if account.lent:
            os.chown(folder, account.uid, account.gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise HomeUnusable(f"{folder} is not a folder of the account {account.name}: move it away and start again.")
    if found.st_mode & 0o077:
        raise HomeUnusable(f"{folder} is open to other accounts: run `chmod 700 {folder}` and start again.")


def launch(account: Account, program: list[str], cwd: Path, output: IO[bytes] | int) -> subprocess.Popen[bytes]:
    """Start a program under the account in a session of its own, with none of our environment or descriptors.

    The own session keeps Ctrl-C in the terminal from reaching the database before Labelkeep stops it in order.
    """
    try:
        return subprocess.Popen(  # noqa: S603  the program and its arguments are built in this room, never from input
            program,
            cwd=cwd,
            env={"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=0o077,
            user=account.uid if account.lent else None,
            group=account.gid if account.lent else None,
            extra_groups=() if account.lent else None,
        )
    except OSError as error:
        raise DatabaseUnreachable(
            f"The program {program[0]} cannot be run: {error.strerror}. It must be on a disk that allows programs, and "
            f"the account {account.name} must be able to read it."
        ) from error
