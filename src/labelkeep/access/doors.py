"""The doors: the only objects that hold a database session.

``Access[C]`` reaches one project, ``Site[C]`` the organisation, ``Self`` one's own account, ``System[T]`` a closed list
of periodic tasks. None can be built by hand; each commits only what the ledger covers.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar, TypeVarTuple
from uuid import UUID

import orjson
from sqlalchemy import Select
from sqlalchemy.engine import Row, ScalarResult

from labelkeep.access.capabilities import Capability
from labelkeep.access.identity import Actor, Standing
from labelkeep.access.records import Records
from labelkeep.core.errors import Denied, NotFound
from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base
from labelkeep.infra.db.session import GuardedSession, RowKey, key_of
from labelkeep.infra.db.statements import Statement, statement
from labelkeep.infra.house import House
from labelkeep.infra.vault import DataKey, Place, SealedBytes, open_sealed, seal

C = TypeVar("C", bound=Capability, covariant=True)  # noqa: PLC0105  the short name is read in every signature
R = TypeVar("R", bound=Base)
T = TypeVar("T")
Ts = TypeVarTuple("Ts")

KEY = object()
"""Only ``labelkeep.access.entering`` hands this over: a door built elsewhere raises."""


class Door:
    """What all doors share: reading and writing through the guarded session, sealing, recording."""

    def __init__(self, key: object, house: House, session: GuardedSession, actor: Actor | None, now: datetime) -> None:
        if key is not KEY:
            raise TypeError("a door is opened by a grant, never built")
        self.house = house
        self.actor = actor
        self.now = now
        self._session = session
        self._records = Records(house, session.scope, actor, now)
        self._covering: set[RowKey] = set()

    # -- reading ---------------------------------------------------------------------------------------------------

    def find(self, query: Select[T]) -> ScalarResult[T]:
        """Run an ORM select; the scope limits it."""
        return self._session.scalars(query)

    def rows(self, query: Select[*Ts]) -> Sequence[Row[*Ts]]:
        """Run an ORM select of several columns; the scope limits it."""
        return self._session.execute(query).all()

    def get(self, table: type[R], row_id: UUID | None, *, lock: bool = False) -> R:
        """Return the row, locked for change if asked; raise ``NotFound`` when it is not in this scope."""
        row = None if row_id is None else self._session.get(table, row_id, with_for_update=True if lock else None)
        if row is None:
            raise NotFound
        return row

    def holds_factor(self, person_id: UUID) -> bool:
        """Say whether a person has a second factor; only of whom this scope may see."""
        return self._session.reviewed("factor_held", {"person": person_id})[0].held

    # -- writing ---------------------------------------------------------------------------------------------------

    def add(self, row: R) -> R:
        """Put a new row into the transaction and give it its id."""
        mapper = row.__mapper__
        column = mapper.primary_key[0]
        attribute = mapper.get_property_by_column(column).key
        if getattr(row, attribute) is None:
            setattr(row, attribute, new_id())
        self._session.add(row)
        return row

    def remove(self, row: Base) -> None:
        """Delete a row (drafts and unfinished uploads only; database grants forbid the rest)."""
        self._session.delete(row)

    def flush(self) -> None:
        """Send pending changes now, so that constraints speak here and not at commit."""
        self._session.flush()

    def record(self, row: Base, action: str, *, covers: Iterable[Base] = (), outcome: str = "ok", **facts: Any) -> UUID:
        """Write the ledger event of a change: ``row`` is its object; ``covers`` are further rows that it proves."""
        keys = [key_of(each) for each in (row, *covers)]
        self._covering.update(keys)
        table, object_id = keys[0]
        return self._records.add(action, table, object_id, outcome, facts, keys[1:])

    def note(self, action: str, object_type: str, object_id: UUID | None, *, outcome: str = "ok", **facts: Any) -> UUID:
        """Write a ledger event of something that changed no row: a look, a refusal, a hand-over."""
        return self._records.add(action, object_type, object_id, outcome, facts, [])

    def run(self, name: str, **values: Any) -> Sequence[Any]:
        """Run a reviewed set statement of the closed list; its header says who may."""
        reviewed = self._allowed(name)
        rows = self._session.reviewed(name, values)
        if reviewed.owes and (rows or not reviewed.by_rows):
            self._session.owing.add(name)
        return rows

    def stream(self, name: str, **values: Any) -> Iterator[tuple[Any, ...]]:
        """Run a reviewed set statement that only reads, and yield its rows while the database still makes them.

        The transaction does nothing else until the last row was taken; who leaves before can only roll back.
        """
        if self._allowed(name).writes:
            raise ValueError(f"{name} changes rows: it is run, not streamed")
        return self._session.streamed(name, values)

    def _allowed(self, name: str) -> Statement:
        reviewed = statement(name)
        held = {each.__name__ for each in self._held()}
        if reviewed.capabilities and not reviewed.capabilities & held:
            raise Denied("Your role does not allow this.", needs=sorted(reviewed.capabilities))
        return reviewed

    def compose(self, action: str, object_type: str, object_id: UUID | None, **facts: Any) -> dict[str, Any]:
        """Return the columns of an event that a set statement inserts itself, as parameters named ``event_*``."""
        return self._records.columns(action, object_type, object_id, "ok", facts, [])

    def _held(self) -> frozenset[type[Any]]:
        return frozenset()

    def settle(self) -> None:
        """Send changes and their events to the database; the grant calls this just before it commits."""
        self._session.flush()
        batch = self._records.take()
        if batch:
            self._session.reviewed("event_insert", batch)
            # only what stands in the database proves a change
            self._session.recorded |= self._covering
            self._session.owing.clear()

    # -- sealing ---------------------------------------------------------------------------------------------------

    def person_key(self, person_id: UUID) -> DataKey:
        """Return a person's data key (names, addresses)."""
        return self.house.keyring.key_of("person", person_id)

    def seal_as(self, key: DataKey, table: str, column: str, row_id: UUID, value: str | bytes) -> SealedBytes:
        """Seal a value of a vault column under a named key."""
        return seal(key, value.encode() if isinstance(value, str) else value, Place(table, column, row_id))

    def open_as(self, key: DataKey, table: str, column: str, row_id: UUID, value: SealedBytes) -> bytes:
        """Open a vault column under a named key."""
        return open_sealed(key, value, Place(table, column, row_id))


class Self(Door):
    """One's own account, and one's own memberships across projects."""

    actor: Actor


class Site(Door, Generic[C]):
    """The organisation: people, projects, roots. No project data."""

    actor: Actor

    def __init__(
        self,
        key: object,
        house: House,
        session: GuardedSession,
        actor: Actor,
        now: datetime,
        held: frozenset[type[Capability]],
    ) -> None:
        super().__init__(key, house, session, actor, now)
        self._capabilities = held

    def _held(self) -> frozenset[type[Any]]:
        return self._capabilities


class Access(Door, Generic[C]):
    """One project, as one member with the capability ``C``."""

    actor: Actor

    def __init__(
        self,
        key: object,
        house: House,
        session: GuardedSession,
        actor: Actor,
        now: datetime,
        standing: Standing,
        held: frozenset[type[Capability]],
    ) -> None:
        super().__init__(key, house, session, actor, now)
        self.standing = standing
        self._capabilities = held

    @property
    def project_id(self) -> UUID:
        """The project of this access."""
        return self.standing.project_id

    @property
    def key(self) -> DataKey:
        """The project's data key."""
        return self.house.keyring.key_of("project", self.project_id)

    def may(self, capability: type[Capability]) -> bool:
        """Say whether the member also holds another capability: for what a page shows, never instead of a grant."""
        return capability in self._capabilities

    def _held(self) -> frozenset[type[Any]]:
        return self._capabilities

    def seal(self, table: str, column: str, row_id: UUID, value: str | bytes) -> SealedBytes:
        """Seal a value of a vault column under the project's key; it opens only in this table, column and row."""
        return self.seal_as(self.key, table, column, row_id, value)

    def unseal(self, table: str, column: str, row_id: UUID, value: SealedBytes) -> bytes:
        """Open a vault column."""
        return self.open_as(self.key, table, column, row_id, value)

    def seal_json(self, table: str, column: str, row_id: UUID, value: Any) -> SealedBytes:
        """Seal a JSON value."""
        return self.seal(table, column, row_id, orjson.dumps(value))

    def unseal_json(self, table: str, column: str, row_id: UUID, value: SealedBytes) -> Any:
        """Open a JSON value."""
        return orjson.loads(self.unseal(table, column, row_id, value))

    def enqueue(self, job_id: UUID, kind: str) -> None:
        """Put a job into the queue in this very transaction; the queue holds nothing but its id."""
        self._session.flush()
        self._session.reviewed("enqueue", {"job": job_id, "kind": kind})


class System(Door, Generic[T]):
    """A periodic task of the closed list; ``T`` is its name as a type."""

    def __init__(self, key: object, house: House, session: GuardedSession, now: datetime, task: type[Any]) -> None:
        super().__init__(key, house, session, None, now)
        self._task = task

    def _held(self) -> frozenset[type[Any]]:
        return frozenset({self._task})
