"""Ledger events of one transaction: composed as they are recorded, inserted in one statement at its end."""

from datetime import datetime
from typing import Any
from uuid import UUID

from labelkeep.access.identity import Actor
from labelkeep.core.hashing import keyed
from labelkeep.core.ids import new_id
from labelkeep.infra.db.scope import Scope
from labelkeep.infra.db.session import RowKey
from labelkeep.infra.house import SITE, House
from labelkeep.infra.ledger.actions import ACTIONS
from labelkeep.infra.ledger.events import compose
from labelkeep.infra.vault import DataKey, Place, seal

FIELDS = ("id", "project", "at", "action", "actor", "type", "object", "outcome", "leaf", "payload")
COLUMNS = ("ids", "projects", "ats", "actions", "actors", "types", "objects", "outcomes", "leaves", "payloads")


def pseudonym(key: DataKey) -> str:
    """Return the project's name in the public leaf: keyed, so that only the key's holder can tell which it is."""
    return keyed(key.index, b"ledger pseudonym")[:16].hex()


class Records:
    """The events of one transaction."""

    def __init__(self, house: House, scope: Scope, actor: Actor | None, now: datetime) -> None:
        self._house = house
        self._scope = scope
        self._actor = actor
        self._now = now
        self._rows: list[tuple[Any, ...]] = []

    def add(
        self,
        action: str,
        object_type: str,
        object_id: UUID | None,
        outcome: str,
        facts: dict[str, Any],
        covers: list[RowKey],
    ) -> UUID:
        """Compose an event and keep it for the end of the transaction; return its id."""
        row = self._row(action, object_type, object_id, outcome, facts, covers)
        self._rows.append(row)
        return row[0]

    def columns(
        self,
        action: str,
        object_type: str,
        object_id: UUID | None,
        outcome: str,
        facts: dict[str, Any],
        covers: list[RowKey],
    ) -> dict[str, Any]:
        """Compose an event for a set statement that inserts it itself."""
        row = self._row(action, object_type, object_id, outcome, facts, covers)
        return {f"event_{name}": value for name, value in zip(FIELDS, row, strict=True)}

    def take(self) -> dict[str, list[Any]] | None:
        """Return all kept events as one batch of columns, and keep none."""
        if not self._rows:
            return None
        batch = {name: list(values) for name, values in zip(COLUMNS, zip(*self._rows, strict=True), strict=True)}
        self._rows = []
        return batch

    def _row(
        self,
        action: str,
        object_type: str,
        object_id: UUID | None,
        outcome: str,
        facts: dict[str, Any],
        covers: list[RowKey],
    ) -> tuple[Any, ...]:
        if action not in ACTIONS:
            raise ValueError(f"{action} is not in the closed list of ledger actions")
        event_id = new_id()
        key, project = self._key()
        actor_id = self._actor.id if self._actor else None
        payload: dict[str, Any] = {
            "actor": str(actor_id) if actor_id else None,
            "session": str(self._actor.session_id) if self._actor and self._actor.session_id else None,
            "object": str(object_id) if object_id else None,
            "facts": facts,
        }
        if covers:
            payload["covers"] = [[table, str(row_id)] for table, row_id in covers]
        made = compose(event_id, self._now, action, object_type, project, outcome, payload)
        sealed = seal(key, made.opened, Place("ledger_event", "payload", event_id))
        scope_project = self._scope.project_id
        return event_id, scope_project, self._now, action, actor_id, object_type, object_id, outcome, made.leaf, sealed

    def _key(self) -> tuple[DataKey, str | None]:
        keyring = self._house.keyring
        if self._scope.project_id:
            key = keyring.key_of("project", self._scope.project_id)
            return key, pseudonym(key)
        if self._actor:
            return keyring.key_of("person", self._actor.id), None
        return keyring.key_of("site", SITE), None
