import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from databases import short_folder
from labelkeep.infra.db import binaries, embedded
from labelkeep.infra.db.embedded import Embedded
from labelkeep.infra.db.errors import DatabaseUnreachable, HomeUnusable

SOURCE = Path(embedded.__file__).parents[3]
AS_ROOT = os.geteuid() == 0
root_only = pytest.mark.skipif(not AS_ROOT, reason="only root lends its database to another account")
USE = """
import sys
from pathlib import Path
from labelkeep.infra.db.embedded import Embedded
server = Embedded(Path(sys.argv[1]))
server.start()
print(server.pid, flush=True)
sys.stdin.readline()
server.stop()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    made = short_folder()
    yield made
    for home in made.rglob("database"):
        end(home.parent)
    shutil.rmtree(made)


def end(home: Path) -> None:
    """End the server of a home, which a failed test may have left behind."""
    pid = Embedded(home).pid
    if pid is not None:
        os.kill(pid, signal.SIGQUIT)
        while Embedded(home).pid is not None:
            time.sleep(0.02)


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A home whose database was made and stopped once; tests copy nothing and start it again."""
    made = short_folder()
    with Embedded(made / "home"):
        pass
    yield made / "home"
    end(made / "home")
    shutil.rmtree(made)


def user_of(home: Path, *before: str) -> subprocess.Popen[str]:
    """Start another process that uses the home until it reads a line."""
    return subprocess.Popen(
        [*before, sys.executable, "-c", USE, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": os.pathsep.join([str(SOURCE), *sys.path]), "PATH": os.environ["PATH"]},
        cwd="/",
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def let_go(process: subprocess.Popen[str]) -> int:
    process.communicate("\n", timeout=60)
    return process.returncode


def ask(conninfo: str, question: str) -> str:
    with psycopg.connect(conninfo) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return str(row[0])


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_first_start_makes_the_database_quickly_and_a_second_finds_it(folder: Path) -> None:
    words: list[str] = []
    server = Embedded(folder / "home", words.append)
    began = time.monotonic()

    conninfo = server.start()

    first = time.monotonic() - began
    with psycopg.connect(conninfo) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    server.stop()
    began = time.monotonic()
    server.start()
    second = time.monotonic() - began
    assert ask(server.conninfo, "SELECT n FROM kept") == "7"
    server.stop()
    assert words == ["Making the database.", "Starting the database.", "Starting the database."]
    assert first < 10
    assert second < 5


def test_the_database_is_durable_checked_and_sorts_by_code_point(made: Path) -> None:
    with Embedded(made) as server:
        settings = {
            name: ask(server.conninfo, f"SHOW {name}")
            for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums", "server_encoding", "jit")
        }
        order = ask(server.conninfo, "SELECT string_agg(w, '' ORDER BY w) FROM unnest('{a,B,Z,ä,é}'::text[]) w")
        upper = ask(server.conninfo, "SELECT upper('äé')")

    assert settings == {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "server_encoding": "UTF8",
        "jit": "off",
    }
    assert (order, upper) == ("BZaäé", "ÄÉ")


def test_nothing_listens_on_a_network_and_the_socket_folder_is_private(made: Path) -> None:
    with Embedded(made) as server:
        assert ask(server.conninfo, "SHOW listen_addresses") == ""
        kinds = [str(entry.readlink()) for entry in Path(f"/proc/{server.pid}/fd").iterdir()]
        inodes = {kind[8:-1] for kind in kinds if kind.startswith("socket:[")}
        tables = [Path(f"/proc/net/{name}") for name in ("tcp", "tcp6", "udp", "udp6")]
        network = {line.split()[9] for table in tables if table.exists() for line in table.open() if line.strip()}
        assert inodes
        assert not inodes & network
        assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
        assert stat.S_IMODE(server.data.stat().st_mode) == 0o700


def test_a_wrong_password_and_no_password_are_refused_on_the_socket(made: Path) -> None:
    with Embedded(made) as server:
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(server.conninfo, password="not the password")
        parts = conninfo_to_dict(server.conninfo)
        del parts["password"]
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(make_conninfo("", **parts))
        verifier = ask(server.conninfo, "SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'")
        rules = ask(server.conninfo, "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules")
    assert verifier.startswith("SCRAM-SHA-256$")
    assert rules == "scram-sha-256"


def test_the_server_outlives_a_killed_parent_and_is_adopted(made: Path) -> None:
    parent = user_of(made)
    pid = int(first_line(parent))
    parent.kill()
    parent.wait()

    server = Embedded(made)
    server.start()

    assert server.pid == pid
    server.stop()
    assert not is_alive(pid)


def test_the_last_user_stops_the_server_and_nobody_before(made: Path) -> None:
    server = Embedded(made)
    server.start()
    other = user_of(made)
    assert int(first_line(other)) == server.pid
    pid = int(server.pid)

    server.stop()

    assert is_alive(pid)
    assert let_go(other) == 0
    assert not is_alive(pid)


def test_two_processes_that_start_a_new_home_at_once_share_one_server(folder: Path) -> None:
    both = [user_of(folder / "home") for _ in range(2)]

    pids = {first_line(process) for process in both}

    assert len(pids) == 1
    assert pids != {""}
    assert [let_go(process) for process in both] == [0, 0]
    assert Embedded(folder / "home").pid is None


def test_committed_work_is_there_after_postgresql_itself_was_killed(made: Path) -> None:
    server = Embedded(made)
    with psycopg.connect(server.start()) as connection:
        connection.execute("CREATE TABLE survivor AS SELECT generate_series(1, 20000) AS n")
    killed = int(server.pid or 0)
    os.kill(killed, signal.SIGKILL)
    server.stop()

    again = Embedded(made)
    again.start()

    assert again.pid != killed
    assert ask(again.conninfo, "SELECT count(*) FROM survivor") == "20000"
    again.stop()


def test_a_long_recovery_is_told_while_it_lasts(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Embedded(made)
    server.start()
    os.kill(int(server.pid or 0), signal.SIGKILL)
    server.stop()
    monkeypatch.setattr(embedded, "_WORD_EVERY", 0.0)
    words: list[str] = []

    with Embedded(made, words.append):
        pass

    assert "The database is recovering, 0 s so far." in words


def test_a_pid_file_that_names_some_other_live_process_is_not_believed(made: Path) -> None:
    with Embedded(made) as server:
        lines = (server.data / "postmaster.pid").read_text().splitlines()
    bystander = subprocess.Popen(["sleep", "60"])
    owner = server.data.stat()
    for name in ("data/postmaster.pid", "socket/.s.PGSQL.5432.lock"):
        (server.folder / name).write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
        os.chown(server.folder / name, owner.st_uid, owner.st_gid)

    again = Embedded(made)
    assert again.pid is None
    again.start()
    again.stop()

    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_a_start_that_was_killed_half_way_is_made_anew(folder: Path) -> None:
    home = folder / "home"
    half = home / "database" / "making" / "data"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    home.chmod(0o711)

    with Embedded(home) as server:
        assert ask(server.conninfo, "SELECT 1") == "1"
    assert not half.parent.exists()


def test_two_homes_run_side_by_side(made: Path, folder: Path) -> None:
    with Embedded(made) as one, Embedded(folder / "home") as two:
        assert one.pid != two.pid
        assert ask(one.conninfo, "SHOW data_directory") == str(one.data)
        assert ask(two.conninfo, "SHOW data_directory") == str(two.data)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(one.conninfo, host=str(two.sockets))


def test_a_home_with_a_long_path_keeps_its_socket_in_a_short_private_folder(folder: Path) -> None:
    server = Embedded(folder / "home" / ("long" * 30))
    with server:
        short = server.sockets
        assert (server.folder / "socket").readlink() == short
        assert len(str(short)) < 90
        assert stat.S_IMODE(short.stat().st_mode) == 0o700
        assert ask(server.conninfo, "SELECT 1") == "1"
    assert not short.exists()
    assert not (server.folder / "socket").is_symlink()


def test_a_short_folder_that_somebody_else_put_there_is_refused(folder: Path) -> None:
    server = Embedded(folder / "home" / ("long" * 30))
    with server:
        short = server.sockets
    short.mkdir(mode=0o777)
    short.chmod(0o777)

    with pytest.raises(HomeUnusable, match=short.name):
        server.start()

    short.rmdir()


def test_nothing_outside_the_home_is_touched(folder: Path) -> None:
    site = binaries.installed().parent
    watched = [*folder.parents, site, *site.rglob("*")]
    (folder / "home").mkdir(mode=0o700)

    def listing() -> list[tuple[str, int, int, int, int]]:
        found = [(path, path.lstat()) for path in watched if path != Path(tempfile_root())]
        found.append((folder, folder.lstat()))
        return [(str(path), at.st_mode, at.st_uid, at.st_gid, at.st_mtime_ns) for path, at in found]

    before = listing()
    with Embedded(folder / "home"):
        pass

    assert listing() == before
    assert [path.name for path in folder.iterdir()] == ["home"]


def tempfile_root() -> str:
    """The system's temporary folder, in which other programs work at the same time."""
    return tempfile.gettempdir()


@pytest.mark.parametrize(("name", "mode"), [("secrets", 0o755), ("secrets/database.json", 0o640)])
def test_secrets_that_others_can_read_are_refused_with_the_command_that_helps(made: Path, name: str, mode: int) -> None:
    right = stat.S_IMODE((made / name).stat().st_mode)
    (made / name).chmod(mode)

    with pytest.raises(HomeUnusable, match=f"chmod {right:o}"):
        Embedded(made).start()

    (made / name).chmod(right)
    assert right == (0o700 if name == "secrets" else 0o600)


@pytest.mark.parametrize("name", ["data", "socket", "log"])
def test_folders_of_the_database_that_others_can_enter_are_refused(made: Path, name: str) -> None:
    folder = made / "database" / name
    folder.chmod(0o755)

    with pytest.raises(HomeUnusable, match=f"chmod 700 {folder}"):
        Embedded(made).start()

    folder.chmod(0o700)


def test_programs_that_cannot_run_are_named(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "copied", lambda _: made / "nowhere")
    monkeypatch.setattr(binaries, "installed", lambda: made / "nowhere")

    with pytest.raises(DatabaseUnreachable, match="nowhere/bin/postgres cannot be run: No such file"):
        Embedded(made).start()


def test_a_lost_password_is_said_and_leaves_no_server_behind(made: Path) -> None:
    file = made / "secrets" / "database.json"
    right = file.read_text()
    file.unlink()

    with pytest.raises(DatabaseUnreachable, match=r"database\.json"):
        Embedded(made).start()

    assert Embedded(made).pid is None
    file.write_text(right)
    with Embedded(made) as server:
        assert ask(server.conninfo, "SELECT 1") == "1"


def test_the_log_holds_neither_statements_nor_values(made: Path) -> None:
    with Embedded(made) as server, psycopg.connect(server.conninfo) as connection:
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT 'patient-1234'::int")
        connection.rollback()
        with connection.transaction():
            connection.execute("CREATE TEMP TABLE t AS SELECT 'patient-5678' AS name")
            connection.execute("CREATE UNIQUE INDEX ON t (name)")
        with pytest.raises(psycopg.Error):
            connection.execute("INSERT INTO t VALUES (%s)", ["patient-5678"])
    said = "".join(path.read_text() for path in server.log.iterdir())
    assert "duplicate key value" in said
    assert "patient-5678" not in said


@root_only
def test_root_lends_the_database_to_an_account_that_owns_no_program(made: Path) -> None:
    with Embedded(made) as server:
        process = Path(f"/proc/{server.pid}")
        assert process.stat().st_uid != 0
        assert process.stat().st_uid == server.data.stat().st_uid
        program = (process / "exe").readlink()
        assert program.is_relative_to(server.folder)
        assert program.stat().st_uid == 0
        environment = (process / "environ").read_bytes()
    assert b"HOME=" not in environment
    assert (made / "secrets").stat().st_uid == 0


@root_only
def test_the_copy_of_the_programs_is_made_once_and_again_when_it_is_damaged_or_old(made: Path) -> None:
    database = made / "database"
    copy = binaries.copied(database)
    program = copy / "bin" / "postgres"
    first = program.stat().st_ino
    old = database / "programs-0.0.1"
    old.mkdir()

    assert binaries.copied(database) == copy
    assert program.stat().st_ino == first
    assert not old.exists()
    (copy / "bin" / "initdb").write_bytes(b"")
    binaries.copied(database)
    assert program.stat().st_ino != first
    assert (copy / "bin" / "initdb").stat().st_size > 0


@root_only
def test_a_home_below_a_folder_that_is_closed_to_the_account_is_refused_and_nothing_is_made(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(HomeUnusable, match=f"{closed} is closed to the account .* --home /var/lib/labelkeep"):
        Embedded(closed / "home").start()

    assert list(closed.iterdir()) == []


@root_only
def test_an_ordinary_user_runs_the_database_as_themselves(folder: Path) -> None:
    home = folder / "theirs"
    home.mkdir(mode=0o700)
    os.chown(home, 65534, 65534)
    process = user_of(home, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")

    pid = int(first_line(process))

    assert Path(f"/proc/{pid}").stat().st_uid == 65534
    assert not list((home / "database").glob("programs-*"))
    with pytest.raises(HomeUnusable, match="run Labelkeep as nobody"):
        Embedded(home).start()
    assert let_go(process) == 0
    assert not is_alive(pid)
    os.chown(home, 0, 0)
    shutil.rmtree(home)
