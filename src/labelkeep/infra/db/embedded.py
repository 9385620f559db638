"""Labelkeep's own PostgreSQL: made, started, adopted after a crash and stopped here; it lives in the home folder.

``home/database`` holds ``data``, ``socket`` (a link when the path is too long for a socket), ``log``, ``start.log``,
``users`` (a lock that everybody who uses the server shares) and, for root, a copy of the programs.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psycopg
from psycopg.conninfo import make_conninfo

from labelkeep.infra.db import binaries, postmaster
from labelkeep.infra.db.accounts import (
    Account,
    account_for,
    launch,
    make_reachable,
    private_folder,
    require_own,
)
from labelkeep.infra.db.errors import DatabaseUnreachable
from labelkeep.infra.db.passwords import ensure_passwords, folder_lock

SUPERUSER = "postgres"
_LONGEST_SOCKET = 103  # macOS; Linux takes 107
_POLL = 0.01
_WORD_EVERY = 5.0
_ORPHANS = "pre-existing shared memory block"


def _silent(_word: str) -> None:
    """Say nothing."""


class Embedded:
    """The PostgreSQL server of one home folder, shared by every Labelkeep process that uses this home.

    ``start`` makes the server, starts it or adopts the one that runs. ``stop`` gives it up; the last user stops it.
    ``progress`` is called with a few words whenever there is something to wait for.
    """

    def __init__(self, home: Path, progress: Callable[[str], None] = _silent) -> None:
        self.home = home.resolve()
        self.folder = self.home / "database"
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.secrets = self.home / "secrets"
        self._progress = progress
        self._use: int | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._password = ""

    def start(self) -> str:
        """Have the server run and return the connection string of its superuser.

        Waits for another process that starts it, and without limit for recovery after a crash.
        Raises ``HomeUnusable`` for folders that cannot be used, ``DatabaseUnreachable`` when PostgreSQL does not start.
        """
        if self._use is None:
            self._prepare()
            with folder_lock(self.folder):
                use = os.open(self.folder / "users", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
                try:
                    fcntl.flock(use, fcntl.LOCK_SH)
                    self._ensure_running()
                except BaseException:
                    if self._child is not None:
                        self._shut_down()
                    os.close(use)
                    raise
                self._use = use
        return self.conninfo

    def stop(self) -> None:
        """Give the server up; when nobody else uses it, shut it down cleanly and wait for that."""
        if self._use is None:
            return
        with folder_lock(self.folder):
            use, self._use = self._use, None
            try:
                fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            else:
                self._shut_down()
            finally:
                os.close(use)

    @property
    def conninfo(self) -> str:
        """The libpq connection string of the superuser, through the private socket."""
        return make_conninfo(
            host=str(self.sockets), port=postmaster.PORT, user=SUPERUSER, password=self._password, dbname="postgres"
        )

    @property
    def sockets(self) -> Path:
        """The private folder of the socket: in the home, or a short one that ``database/socket`` links to."""
        folder = self.folder / "socket"
        return folder.readlink() if folder.is_symlink() else folder

    @property
    def pid(self) -> int | None:
        """The process number of the running server, or None."""
        found = postmaster.read_pid_file(self.data)
        return found.pid if found and self._is_ours(found.pid) else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @cached_property
    def _account(self) -> Account:
        return account_for(self.data)

    def _prepare(self) -> None:
        make_reachable(self.home, self._account)
        make_reachable(self.folder, self._account)
        require_own(self.folder)
        if self.data.is_dir():
            private_folder(self.data, self._account)
        self._password = ensure_passwords(self.secrets, [SUPERUSER])[SUPERUSER]

    def _ensure_running(self) -> None:
        found = postmaster.read_pid_file(self.data)
        if found and self._answers():
            return
        if found and self._is_ours(found.pid):
            pid = found.pid
            if self._wait(pid, lambda: self._is_ours(pid)):
                self._require_answer()
                return
        self._start_new()

    def _start_new(self) -> None:
        programs = binaries.copied(self.folder) if self._account.lent else binaries.installed()
        if not self.data.is_dir():
            self._progress("Making the database.")
            self._make(programs)
        self._forget_stale(self.data / "postmaster.pid")
        private_folder(self.log, self._account)
        sockets = self._make_sockets()
        for lock in sockets.glob(".s.PGSQL.*.lock"):
            # No server runs on this data and nobody else has this folder, so any lock in it is left over.
            lock.unlink()
        self._progress("Starting the database.")
        while not self._launch(postmaster.command(programs, self.data, sockets, self.log)):
            self._progress("Waiting for the last connections of a database that was killed.")
            time.sleep(1)
        self._require_answer()

    def _make(self, programs: Path) -> None:
        # Made beside its place and renamed, so a start that is killed half-way leaves nothing that looks complete.
        work = self.folder / "making"
        shutil.rmtree(work, ignore_errors=True)
        private_folder(work, self._account)
        word = work / "password"
        handle = os.open(word, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            if self._account.lent:
                os.fchown(handle, self._account.uid, self._account.gid)
            file.write(self._password)
        command = postmaster.initialise(programs, work / "data", SUPERUSER, word)
        with self._start_log() as output:
            failed = launch(self._account, command, work, output).wait()
        word.unlink()
        if failed:
            raise DatabaseUnreachable(f"The database could not be made: {self._last_words()}")
        (work / "data").rename(self.data)
        work.rmdir()

    def _launch(self, command: list[str]) -> bool:
        """Start PostgreSQL and wait until it is ready; False when connections of its killed forerunner still live."""
        with self._start_log() as output:
            child = launch(self._account, command, self.data, output)
        if self._wait(child.pid, lambda: child.poll() is None):
            self._child = child
            return True
        if _ORPHANS in self._said():
            return False
        raise DatabaseUnreachable(f"The database did not start: {self._last_words()} More is in {self.log}.")

    def _wait(self, pid: int, alive: Callable[[], bool]) -> bool:
        """Wait until process ``pid`` is ready (True) or gone (False); recovery takes the time it takes."""
        since = said = time.monotonic()
        while alive():
            found = postmaster.read_pid_file(self.data)
            if found and found.pid == pid and found.status == "ready":
                return True
            if time.monotonic() - said >= _WORD_EVERY:
                said = time.monotonic()
                self._progress(f"The database is recovering, {said - since:.0f} s so far.")
            time.sleep(_POLL)
        return False

    def _answers(self) -> bool:
        # The password proves both sides: SCRAM fails against a server that does not hold our verifier.
        try:
            psycopg.connect(self.conninfo, connect_timeout=10).close()
        except psycopg.OperationalError:
            return False
        return True

    def _require_answer(self) -> None:
        if not self._answers():
            raise DatabaseUnreachable(
                f"The database of this home runs (process {self.pid}) but refuses the password in "
                f"{self.secrets / 'database.json'} or is not behind {self.sockets}: put the right file back, or stop "
                "it with `kill -INT` and start again."
            )

    def _forget_stale(self, pid_file: Path) -> None:
        # PostgreSQL itself would refuse to start when the number in it now belongs to some other process of ours.
        # Backends that outlived a killed server are still noticed: through the shared memory of the data folder.
        found = postmaster.read_pid_file(self.data)
        if found and not self._is_ours(found.pid):
            pid_file.unlink(missing_ok=True)

    def _shut_down(self) -> None:
        pid = self.pid
        if pid is not None:
            os.kill(pid, signal.SIGINT)  # "fast": connections end, work is rolled back, a checkpoint is written
            while not postmaster.has_ended(pid) and (self._child is None or self._child.poll() is None):
                time.sleep(_POLL)
        if self._child is not None:
            self._child.wait()
            self._child = None
        link = self.folder / "socket"
        if link.is_symlink():
            with suppress(OSError):
                link.readlink().rmdir()
                link.unlink()

    def _is_ours(self, pid: int) -> bool:
        return postmaster.is_postmaster(pid, self.data, self._account)

    def _make_sockets(self) -> Path:
        link = self.folder / "socket"
        if link.is_symlink():
            link.unlink()
        if len(os.fsencode(link / f".s.PGSQL.{postmaster.PORT}")) <= _LONGEST_SOCKET:
            private_folder(link, self._account)
            return link
        with suppress(FileNotFoundError):
            link.rmdir()
        short = self._short_base() / f"labelkeep-{hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]}"
        private_folder(short, self._account)
        link.symlink_to(short)
        return short

    def _short_base(self) -> Path:
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        # A lent account cannot pass root's runtime folder.
        if runtime and not self._account.lent and Path(runtime).is_dir():
            return Path(runtime)
        return Path(tempfile.gettempdir())

    def _start_log(self) -> IO[bytes]:
        mode = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        return os.fdopen(os.open(self.folder / "start.log", mode, 0o600), "wb")

    def _said(self) -> str:
        return (self.folder / "start.log").read_text("utf-8", errors="replace").strip()

    def _last_words(self) -> str:
        return self._said().rpartition("\n")[2] or "it said nothing."
