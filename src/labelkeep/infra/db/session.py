"""The guarded session: limits every ORM statement to its scope and refuses to commit an unrecorded change."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NoReturn, cast
from uuid import UUID

import psycopg
from psycopg.rows import namedtuple_row, tuple_row
from sqlalchemy import Connection, Engine, PoolProxiedConnection, event, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from labelkeep.infra.db.errors import ScopeBroken, UnrecordedChange
from labelkeep.infra.db.line import Line
from labelkeep.infra.db.model import ProjectOwned
from labelkeep.infra.db.scope import Scope
from labelkeep.infra.db.statements import Statement, statement

COVERED_ELSEWHERE = {
    "draft": "the event at the lease's end carries the last version's hash and the count of saves",
    "session": "opened and ended by events; only the time of the last activity moves between",
    "job": "enqueued by the event of what asked for it; progress is not a fact about data",
    "preference": "a person's own way of working, seen by nobody else and no fact about data",
    "provider_visit": "a sign-in that was begun is no fact yet; its end is a session's event or a counted refusal",
    "factor_challenge": "what a key is asked to sign, for minutes; adding and showing a factor are events",
    "view_counter": "summed up by the view's closing event",
}
"""Closed, tested list: tables whose rows may change without an event of their own, and what covers them instead."""

RowKey = tuple[str, UUID]


LINE = "labelkeep line"
"""Where a connection of the pool keeps its line: it lives as long as the connection does."""

_AT_ONCE = 200
"""Rows of a stream that the driver takes from the line together."""


class GuardedSession(Session):
    """A session that knows its scope, what it changed, and what the ledger covers.

    Set statements travel on the connection's line; the mapper joins the same connection, in the same transaction, with
    the first row that it reads or writes. Most requests never need it.
    """

    def __init__(self, engine: Engine, *, scope: Scope, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scope = scope
        self.changed: set[RowKey] = set()
        self.recorded: set[RowKey] = set()
        self.owing: set[str] = set()
        """Set statements that changed rows and wrote no event; the door clears it when it has written one."""
        self._engine = engine
        self._lent: PoolProxiedConnection | None = None
        self._joined: Connection | None = None

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise ScopeBroken("the guarded session has no way around its scope: change rows, or write a set statement")

    def reviewed(self, name: str, values: Mapping[str, Any]) -> Sequence[Any]:
        """Run a set statement of the closed list in this transaction and return its rows as named tuples.

        ``KeyError`` for a name outside the list; errors of the database as SQLAlchemy's, without values.
        """
        asked = statement(name)
        line = self._line()
        self._tell(name)
        try:
            if asked.binary:
                # the driver writes a hundred thousand values of one kind faster than they are told apart here
                return self._in_bulk(asked, values)
            return line.run(asked.asked, values)
        except psycopg.Error as error:
            raise self._told(error, name) from error

    def streamed(self, name: str, values: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        """Run a set statement of the closed list whose rows travel in the binary form; yield them while it still runs.

        Nothing else runs in this transaction until the last row was taken; who leaves before can only roll back.
        Raises as ``reviewed`` does.
        """
        asked = statement(name)
        driver = cast("psycopg.Connection[Any]", self._borrowed().driver_connection)
        self._tell(name)
        try:
            with driver.cursor(row_factory=tuple_row) as cursor:
                yield from cursor.stream(asked.sql, values, binary=True, size=_AT_ONCE)
        except psycopg.Error as error:
            raise self._told(error, name) from error

    def _tell(self, name: str) -> None:
        """Let whoever counts or times statements see these too, without their values."""
        for told in self._engine.dispatch.before_cursor_execute:
            told(None, None, name, None, None, False)

    def _in_bulk(self, asked: Statement, values: Mapping[str, Any]) -> Sequence[Any]:
        driver = cast("psycopg.Connection[Any]", self._borrowed().driver_connection)
        with driver.cursor(row_factory=namedtuple_row) as cursor:
            cursor.execute(asked.sql, values, prepare=True, binary=True)
            return cursor.fetchall() if cursor.description else ()

    def get_bind(self, *_args: Any, **_kwargs: Any) -> Connection:
        """Return what the mapper works on: the connection that the set statements travel on."""
        if self._joined is None:
            self._joined = Connection(self._engine, connection=self._borrowed())
        return self._joined

    def commit(self) -> None:
        """Commit what the ledger covers; raise ``UnrecordedChange`` for the rest."""
        if self.in_transaction():
            super().commit()
            return
        _prove(self)
        if self._lent is not None:
            try:
                self._line().commit()
            except psycopg.Error as error:
                raise self._told(error, "commit") from error

    def rollback(self) -> None:
        """Undo everything since the transaction began."""
        self._undo()
        super().rollback()

    def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        self._undo()
        super().close()
        if self._joined is not None:
            self._joined.close()
        elif self._lent is not None:
            self._lent.close()
        self._joined = self._lent = None

    def _undo(self) -> None:
        """Roll back on the line, before the driver does: it would have the server forget all that it has learned."""
        if self._lent is None or not self._lent.is_valid:
            return
        try:
            self._line().rollback()
        except psycopg.Error as error:
            self._lent.invalidate(error)

    def _borrowed(self) -> PoolProxiedConnection:
        if self._lent is None:
            self._lent = self._engine.raw_connection()
        return self._lent

    def _line(self) -> Line:
        lent = self._borrowed()
        kept = lent.info
        line = kept.get(LINE)
        if line is None:
            driver = lent.driver_connection
            assert isinstance(driver, psycopg.Connection)  # noqa: S101  the only driver that the house is built with
            line = kept[LINE] = Line(cast("psycopg.Connection[Any]", driver))
        return line

    def _told(self, error: psycopg.Error, name: str) -> Exception:
        """Return the error as SQLAlchemy tells it, and give up a connection that is broken."""
        lent = self._borrowed()
        driver = lent.driver_connection
        # whoever had the server forget what the line taught it leaves a connection that is of no use to the line
        forgotten = isinstance(error, psycopg.errors.InvalidSqlStatementName)
        lost = driver is None or driver.closed or forgotten
        if lost:
            lent.invalidate(error)
        return DBAPIError.instance(
            name,
            None,
            error,
            psycopg.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=self._engine.dialect,
        )

    connection = _refuse
    bulk_save_objects = _refuse
    bulk_insert_mappings = _refuse
    bulk_update_mappings = _refuse


def undo_first(connection: Connection) -> None:
    """Roll back on the line before the driver does, which would have the server forget all that the line has taught it.

    A listener of the engine's ``rollback``: the mapper rolls back by itself when a commit fails.
    """
    if connection.invalidated:
        # it is lost, and so is what was open on it
        return
    line = connection.connection.info.get(LINE)
    if line is not None:
        with suppress(psycopg.Error):  # the driver meets the same error, and tells it
            line.rollback()


def key_of(row: Any) -> RowKey:
    """Return table and primary key of a mapped row.

    Raises ``ScopeBroken`` for a key of several columns: one part of it would stand for many rows. Such rows are changed
    by set statements only.
    """
    state = inspect(row)
    identity = state.identity or state.mapper.primary_key_from_instance(row)
    if len(identity) != 1:
        raise ScopeBroken(f"{type(row).__name__} has a key of several columns: write a reviewed set statement")
    return state.mapper.local_table.name, identity[0]


@event.listens_for(GuardedSession, "do_orm_execute")
def _limit(state: ORMExecuteState) -> None:
    session = state.session
    if not isinstance(session, GuardedSession):  # pragma: no cover - the listener is bound to the class
        raise ScopeBroken("foreign session")
    if not state.is_orm_statement or state.is_from_statement:
        raise ScopeBroken("only ORM statements may run here; the closed list of set statements has a way of its own")
    if state.is_column_load or state.is_relationship_load:
        return
    if not state.is_select:
        raise ScopeBroken("bulk statements bypass scope and record: change rows, or write a reviewed set statement")
    project_id = session.scope.project_id
    if project_id is None:
        for mapper in state.all_mappers:
            if issubclass(mapper.class_, ProjectOwned) and not getattr(mapper.class_, "__own_rows__", False):
                raise ScopeBroken(f"{mapper.class_.__name__} belongs to a project and this scope has none")
        return
    state.statement = state.statement.options(
        with_loader_criteria(ProjectOwned, lambda cls: cls.project_id == project_id, include_aliases=True)
    )


@event.listens_for(GuardedSession, "before_flush")
def _own(session: GuardedSession, _context: UOWTransaction, _instances: Any) -> None:
    project_id = session.scope.project_id
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, ProjectOwned) or row.project_id == project_id:
            continue
        # a scope without a project reaches memberships: one's own, and those that the organisation makes
        if project_id is not None or not getattr(row, "__own_rows__", False):
            raise ScopeBroken(f"{type(row).__name__} of another project")


@event.listens_for(GuardedSession, "after_flush")
def _note(session: GuardedSession, _context: UOWTransaction) -> None:
    for row in (*session.new, *session.deleted, *(r for r in session.dirty if session.is_modified(r))):
        if inspect(row).mapper.local_table.name not in COVERED_ELSEWHERE:
            session.changed.add(key_of(row))


@event.listens_for(GuardedSession, "before_commit")
def _prove(session: GuardedSession) -> None:
    session.flush()
    missing = {table for table, _ in session.changed - session.recorded} | session.owing
    if missing:
        names = ", ".join(sorted(missing))
        raise UnrecordedChange(f"changed without a ledger event: {names}")
