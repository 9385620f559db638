"""A throwaway PostgreSQL from the distribution's binaries, on a socket in a folder of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql/15/bin")


def absent() -> str | None:
    """Say why no server can be started here, or nothing."""
    if not (BINARIES / "initdb").exists():
        return "PostgreSQL 15 is not installed (package postgresql-15)"
    return None


@contextmanager
def server() -> Iterator[str]:
    """Run a server and yield the connection string of its superuser."""
    # Not below pytest's folder: its path may be too long for a socket and closed to another account.
    folder = Path(tempfile.mkdtemp(prefix="lk-pg-"))
    account = _unprivileged()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        _run(account, "initdb", "-D", f"{folder}/data", "-U", "owner", "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers=32MB"
        _run(account, "pg_ctl", "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            yield f"host={folder} user=owner dbname=postgres"
        finally:
            _run(account, "pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    """Return the account to run as when we are root, which PostgreSQL refuses."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _run(account: pwd.struct_passwd | None, program: str, *arguments: str) -> None:
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    subprocess.run(
        [BINARIES / program, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd="/", timeout=60, **who,
    )  # fmt: skip
