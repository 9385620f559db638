import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from labelkeep.core.clock import now
from labelkeep.core.ids import new_id
from labelkeep.infra.db.tables import LedgerEventRow
from labelkeep.infra.ledger.errors import LedgerMoved, LedgerRolledBack
from labelkeep.infra.ledger.sequencer import Published, Sequencer
from labelkeep.infra.ledger.source_postgres import PostgresSource
from labelkeep.infra.ledger.tiles import TileReader, TileStore
from labelkeep.infra.ledger.verify import verify

from . import postgres
from .logs import SIGNER, VKEY, event

pytestmark = pytest.mark.skipif(postgres.absent() is not None, reason=postgres.absent() or "")
SQL = Path(__file__).parents[3] / "migrations" / "sql"
TABLES = ("ledger_pending", "ledger_leaf", "ledger_checkpoint", "ledger_event")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres.server() as address:
        with psycopg.connect(address, autocommit=True) as owner:
            for role in ("app", "sequencer", "backup"):
                owner.execute(f"create role labelkeep_{role} login".encode())
            owner.execute("create table project (id uuid primary key)")
            events: Any = LedgerEventRow.__table__
            owner.execute(str(CreateTable(events).compile(dialect=postgresql.dialect())).encode())
            owner.execute((SQL / "0001_ledger.sql").read_bytes())
            walls = (SQL / "0001_walls.sql").read_text("utf-8").splitlines()
            for line in walls:
                if line.startswith("grant") and "ledger_event" in line:
                    owner.execute(line.encode())
        yield address


@pytest.fixture
def clean(database: str) -> Iterator[str]:
    yield database
    with psycopg.connect(database, autocommit=True) as owner:
        # Only the tests may do this: the triggers refuse it otherwise.
        owner.execute("set session_replication_role = replica")
        for table in TABLES:
            owner.execute(f"delete from {table}".encode())


def _connect(database: str, role: str) -> psycopg.Connection:
    return psycopg.connect(
        database.replace("user=owner", f"user={role if role == 'owner' else f'labelkeep_{role}'}"), autocommit=True
    )


def _insert(connection: psycopg.Connection, count: int) -> list[UUID]:
    ids = [new_id() for _ in range(count)]
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into ledger_event (id, at, action, object_type, outcome, leaf, payload)"
            " values (%s, %s, 'label.submitted', 'label', 'ok', %s, '')",
            [(event_id, now(), event(number, event_id).leaf) for number, event_id in enumerate(ids)],
        )
    return ids


def _drain(folder: Path, connection: psycopg.Connection) -> Sequencer:
    sequencer = Sequencer(TileStore(folder), SIGNER, PostgresSource(connection))
    assert sequencer.start()
    while sequencer.step():
        pass
    return sequencer


def test_events_of_the_application_reach_the_signed_log(clean: str, tmp_path: Path) -> None:
    with _connect(clean, "app") as app, _connect(clean, "sequencer") as connection:
        ids = _insert(app, 600)
        _drain(tmp_path, connection)

        report = verify(tmp_path, [VKEY])
        assert report.ok, report
        assert report.size == 600
        numbered = app.execute("select event_id from ledger_leaf order by leaf").fetchall()
        assert [row[0] for row in numbered] == ids
        log = TileReader(tmp_path)
        assert log.entry(599) == app.execute("select leaf from ledger_event where id = %s", [ids[599]]).fetchone()[0]
        last = app.execute("select size, note from ledger_checkpoint order by size desc limit 1").fetchone()
        assert last == (600, (tmp_path / "checkpoint").read_text())


def test_forced_row_level_security_does_not_hide_events_from_the_sequencer(clean: str, tmp_path: Path) -> None:
    with psycopg.connect(clean, autocommit=True) as admin:
        # A superuser passes every policy; the tables' owner in use does not.
        admin.execute("create role plain_owner; grant all on schema public to plain_owner")
        for table in TABLES:
            admin.execute(f"alter table {table} owner to plain_owner".encode())
        admin.execute("alter function ledger_enqueue owner to plain_owner")
        admin.execute("alter table ledger_event enable row level security, force row level security")
        admin.execute("create policy insert_only on ledger_event for insert to labelkeep_app with check (true)")
        admin.execute("create policy leaves on ledger_event for select to labelkeep_sequencer using (true)")
        try:
            with _connect(clean, "app") as app, _connect(clean, "sequencer") as connection:
                _insert(app, 3)
                _drain(tmp_path, connection)
        finally:
            admin.execute("drop policy insert_only on ledger_event; drop policy leaves on ledger_event")
            admin.execute("alter table ledger_event no force row level security, disable row level security")

    assert verify(tmp_path, [VKEY]).size == 3


def test_a_table_of_the_applications_making_is_not_taken_for_the_queue(clean: str, tmp_path: Path) -> None:
    with _connect(clean, "app") as app, _connect(clean, "sequencer") as connection:
        app.execute("create temp table ledger_pending (event_id uuid)")
        _insert(app, 2)
        _drain(tmp_path, connection)

    assert verify(tmp_path, [VKEY]).size == 2


def test_an_event_that_is_committed_late_is_not_passed_over(clean: str, tmp_path: Path) -> None:
    with _connect(clean, "app") as slow, _connect(clean, "app") as quick, _connect(clean, "sequencer") as connection:
        with slow.transaction():
            _insert(slow, 1)
            _insert(quick, 1)
            sequencer = _drain(tmp_path, connection)
            assert verify(tmp_path, [VKEY]).size == 1
        assert sequencer.step() == 1

    assert verify(tmp_path, [VKEY]).size == 2


def test_an_event_that_is_rolled_back_leaves_no_gap(clean: str, tmp_path: Path) -> None:
    with _connect(clean, "app") as app, _connect(clean, "sequencer") as connection:
        with app.transaction(force_rollback=True):
            _insert(app, 3)
        _insert(app, 2)
        _drain(tmp_path, connection)

    assert verify(tmp_path, [VKEY]).size == 2


def test_one_sequencer_holds_the_lock_until_its_connection_ends(clean: str) -> None:
    with _connect(clean, "sequencer") as two:
        with _connect(clean, "sequencer") as one:
            assert PostgresSource(one).try_lock()
            assert not PostgresSource(two).try_lock()
        waiting = PostgresSource(two)
        deadline = time.monotonic() + 5
        while not waiting.try_lock():
            assert time.monotonic() < deadline
        assert waiting.try_lock()


def test_numbers_are_given_once_and_without_gaps(clean: str) -> None:
    with _connect(clean, "app") as app, _connect(clean, "sequencer") as connection:
        ids = _insert(app, 4)
        source = PostgresSource(connection)
        source.assign(0, ids[:2])

        for first, chosen in ((0, ids[2:]), (3, ids[2:]), (2, ids[:1])):
            with pytest.raises(LedgerMoved):
                source.assign(first, chosen)

        assert source.assigned() == 2
        assert [event_id for event_id, _ in source.pending(10)] == ids[2:]


def test_numbered_events_are_read_back_from_any_number(clean: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labelkeep.infra.ledger.source_postgres._PAGE", 3)
    with _connect(clean, "app") as app, _connect(clean, "sequencer") as connection:
        ids = _insert(app, 10)
        source = PostgresSource(connection)
        source.assign(0, ids)

        assert [(leaf, event_id) for leaf, event_id, _ in source.assigned_from(4)] == list(enumerate(ids))[4:]
        assert list(source.assigned_from(10)) == []


def test_a_checkpoint_is_stored_only_after_the_expected_one(clean: str) -> None:
    with _connect(clean, "sequencer") as connection:
        source = PostgresSource(connection)
        source.publish(5, bytes(32), "five", None)
        five = source.last_checkpoint()
        assert five is not None
        wrong = Published(5, b"\x01" * 32, "other", five.at)

        for size, root, expected in (
            (6, bytes(32), None),
            (6, bytes(32), wrong),
            (5, wrong.root, five),
            (4, five.root, five),
        ):
            with pytest.raises(LedgerMoved):
                source.publish(size, root, "refused", expected)

        source.publish(5, bytes(32), "five", five)
        renewed = source.last_checkpoint()
        assert renewed is not None
        assert renewed.at > five.at
        assert renewed.note == "five"


def test_a_restored_older_database_is_refused(clean: str, tmp_path: Path) -> None:
    with _connect(clean, "app") as app, _connect(clean, "sequencer") as connection, psycopg.connect(clean) as owner:
        _insert(app, 20)
        _drain(tmp_path, connection)
        owner.execute("set session_replication_role = replica")
        owner.execute("delete from ledger_leaf where leaf >= 15")
        owner.execute("delete from ledger_checkpoint where size > 0")
        owner.commit()

        with pytest.raises(LedgerRolledBack, match="labelkeep audit recover"):
            Sequencer(TileStore(tmp_path), SIGNER, PostgresSource(connection)).start()


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("app", "insert into ledger_leaf (event_id, leaf) values (gen_random_uuid(), 0)"),
        ("app", "insert into ledger_pending (event_id) values (gen_random_uuid())"),
        ("app", "delete from ledger_pending"),
        ("app", "update ledger_event set outcome = 'ok'"),
        ("app", "delete from ledger_event"),
        ("app", "insert into ledger_checkpoint values (1, '', '', now())"),
        ("sequencer", "select payload from ledger_event"),
        ("sequencer", "update ledger_leaf set leaf = leaf + 1"),
        ("sequencer", "delete from ledger_checkpoint"),
        ("owner", "update ledger_event set outcome = 'ok'"),
        ("owner", "delete from ledger_leaf"),
        ("owner", "truncate ledger_event cascade"),
    ],
)
def test_nobody_can_change_the_ledger_beyond_their_part(clean: str, role: str, statement: str) -> None:
    with _connect(clean, role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_an_entry_past_the_limit_is_refused_before_it_can_block_the_log(clean: str) -> None:
    with _connect(clean, "app") as app, pytest.raises(psycopg.errors.CheckViolation):
        app.execute(
            "insert into ledger_event (id, at, action, object_type, outcome, leaf, payload)"
            " values (%s, now(), 'a', 'b', 'ok', %s, '')",
            [new_id(), bytes(65_536)],
        )


def test_finding_what_waits_does_not_read_the_log(clean: str) -> None:
    with psycopg.connect(clean, autocommit=True) as owner, _connect(clean, "sequencer") as connection:
        owner.execute(
            "with made as (insert into ledger_event (id, at, action, object_type, outcome, leaf, payload)"
            " select gen_random_uuid(), now(), 'a', 'b', 'ok', '\\x00', '' from generate_series(1, 20000) returning id)"
            " insert into ledger_leaf (event_id, leaf) select id, row_number() over () - 1 from made"
        )
        owner.execute("delete from ledger_pending")
        owner.execute("analyze ledger_event; analyze ledger_leaf; analyze ledger_pending")
        source = PostgresSource(connection)
        before = _blocks_read(owner, connection)

        for _ in range(10):
            assert source.pending(256) == []
            assert source.assigned() == 20_000

        assert _blocks_read(owner, connection) - before < 100


def _blocks_read(*connections: psycopg.Connection) -> int:
    """Return how many pages of the two growing tables these sessions have touched so far."""
    for connection in connections:
        connection.execute("select pg_stat_force_next_flush()")
    row = (
        connections[0]
        .execute(
            "select sum(heap_blks_read + heap_blks_hit) from pg_statio_user_tables"
            " where relname in ('ledger_event', 'ledger_leaf')"
        )
        .fetchone()
    )
    assert row is not None
    return int(row[0])
