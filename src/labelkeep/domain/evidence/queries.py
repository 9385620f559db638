"""Reading the ledger: events of one project or of the organisation, newest first, with their payloads opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_

from labelkeep.access.capabilities import Audit, SiteAdmin
from labelkeep.access.doors import Access, Door, Site
from labelkeep.core.clock import iso
from labelkeep.core.errors import Invalid, LabelkeepError
from labelkeep.domain.evidence.shapes import ActorRef, EventOut, LedgerOut
from labelkeep.domain.people.queries import names
from labelkeep.infra.db.tables import LedgerEventRow
from labelkeep.infra.house import SITE
from labelkeep.infra.ledger.events import open_payload
from labelkeep.infra.vault import DataKey, Owner, SealedBytes, key_id


@dataclass(frozen=True, slots=True)
class Question:
    """Which events somebody wants to see; ``after`` is the ``next`` of the page before."""

    action: str | None = None
    actor: UUID | None = None
    object: UUID | None = None
    after: str | None = None
    limit: int = 50

    def facts(self) -> dict[str, Any]:
        """Return what the event about this reading says."""
        asked = {"action": self.action, "actor": self.actor, "object": self.object, "after": self.after}
        return {key: str(value) for key, value in asked.items() if value is not None}


def project_ledger(access: Access[Audit], question: Question) -> LedgerOut:
    """Return a page of the project's events; this reading is an event itself."""
    rows, more = _page(access, select(LedgerEventRow).where(LedgerEventRow.project_id == access.project_id), question)
    found = LedgerOut(items=_out(access, rows), next=more)
    access.note("ledger.read", "ledger", None, asked=question.facts())
    return found


def site_ledger(site: Site[SiteAdmin], question: Question) -> LedgerOut:
    """Return a page of the organisation's events; this reading is an event itself."""
    rows, more = _page(site, select(LedgerEventRow).where(LedgerEventRow.project_id.is_(None)), question)
    found = LedgerOut(items=_out(site, rows), next=more)
    site.note("ledger.read", "ledger", None, asked=question.facts())
    return found


def _page(door: Door, query: Select[LedgerEventRow], question: Question) -> tuple[list[LedgerEventRow], str | None]:
    row = LedgerEventRow
    if question.action is not None:
        query = query.where(row.action == question.action)
    if question.actor is not None:
        query = query.where(row.actor_id == question.actor)
    if question.object is not None:
        query = query.where(row.object_id == question.object)
    if question.after is not None:
        query = query.where(tuple_(row.at, row.id) < _place(question.after))
    found = list(door.find(query.order_by(row.at.desc(), row.id.desc()).limit(question.limit + 1)))
    shown = found[: question.limit]
    return shown, f"{iso(shown[-1].at)}~{shown[-1].id}" if len(found) > question.limit else None


def _place(after: str) -> tuple[datetime, UUID]:
    at, _, event_id = after.partition("~")
    try:
        return datetime.fromisoformat(at), UUID(event_id)
    except ValueError:
        raise Invalid("This is not the `next` of a page of the ledger: start again without `after`.") from None


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
            facts=_facts(door, row),
        )
        for row in rows
    ]


def _facts(door: Door, row: LedgerEventRow) -> dict[str, Any] | None:
    sealed = SealedBytes(bytes(row.payload))
    for key in _keys(door, row):
        if key.id == key_id(sealed):
            return open_payload(door.open_as(key, "ledger_event", "payload", row.id, sealed))["facts"]
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
