"""The way back after a loss: one admin asks for a reset, another confirms it; the server's console does it at once."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.doors import Site
from labelkeep.access.recent import require_recent
from labelkeep.core.errors import Conflict
from labelkeep.core.ids import new_id
from labelkeep.domain.factors.errors import NoFactor, SamePerson
from labelkeep.domain.factors.shapes import ResetOut
from labelkeep.domain.factors.tables import FactorResetRow, FactorRow, RecoveryCodeRow
from labelkeep.domain.people import queries as people
from labelkeep.domain.people.actions import end_sessions
from labelkeep.domain.people.tables import PersonRow
from labelkeep.infra.db.model import Base

HOURS = 24
"""How long a request waits for its second admin."""


def ask(site: Site[SiteAdmin], person_id: UUID, reason: str) -> FactorResetRow:
    """Ask that a person's factors be taken away; nothing changes until another admin confirms."""
    require_recent(site)
    person = site.get(PersonRow, person_id)
    if not site.holds_factor(person.id):
        raise NoFactor("This person has no second factor that could be taken away.")
    if _waiting(site, person.id):
        raise Conflict("There is a request for this person already: another admin confirms it.")
    row_id = new_id()
    key = site.person_key(person.id)
    row = site.add(
        FactorResetRow(
            id=row_id,
            user_id=person.id,
            reason=site.seal_as(key, "factor_reset", "reason", row_id, reason),
            asked_by=site.actor.id,
            asked_at=site.now,
            ends_at=site.now + timedelta(hours=HOURS),
            state="asked",
        )
    )
    site.record(row, "factor.reset_asked", person=str(person.id), reason=reason)
    return row


def confirm(site: Site[SiteAdmin], reset_id: UUID) -> None:
    """Confirm another admin's request: the factors go, all sessions end, and the person comes in by a link.

    Raises ``SamePerson`` for whoever asked, and for the person themselves.
    """
    require_recent(site)
    row = _open(site, reset_id)
    if site.actor.id in (row.asked_by, row.user_id):
        raise SamePerson("Somebody else must confirm this: neither who asked nor whose factors they are.")
    row.state, row.decided_by, row.decided_at = "confirmed", site.actor.id, site.now
    covers = _taken_away(site, row.user_id)
    site.record(row, "factor.reset", covers=covers, person=str(row.user_id), asked_by=str(row.asked_by))


def refuse(site: Site[SiteAdmin], reset_id: UUID) -> None:
    """Refuse a request; whoever asked may take it back by this too."""
    row = _open(site, reset_id)
    row.state, row.decided_by, row.decided_at = "refused", site.actor.id, site.now
    site.record(row, "factor.reset_refused", person=str(row.user_id))


def recover(site: Site[SiteAdmin], person_id: UUID) -> None:
    """Take a person's factors away at once: the console's way where there is only one admin. The ledger marks it."""
    person = site.get(PersonRow, person_id)
    if site.holds_factor(person.id):
        covers = _taken_away(site, person.id)
        site.record(person, "factor.recovered", covers=covers, outcome="unconfirmed", person=str(person.id))


def waiting(site: Site[SiteAdmin]) -> list[ResetOut]:
    """Return the requests that wait for a second admin, the oldest first."""
    query = select(FactorResetRow).where(FactorResetRow.state == "asked", FactorResetRow.ends_at > site.now)
    return [reset_out(site, row) for row in site.find(query.order_by(FactorResetRow.asked_at))]


def reset_out(site: Site[SiteAdmin], row: FactorResetRow) -> ResetOut:
    """Return a request as admins see it."""
    key = site.person_key(row.user_id)
    return ResetOut(
        id=row.id,
        person=row.user_id,
        name=people.name_of(site, site.get(PersonRow, row.user_id)),
        reason=site.open_as(key, "factor_reset", "reason", row.id, row.reason).decode(),
        asked_by=row.asked_by,
        asked_by_name=people.name_of(site, site.get(PersonRow, row.asked_by)),
        asked_at=row.asked_at,
        ends_at=row.ends_at,
        mine=site.actor.id in (row.asked_by, row.user_id),
    )


def _open(site: Site[SiteAdmin], reset_id: UUID) -> FactorResetRow:
    row = site.get(FactorResetRow, reset_id, lock=True)
    if row.state != "asked" or row.ends_at <= site.now:
        raise Conflict("This request has been decided, or has waited too long. Ask anew.")
    return row


def _waiting(site: Site[SiteAdmin], person_id: UUID) -> bool:
    query = select(FactorResetRow).where(
        FactorResetRow.user_id == person_id, FactorResetRow.state == "asked", FactorResetRow.ends_at > site.now
    )
    return site.find(query).first() is not None


def _taken_away(site: Site[SiteAdmin], person_id: UUID) -> list[Base]:
    key = site.person_key(person_id)
    factors = select(FactorRow).where(FactorRow.user_id == person_id, FactorRow.removed_at.is_(None))
    gone: list[Base] = []
    for row in site.find(factors.with_for_update()):
        row.removed_at, row.key_hash = site.now, None
        row.body = site.seal_as(key, "factor", "body", row.id, b"")
        gone.append(row)
    codes = select(RecoveryCodeRow).where(RecoveryCodeRow.user_id == person_id, RecoveryCodeRow.ended_at.is_(None))
    for code in site.find(codes.with_for_update()):
        code.ended_at = site.now
        gone.append(code)
    end_sessions(site, person_id, "factor reset")
    return gone
