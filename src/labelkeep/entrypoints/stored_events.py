"""All events as the database has them, in the order of their leaf numbers, read as the backup role."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import namedtuple_row

from labelkeep.access.records import pseudonym
from labelkeep.core.errors import LabelkeepError
from labelkeep.infra.house import SITE, House
from labelkeep.infra.ledger.compare import StoredRow
from labelkeep.infra.vault import DataKey, Place, SealedBytes, key_id, open_sealed

QUERY = """
select l.leaf, e.id, e.project_id, e.at, e.action, e.actor_id, e.object_type, e.object_id, e.outcome,
       e.leaf as entry, e.payload
  from ledger_leaf l join ledger_event e on e.id = l.event_id order by l.leaf
"""


def stored_events(house: House) -> Iterator[StoredRow]:
    """Yield every numbered event; payloads are opened where their key still exists."""
    with (
        psycopg.connect(house.urls.conninfo("backup")) as connection,
        connection.cursor("events", row_factory=namedtuple_row) as cursor,
    ):
        cursor.execute(QUERY)
        for row in cursor:
            yield _stored(house, row)


def _stored(house: House, row: Any) -> StoredRow:
    return StoredRow(
        leaf=row.leaf,
        event_id=row.id,
        entry=bytes(row.entry),
        at=row.at,
        action=row.action,
        object_type=row.object_type,
        outcome=row.outcome,
        project=_pseudonym(house, row.project_id),
        opened=_opened(house, row),
        claims={
            "actor": str(row.actor_id) if row.actor_id else None,
            "object": str(row.object_id) if row.object_id else None,
        },
    )


def _pseudonym(house: House, project_id: UUID | None) -> str | None:
    return pseudonym(house.keyring.key_of("project", project_id)) if project_id else None


def _opened(house: House, row: Any) -> bytes | None:
    sealed = SealedBytes(bytes(row.payload))
    place = Place("ledger_event", "payload", row.id)
    for key in _keys(house, row):
        if key.id == key_id(sealed):
            return open_sealed(key, sealed, place)
    return None


def _keys(house: House, row: Any) -> Iterator[DataKey]:
    owners: tuple[tuple[Any, UUID | None], ...] = (
        ("project", row.project_id),
        ("person", row.actor_id),
        ("site", SITE),
    )
    for kind, owner_id in owners:
        if owner_id is None:
            continue
        try:
            yield house.keyring.key_of(kind, owner_id)
        except LabelkeepError:
            # an erased key is no fault of the log: the leaf still proves that something stood here
            continue
