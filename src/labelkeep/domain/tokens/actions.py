"""API tokens: what a person makes for a program, with less than they have themselves."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.doors import Door, Self, Site
from labelkeep.access.recent import require_recent
from labelkeep.access.roles import capabilities_of
from labelkeep.access.tokens import new_api_token
from labelkeep.core.errors import Conflict, Denied, Invalid, NotFound
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id
from labelkeep.core.networks import parsed
from labelkeep.domain.people.queries import names
from labelkeep.domain.people.tables import PersonRow, SessionRow
from labelkeep.domain.projects.queries import name_of_project
from labelkeep.domain.projects.tables import MembershipRow, ProjectRow
from labelkeep.domain.tokens.shapes import TokenIn, TokenMade, TokenOut

MOST = 50
"""Tokens of one person that are let in at the same time."""


def make_own(own: Self, wanted: TokenIn) -> TokenMade:
    """Make a token for oneself, from a browser: one that a program made for itself would outlive its taking back.

    It has shown the factor that the session has shown. Raises ``Denied`` for capabilities that the person lacks,
    ``NotFound`` for a project that is none of theirs.
    """
    if own.actor.session_kind != "browser":
        raise Denied("A program makes no tokens: sign in with a browser and make it under your account.")
    require_recent(own)
    if len(_open(own, own.actor.id)) >= MOST:
        raise Conflict(f"You have {MOST} tokens: end one that you no longer need first.")
    return _make(own, own.actor.id, wanted, own.actor.strong_at is not None)


def make_for(site: Site[SiteAdmin], person_id: UUID, wanted: TokenIn) -> TokenMade:
    """Make a token of a person at the server's console. It has shown no factor."""
    site.get(PersonRow, person_id)
    return _make(site, person_id, wanted, strong=False)


def _make(door: Self | Site[SiteAdmin], person_id: UUID, wanted: TokenIn, strong: bool) -> TokenMade:
    _require_held(door, person_id, wanted.project, wanted.capabilities)
    secret, token_id = new_api_token(), new_id()
    networks = parsed(wanted.networks)
    row = SessionRow(
        id=token_id,
        user_id=person_id,
        kind="token",
        token_hash=sha256(secret.encode()),
        created_at=door.now,
        active_at=door.now,
        idle_minutes=door.house.settings.idle_minutes,
        ends_at=door.now + timedelta(days=wanted.days),
        networks=networks,
        scope_project=wanted.project,
        capabilities=sorted(set(wanted.capabilities)),
        strong_at=door.actor.strong_at if strong else None,
        name=door.seal_as(door.person_key(person_id), "session", "name", token_id, wanted.name),
    )
    door.add(row)
    door.record(
        row, "token.created", person=str(person_id), days=wanted.days, capabilities=row.capabilities,
        project=str(wanted.project) if wanted.project else None, networks=len(networks or ()),
    )  # fmt: skip
    return TokenMade(id=token_id, token=secret, ends_at=row.ends_at)


def _require_held(door: Door, person_id: UUID, project: UUID | None, wanted: Collection[str]) -> None:
    query = select(MembershipRow).where(MembershipRow.user_id == person_id, MembershipRow.status == "active")
    rows = door.find(query if project is None else query.where(MembershipRow.project_id == project)).all()
    if project is not None and not rows:
        raise NotFound
    held = {each.__name__ for row in rows for each in capabilities_of(row.role, row.release_approver)}
    missing = sorted(set(wanted) - held)
    if missing:
        raise Invalid(f"{', '.join(missing)}: a token can do only what its person may do there.")


def _open(door: Door, person_id: UUID | None) -> Sequence[SessionRow]:
    query = select(SessionRow).where(
        SessionRow.kind == "token", SessionRow.ended_at.is_(None), SessionRow.ends_at > door.now
    )
    if person_id is not None:
        query = query.where(SessionRow.user_id == person_id)
    return door.find(query.order_by(SessionRow.created_at.desc(), SessionRow.id)).all()


def own_tokens(own: Self) -> list[TokenOut]:
    """Return the caller's tokens that are let in now."""
    return _told(own, _open(own, own.actor.id))


def all_tokens(site: Site[SiteAdmin]) -> list[TokenOut]:
    """Return everybody's tokens: that they exist, and what they open."""
    return _told(site, _open(site, None))


def _told(door: Door, rows: Sequence[SessionRow]) -> list[TokenOut]:
    people = names(door, {row.user_id for row in rows})
    ids = {row.scope_project for row in rows if row.scope_project}
    projects = {row.id: name_of_project(door, row) for row in door.find(_projects(ids))} if ids else {}
    return [
        TokenOut(
            id=row.id,
            person=row.user_id,
            person_name=people.get(row.user_id, ""),
            name=None if row.name is None else _name(door, row),
            project=row.scope_project,
            project_name=projects.get(row.scope_project) if row.scope_project else None,
            capabilities=row.capabilities,
            networks=row.networks,
            created_at=row.created_at,
            last_use=_day(row),
            ends_at=row.ends_at,
        )
        for row in rows
    ]


def _projects(ids: Collection[UUID]) -> Select[ProjectRow]:
    return select(ProjectRow).where(ProjectRow.id.in_(ids))


def _name(door: Door, row: SessionRow) -> str:
    assert row.name is not None  # noqa: S101  asked before
    return door.open_as(door.person_key(row.user_id), "session", "name", row.id, row.name).decode()


def _day(row: SessionRow) -> datetime | None:
    if row.active_at <= row.created_at:
        return None
    return row.active_at.replace(hour=0, minute=0, second=0, microsecond=0)


def end_own(own: Self, token_id: UUID) -> None:
    """End one of the caller's own tokens; one that has ended stays as it is."""
    row = own.get(SessionRow, token_id, lock=True)
    if row.user_id != own.actor.id:
        raise NotFound
    _end(own, row, "ended by its owner")


def end_any(site: Site[SiteAdmin], token_id: UUID) -> None:
    """End anybody's token."""
    _end(site, site.get(SessionRow, token_id, lock=True), "ended by an organisation admin")


def _end(door: Door, row: SessionRow, why: str) -> None:
    if row.kind != "token":
        raise NotFound
    if row.ended_at is None:
        row.ended_at = door.now
        door.record(row, "token.ended", person=str(row.user_id), why=why)
