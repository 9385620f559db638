"""Reading the ledger: events of one project or of the organisation, newest first, with their payloads opened."""

import base64
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Audit, SiteAdmin
from labelkeep.access.doors import Access, Door, Site
from labelkeep.core.errors import Invalid, LabelkeepError, NotFound
from labelkeep.domain.evidence.searching import Question, found, place_of
from labelkeep.domain.evidence.shapes import ActorRef, EventDetail, EventOut, LedgerOut
from labelkeep.domain.people.queries import names
from labelkeep.infra.db.tables import LedgerEventRow
from labelkeep.infra.house import SITE
from labelkeep.infra.ledger.events import open_payload
from labelkeep.infra.vault import DataKey, Owner, SealedBytes, key_id


def project_ledger(access: Access[Audit], question: Question) -> LedgerOut:
    """Return a page of the project's events; this reading is an event itself."""
    rows = found(access, select(LedgerEventRow).where(LedgerEventRow.project_id == access.project_id), question)
    page = _page(access, rows, question.limit)
    access.note("ledger.read", "ledger", None, asked=question.facts())
    return page


def site_ledger(site: Site[SiteAdmin], question: Question) -> LedgerOut:
    """Return a page of the organisation's events; this reading is an event itself."""
    if question.asset is not None:
        raise Invalid("The organisation has no assets: look in the ledger of the asset's project.")
    rows = found(site, select(LedgerEventRow).where(LedgerEventRow.project_id.is_(None)), question)
    page = _page(site, rows, question.limit)
    site.note("ledger.read", "ledger", None, asked=question.facts())
    return page


def _page(door: Access[Audit] | Site[SiteAdmin], rows: list[LedgerEventRow], limit: int) -> LedgerOut:
    shown = rows[:limit]
    return LedgerOut(items=_out(door, shown), next=place_of(shown[-1]) if len(rows) > limit else None)


def event(access: Access[Audit], event_id: UUID) -> EventDetail:
    """Return one event of this project with what its leaf commits to; reading it is an event."""
    row = event_row(access, event_id)
    bare = opened(access, row)
    access.note("ledger.read", "ledger_event", event_id)
    [shown] = _out(access, [row])
    return EventDetail(**shown.model_dump(), opened=base64.b64encode(bare).decode() if bare else None)


def event_row(access: Access[Audit], event_id: UUID) -> LedgerEventRow:
    """Return an event of this project; ``NotFound`` for any other id."""
    query = select(LedgerEventRow).where(LedgerEventRow.id == event_id, LedgerEventRow.project_id == access.project_id)
    row = access.find(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def leaves(door: Access[Audit] | Site[SiteAdmin], ids: list[UUID]) -> dict[UUID, int]:
    """Return the leaf numbers of those events that have one."""
    return {row.event_id: row.leaf for row in door.run("ledger_leaves", ids=ids)}


def _out(door: Access[Audit] | Site[SiteAdmin], rows: list[LedgerEventRow]) -> list[EventOut]:
    numbered = leaves(door, [row.id for row in rows])
    known = names(door, {row.actor_id for row in rows if row.actor_id})
    return [
        EventOut(
            id=row.id,
            at=row.at,
            action=row.action,
            actor=ActorRef(id=row.actor_id, name=known.get(row.actor_id, "")) if row.actor_id else None,
            object_type=row.object_type,
            object_id=row.object_id,
            outcome=row.outcome,
            leaf=numbered.get(row.id),
            entry=bytes(row.leaf).decode("ascii"),
            facts=_facts(door, row),
        )
        for row in rows
    ]


def _facts(door: Door, row: LedgerEventRow) -> dict[str, Any] | None:
    bare = opened(door, row)
    return open_payload(bare)["facts"] if bare else None


def opened(door: Door, row: LedgerEventRow) -> bytes | None:
    """Return salt and padded payload of an event; none when its key was destroyed."""
    sealed = SealedBytes(bytes(row.payload))
    for key in _keys(door, row):
        if key.id == key_id(sealed):
            return door.open_as(key, "ledger_event", "payload", row.id, sealed)
    return None


def _keys(door: Door, row: LedgerEventRow) -> Iterator[DataKey]:
    """Yield the keys that may have sealed an event: the project's, else the actor's, else the organisation's."""
    owners: list[tuple[Owner, UUID | None]] = [("project", row.project_id)]
    if row.project_id is None:
        owners = [("site", SITE), ("person", row.actor_id)]
    for kind, owner_id in owners:
        if owner_id is None:
            continue
        try:
            yield door.house.keyring.key_of(kind, owner_id)
        except LabelkeepError:
            # an erased key is no fault of the log: the event stands, what it said is gone
            continue
