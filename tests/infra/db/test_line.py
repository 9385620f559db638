"""The line to the database: what is sent arrives as it was, and errors leave the connection usable."""

import os
import signal
import threading
import time
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy.exc import DBAPIError

from houses import Town
from labelkeep.access.capabilities import Configure
from labelkeep.core.ids import new_id
from labelkeep.domain.projects.tables import ProjectRow
from labelkeep.infra.db.errors import UnrecordedChange
from labelkeep.infra.db.line import Asked, Line

MOMENT = datetime(2026, 3, 29, 1, 59, 59, 123456, tzinfo=UTC)


@pytest.fixture
def driver(shared: Town) -> Any:
    with psycopg.connect(shared.house.urls.conninfo("app")) as made:
        yield made


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("uuid", new_id()), ("bytea", b"\x00\xff'\\"), ("text", "o'neill \\ \u00fc %(x)s $1"), ("bigint", -(2**62)),
        ("boolean", True), ("boolean", False), ("timestamptz", MOMENT), ("double precision", 0.1), ("text", None),
        ("text[]", ['a"b', "{}", "NULL", ""]), ("uuid[]", [new_id(), new_id()]), ("bytea[]", [b"\x00,{", b""]),
        ("bigint[]", [1, 2**40]), ("integer[]", []), ("text[]", [None, "x"]),
    ],
)  # fmt: skip
def test_a_value_comes_back_as_it_was_sent(driver: Any, kind: str, value: Any) -> None:
    rows = Line(driver).run(Asked("echo", f"select cast(%(it)s as {kind}) as it"), {"it": value})

    assert [row.it for row in rows] == [value]


def test_a_name_that_stands_twice_is_sent_once(driver: Any) -> None:
    asked = Asked("twice", "select cast(%(a)s as int) + cast(%(a)s as int) as n, cast(%(b)s as int) as b")

    assert tuple(Line(driver).run(asked, {"a": 2, "b": 3, "more": 4})[0]) == (4, 3)
    assert asked.names == ["a", "b"]


def test_a_text_with_a_nul_is_refused_and_not_cut(driver: Any) -> None:
    with pytest.raises(psycopg.DataError):
        Line(driver).run(Asked("nul", "select cast(%(it)s as text) as it"), {"it": "a\0b"})


def test_an_error_is_the_drivers_and_the_line_goes_on_after_a_rollback(driver: Any) -> None:
    line, asked = Line(driver), Asked("divide", "select 1 / cast(%(by)s as int) as n")

    with pytest.raises(psycopg.errors.DivisionByZero):
        line.run(asked, {"by": 0})
    assert driver.info.transaction_status == TransactionStatus.INERROR
    line.rollback()

    assert line.run(asked, {"by": 1})[0].n == 1
    line.commit()
    assert driver.info.transaction_status == TransactionStatus.IDLE


def test_the_mapper_and_set_statements_share_one_transaction_whoever_begins(shared: Town) -> None:
    with pytest.raises(LookupError), shared.as_person("owner", Configure) as access:
        access.note("access.denied", "project", access.project_id, outcome="refused")
        access.settle()
        raise LookupError
    with shared.as_person("owner", Configure) as access:
        access.flush()
        assert access._session.in_transaction() is False


def test_what_the_server_has_learned_outlives_a_failed_commit_of_the_mapper(shared: Town) -> None:

    for _ in range(6):
        with pytest.raises(UnrecordedChange), shared.as_person("owner", Configure) as access:
            access.get(ProjectRow, access.project_id).state = "live"
        with shared.as_person("owner", Configure) as access:
            assert access.get(ProjectRow, access.project_id).state == "setup"


def test_a_failed_transaction_never_passes_for_a_committed_one(driver: Any) -> None:
    line = Line(driver)
    with pytest.raises(psycopg.errors.DivisionByZero):
        line.run(Asked("divide", "select 1 / cast(%(by)s as int) as n"), {"by": 0})

    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        line.commit()


def test_a_stopped_console_command_stops_its_statement(driver: Any) -> None:
    def interrupt() -> None:
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGINT)

    stopper = threading.Thread(target=interrupt)
    stopper.start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        Line(driver).run(Asked("sleep", "select pg_sleep(cast(%(it)s as float8))"), {"it": 30})
    stopper.join()

    assert time.monotonic() - begun < 15
    assert driver.info.transaction_status != TransactionStatus.ACTIVE


def test_a_connection_that_has_forgotten_its_statements_is_replaced(shared: Town) -> None:
    with shared.as_person("owner", Configure) as access:
        access.get(ProjectRow, access.project_id)
        pid = access._session._lent.driver_connection.info.backend_pid
        access._session._lent.driver_connection.pgconn.exec_(b"DEALLOCATE ALL")

    found: set[int] = set()
    for _ in range(3):
        try:
            with shared.as_person("owner", Configure) as access:
                found.add(access._session._lent.driver_connection.info.backend_pid)
        except DBAPIError:
            continue
    assert found
    assert pid not in found


def test_a_lost_connection_is_told_and_the_next_request_gets_another(shared: Town) -> None:
    with shared.as_person("owner", Configure) as access:
        pid = access._session._lent.driver_connection.info.backend_pid
    with pytest.raises(DBAPIError), shared.as_person("owner", Configure) as access:
        access._session._lent.driver_connection.pgconn.finish()
        access.get(ProjectRow, access.project_id)
    with shared.as_person("owner", Configure) as access:
        assert access.get(ProjectRow, access.project_id).state == "setup"
        assert access._session._lent.driver_connection.info.backend_pid != pid


def test_settings_of_a_scope_do_not_outlive_the_transaction(shared: Town) -> None:
    with shared.as_person("owner", Configure) as access:
        driver = access._session._lent.driver_connection
    names = ("project", "user", "token", "site", "system", "job", "email")
    asked = "||".join(f"current_setting('labelkeep.{name}', true)" for name in names)
    # a setting that was local to a transaction is empty after it
    assert driver.pgconn.exec_(f"select {asked}".encode()).get_value(0, 0) == b""
    assert driver.pgconn.exec_(b"show enable_seqscan").get_value(0, 0) == b"on"
