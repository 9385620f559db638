"""A real PostgreSQL server of the system (Debian's version 15) with its usual safety, in a temporary folder."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from labelkeep.infra.db.accounts import account_for, launch, private_folder

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
SETTINGS = ("shared_buffers=512MB", "max_connections=120", "listen_addresses=", "jit=off")
"""Disk safety (fsync, synchronous_commit) stays on, as in production."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    pid: int
    folder: Path
    password: str = field(repr=False)

    def conninfo(self, dbname: str = "postgres") -> str:
        """Return the superuser's connection string."""
        return make_conninfo(host=str(self.folder), user="postgres", password=self.password, dbname=dbname)

    @property
    def log(self) -> Path:
        """What the server writes to its log."""
        return self.folder / "log"


def present() -> bool:
    """Say whether the system has the server."""
    return (PROGRAMS / "postgres").exists()


@contextmanager
def debian() -> Generator[Server]:
    """Start a fresh server, and remove it in the end."""
    folder = Path(tempfile.mkdtemp(prefix="lk-bench-"))
    folder.chmod(0o711)
    base = folder / "db"
    account = account_for(base)
    private_folder(base, account)
    password = secrets.token_urlsafe(16)
    word = base / "word"
    word.write_text(password)
    os.chown(word, account.uid, account.gid)
    make = [str(PROGRAMS / "initdb"), "-D", str(base / "data"), "-U", "postgres", f"--pwfile={word}"]
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
    assert launch(account, make + options, base, subprocess.DEVNULL).wait() == 0
    given = [part for setting in (*SETTINGS, f"unix_socket_directories={base}") for part in ("-c", setting)]
    with (base / "log").open("wb") as log:
        child = launch(account, [str(PROGRAMS / "postgres"), "-D", str(base / "data"), *given], base, log)
    server = Server(child.pid, base, password)
    try:
        _wait(child, server.conninfo())
        yield server
    finally:
        child.send_signal(signal.SIGINT)
        child.wait()
        shutil.rmtree(folder)


def _wait(child: "subprocess.Popen[bytes]", conninfo: str) -> None:
    while child.poll() is None:
        try:
            psycopg.connect(conninfo).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("PostgreSQL 15 did not start.")


class StatementCount:
    """Has a server log every statement while it is open, and counts those of one role afterwards.

    BEGIN, COMMIT and ROLLBACK are not counted, nor what triggers and functions do inside.
    """

    def __init__(self, admin: str, log: Path, role: str) -> None:
        self._admin, self._log, self._role = admin, log, role
        self.statements: list[str] = []

    def __enter__(self) -> "StatementCount":
        self._set("ALTER SYSTEM SET log_statement = 'all'", "ALTER SYSTEM SET log_line_prefix = '%u|'")
        self._from = {file: file.stat().st_size for file in self._files()}
        return self

    def __exit__(self, *_: object) -> None:
        self._set("ALTER SYSTEM RESET log_statement", "ALTER SYSTEM RESET log_line_prefix")
        for file in self._files():
            with file.open("rb") as lines:
                lines.seek(self._from.get(file, 0))
                self.statements += COUNTED.findall(lines.read().decode("utf-8", "replace"))
        self.statements = [text for role, text in self.statements if role == self._role]

    def _set(self, *changes: str) -> None:
        with psycopg.connect(self._admin, autocommit=True) as connection:
            for change in (*changes, "SELECT pg_reload_conf()"):
                connection.execute(change)
        time.sleep(0.5)

    def _files(self) -> list[Path]:
        return list(self._log.iterdir()) if self._log.is_dir() else [self._log]


COUNTED = re.compile(r"^(\w+)\|LOG:  (?:statement|execute [^:]*): (?!BEGIN|COMMIT|ROLLBACK)(.*)", re.MULTILINE)
