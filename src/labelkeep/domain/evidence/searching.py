"""What somebody looks for in the ledger: person, action, asset or other thing, outcome, time."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Select, select, tuple_

from labelkeep.access.doors import Door
from labelkeep.core.clock import iso
from labelkeep.core.places import place_after, read_place
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.review.tables import IssueRow, ReviewRow
from labelkeep.domain.tasks.tables import LeaseRow
from labelkeep.domain.viewing.tables import ViewRow
from labelkeep.infra.db.tables import LedgerEventRow

MOST_THINGS = 2_000


@dataclass(frozen=True, slots=True)
class Question:
    """Which events somebody wants to see.

    ``action`` is one word such as ``label.submitted``, or ``label.*`` for all that happens to labels. ``asset`` finds
    what happened to the asset, its leases, views, label versions, reviews and issues. ``since`` is the first moment,
    ``until`` the first one after; ``after`` is the ``next`` of the page before.
    """

    action: str | None = None
    actor: UUID | None = None
    object: UUID | None = None
    asset: UUID | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: str | None = None
    limit: int = 50

    def at(self, after: str | None, limit: int) -> Self:
        """Return the same question for a page of it."""
        return replace(self, after=after, limit=limit)

    def facts(self) -> dict[str, Any]:
        """Return what the event about this reading says."""
        asked = {
            "action": self.action, "actor": self.actor, "object": self.object, "asset": self.asset,
            "outcome": self.outcome, "since": self.since and iso(_moment(self.since)),
            "until": self.until and iso(_moment(self.until)), "after": self.after,
        }  # fmt: skip
        return {key: str(value) for key, value in asked.items() if value is not None}


def found(door: Door, query: Select[LedgerEventRow], question: Question) -> list[LedgerEventRow]:
    """Return the events that are asked for, newest first, one more than the limit when there are more."""
    row = LedgerEventRow
    query = _by_word(query, question)
    if question.actor is not None:
        query = query.where(row.actor_id == question.actor)
    if question.object is not None:
        query = query.where(row.object_id == question.object)
    if question.asset is not None:
        query = query.where(row.object_id.in_(_things_of(door, question.asset)))
    if question.since is not None:
        query = query.where(row.at >= _moment(question.since))
    if question.until is not None:
        query = query.where(row.at < _moment(question.until))
    if question.after is not None:
        query = query.where(tuple_(row.at, row.id) < read_place(question.after))
    return list(door.find(query.order_by(row.at.desc(), row.id.desc()).limit(question.limit + 1)))


def place_of(row: LedgerEventRow) -> str:
    """Return what ``after`` takes to go on behind an event."""
    return place_after(row.at, row.id)


def _by_word(query: Select[LedgerEventRow], question: Question) -> Select[LedgerEventRow]:
    row = LedgerEventRow
    if question.outcome is not None:
        query = query.where(row.outcome == question.outcome)
    if question.action is None:
        return query
    if question.action.endswith(".*"):
        return query.where(row.action.startswith(question.action[:-1], autoescape=True))
    return query.where(row.action == question.action)


def _things_of(door: Door, asset: UUID) -> list[UUID]:
    things = [asset]
    for table in (VersionRow, ReviewRow, LeaseRow, IssueRow):
        things += door.find(select(table.id).where(table.asset_id == asset)).all()
    looks = select(ViewRow.id).where(ViewRow.asset_id == asset).order_by(ViewRow.opened_at.desc())
    return things + list(door.find(looks.limit(MOST_THINGS)))


def _moment(told: datetime) -> datetime:
    # a time without a zone is taken as UTC, as everything else in the log is told
    return told if told.tzinfo else told.replace(tzinfo=UTC)
