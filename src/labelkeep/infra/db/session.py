"""The guarded session: limits every ORM statement to its scope and refuses to commit an unrecorded change."""

from typing import Any
from uuid import UUID

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from labelkeep.infra.db.errors import ScopeBroken, UnrecordedChange
from labelkeep.infra.db.model import ProjectOwned
from labelkeep.infra.db.scope import Scope
from labelkeep.infra.db.statements import NAMES

COVERED_ELSEWHERE = {
    "draft": "the event at the lease's end carries the last version's hash and the count of saves",
    "session": "opened and ended by events; only the time of the last activity moves between",
    "job": "enqueued by the event of what asked for it; progress is not a fact about data",
    "upload_part": "the import's event carries each file's size and hash",
    "view_counter": "summed up by the view's closing event",
}
"""Closed, tested list: tables whose rows may change without an event of their own, and what covers them instead."""

RowKey = tuple[str, UUID]


class GuardedSession(Session):
    """A session that knows its scope, what it changed, and what the ledger covers."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.changed: set[RowKey] = set()
        self.recorded: set[RowKey] = set()


def key_of(row: Any) -> RowKey:
    """Return table and primary key of a mapped row (the first key column, our ids are single)."""
    state = inspect(row)
    identity = state.identity or state.mapper.primary_key_from_instance(row)
    return state.mapper.local_table.name, identity[0]


@event.listens_for(GuardedSession, "do_orm_execute")
def _limit(state: ORMExecuteState) -> None:
    session = state.session
    if not isinstance(session, GuardedSession):  # pragma: no cover - the listener is bound to the class
        raise ScopeBroken("foreign session")
    if state.execution_options.get("labelkeep_statement") in NAMES:
        return
    if not state.is_orm_statement:
        raise ScopeBroken("only ORM statements and the closed list of set statements may run")
    if state.is_column_load or state.is_relationship_load:
        return
    if state.is_insert:
        raise ScopeBroken("bulk inserts bypass the scope: add rows, or write a reviewed set statement")
    project_id = session.scope.project_id
    if project_id is None:
        for mapper in state.all_mappers:
            if issubclass(mapper.class_, ProjectOwned) and not getattr(mapper.class_, "__own_rows__", False):
                raise ScopeBroken(f"{mapper.class_.__name__} belongs to a project and this scope has none")
        return
    if not state.is_select:
        raise ScopeBroken("bulk updates and deletes bypass the record: change rows, or write a reviewed set statement")
    state.statement = state.statement.options(
        with_loader_criteria(ProjectOwned, lambda cls: cls.project_id == project_id, include_aliases=True)
    )


@event.listens_for(GuardedSession, "before_flush")
def _own(session: GuardedSession, _context: UOWTransaction, _instances: Any) -> None:
    project_id = session.scope.project_id
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, ProjectOwned) and not getattr(row, "__own_rows__", False) and row.project_id != project_id:
            raise ScopeBroken(f"{type(row).__name__} of another project")


@event.listens_for(GuardedSession, "after_flush")
def _note(session: GuardedSession, _context: UOWTransaction) -> None:
    for row in (*session.new, *session.deleted, *(r for r in session.dirty if session.is_modified(r))):
        key = key_of(row)
        if key[0] not in COVERED_ELSEWHERE:
            session.changed.add(key)


@event.listens_for(GuardedSession, "before_commit")
def _prove(session: GuardedSession) -> None:
    session.flush()
    missing = session.changed - session.recorded
    if missing:
        names = ", ".join(sorted({table for table, _ in missing}))
        raise UnrecordedChange(f"changed without a ledger event: {names}")
