"""Two PostgreSQL servers for tests: the embedded one and Debian's version 15; and a fresh database for each test.

Each test process starts its own servers when a test first asks for one, so tests may run side by side. They do not
wait for the disk: what is written need not survive a power cut here.
"""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from labelkeep.core.ids import new_id
from labelkeep.infra.db.accounts import Account, account_for, launch, private_folder
from labelkeep.infra.db.embedded import Embedded
from labelkeep.infra.db.roles import Urls, copy_database, ensure_roles

DEBIAN = Path("/usr/lib/postgresql/15/bin")
Prepare = Callable[[Urls], None]


@dataclass
class Server:
    """A running server: its name, the superuser's connection string, and where the roles' passwords are."""

    name: str
    conninfo: str = field(repr=False)
    secrets: Path
    templates: dict[str, Urls] = field(default_factory=dict, repr=False)
    founded: dict[str, Any] = field(default_factory=dict, repr=False)
    """What tests have built once on it and copy; gone with its databases."""

    def forget(self) -> None:
        """Know of nothing that stands on it: whoever drops its databases says so."""
        self.templates.clear()
        self.founded.clear()


def short_folder() -> Path:
    """Make a folder with a short path that another account may pass (pytest's own are closed to it)."""
    folder = Path(tempfile.mkdtemp(prefix="lk-"))
    folder.chmod(0o711)
    return folder


def fresh_database(server: Server, prepare: Prepare | None = None) -> Urls:
    """Return a new database on the server; ``prepare`` (such as the migrations) runs once per server, not each time."""
    key = f"{prepare.__module__}.{prepare.__qualname__}" if prepare else ""
    if key not in server.templates:
        template = ensure_roles(server.conninfo, server.secrets, dbname=f"template_{new_id().hex[:12]}")
        if prepare:
            prepare(template)
        server.templates[key] = template
    template = server.templates[key]
    return copy_database(server.conninfo, template, name_of(template), f"test_{new_id().hex[:12]}")


def name_of(urls: Urls) -> str:
    """Return the name of the database that the URLs lead to."""
    return str(conninfo_to_dict(urls.owner)["dbname"])


def drop_database(server: Server, urls: Urls) -> None:
    """Drop a database of ``fresh_database``, whoever is still connected."""
    with psycopg.connect(server.conninfo, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name_of(urls))))


@pytest.fixture(scope="session")
def embedded_server() -> Iterator[Server]:
    """Labelkeep's own PostgreSQL 18."""
    folder = short_folder()
    with Embedded(folder / "home") as embedded:
        with psycopg.connect(embedded.conninfo, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            connection.execute("SELECT pg_reload_conf()")
        yield Server("embedded-18", embedded.conninfo, embedded.secrets)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def debian_server() -> Iterator[Server]:
    """Debian's PostgreSQL 15, which stands for every server that LABELKEEP_DATABASE may name."""
    if not (DEBIAN / "postgres").exists():
        word = "Debian's PostgreSQL 15 is not installed (package postgresql-15)"
        if os.environ.get("CI") == "true":
            pytest.fail(word)
        pytest.skip(word)
    folder = short_folder()
    account = account_for(folder / "db")
    private_folder(folder / "db", account)
    password = secrets.token_urlsafe(16)
    _initialise(account, folder / "db", password)
    child = _start(account, folder / "db")
    conninfo = make_conninfo(host=str(folder / "db"), user="postgres", password=password, dbname="postgres")
    _wait(child, conninfo)
    yield Server("debian-15", conninfo, folder / "secrets")
    child.send_signal(signal.SIGINT)
    child.wait()
    shutil.rmtree(folder)


@pytest.fixture(scope="session", params=["embedded-18", "debian-15"])
def server(request: pytest.FixtureRequest) -> Server:
    """Each of the two servers in turn."""
    return request.getfixturevalue("embedded_server" if request.param == "embedded-18" else "debian_server")


@pytest.fixture
def database(server: Server) -> Iterator[Urls]:
    """A fresh, empty database with the five roles, on each of the two servers; gone after the test."""
    urls = fresh_database(server)
    yield urls
    drop_database(server, urls)


def _initialise(account: Account, folder: Path, password: str) -> None:
    word = folder / "word"
    word.write_text(password)
    os.chown(word, account.uid, account.gid)
    program = [str(DEBIAN / "initdb"), "-D", str(folder / "data"), "-U", "postgres", f"--pwfile={word}"]
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    assert launch(account, program + options, folder, subprocess.DEVNULL).wait() == 0


def _start(account: Account, folder: Path) -> subprocess.Popen[bytes]:
    settings = ["listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", "synchronous_commit=off"]
    settings += ["full_page_writes=off", "max_connections=60", "jit=off"]
    options = [part for setting in settings for part in ("-c", setting)]
    return launch(account, [str(DEBIAN / "postgres"), "-D", str(folder / "data"), *options], folder, subprocess.DEVNULL)


def _wait(child: subprocess.Popen[bytes], conninfo: str) -> None:
    while child.poll() is None:
        try:
            psycopg.connect(conninfo).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("Debian's PostgreSQL 15 did not start")
