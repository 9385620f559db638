"""A person's own ways of working: they follow the person to every machine and say nothing of data."""

from typing import Any, cast

import orjson
from sqlalchemy import select

from labelkeep.access.doors import Self
from labelkeep.core.errors import Invalid
from labelkeep.core.ids import new_id
from labelkeep.domain.people.shapes import PreferenceName
from labelkeep.domain.people.tables import PersonRow, PreferenceRow

MOST_BYTES = 16_384


class PreferenceTooLarge(Invalid):
    """A preference is larger than a person's settings ever are."""

    code = "preference.too_large"


def read(own: Self) -> dict[PreferenceName, dict[str, Any]]:
    """Return what the caller has set, by name."""
    key = own.person_key(own.actor.id)
    rows = own.find(select(PreferenceRow).where(PreferenceRow.user_id == own.actor.id))
    return {
        cast("PreferenceName", row.name): orjson.loads(own.open_as(key, "preference", "body", row.id, row.body))
        for row in rows
    }


def put(own: Self, name: PreferenceName, value: dict[str, Any]) -> None:
    """Set one preference of the caller; the last one to write wins, whichever machine it came from."""
    text = orjson.dumps(value)
    if len(text) > MOST_BYTES:
        raise PreferenceTooLarge(f"These settings take {len(text)} bytes; the most is {MOST_BYTES}. Remove some.")
    own.get(PersonRow, own.actor.id, lock=True)  # two tabs that set the same name for the first time take turns
    query = select(PreferenceRow).where(PreferenceRow.user_id == own.actor.id, PreferenceRow.name == name)
    row = own.find(query).one_or_none()
    row_id = row.id if row else new_id()
    body = own.seal_as(own.person_key(own.actor.id), "preference", "body", row_id, text)
    if row:
        row.body, row.changed_at = body, own.now
    else:
        own.add(PreferenceRow(id=row_id, user_id=own.actor.id, name=name, body=body, changed_at=own.now))
