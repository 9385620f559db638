"""Reading people: names and addresses are opened here."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.doors import Door, Self, Site
from labelkeep.domain.people.shapes import Me, OwnSession, PersonOut, SessionOut
from labelkeep.domain.people.tables import PersonRow, SessionRow


def name_of(door: Door, person: PersonRow) -> str:
    """Return a person's name."""
    return door.open_as(door.person_key(person.id), "person", "name", person.id, person.name).decode()


def email_of(door: Door, person: PersonRow) -> str:
    """Return a person's address."""
    return door.open_as(door.person_key(person.id), "person", "email", person.id, person.email).decode()


def names(door: Door, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of those people that this scope may see, in one statement."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {row.id: name_of(door, row) for row in door.find(select(PersonRow).where(PersonRow.id.in_(wanted)))}


def me(own: Self) -> Me:
    """Return the caller."""
    person = own.get(PersonRow, own.actor.id)
    return Me(
        id=person.id,
        name=name_of(own, person),
        email=email_of(own, person),
        site_role=person.site_role,
        session=SessionOut(idle_ends_at=own.actor.idle_ends, absolute_ends_at=own.actor.session_ends),
        has_password=person.password_hash is not None,
    )


def list_sessions(own: Self) -> list[OwnSession]:
    """Return the caller's own ways in that are open now, the last used first."""
    query = select(SessionRow).where(
        SessionRow.user_id == own.actor.id, SessionRow.ended_at.is_(None), SessionRow.ends_at > own.now
    )
    found: list[OwnSession] = []
    for row in own.find(query.order_by(SessionRow.active_at.desc(), SessionRow.id)):
        idle = row.active_at + timedelta(minutes=row.idle_minutes) if row.kind == "browser" else None
        if idle is None or idle > own.now:
            found.append(
                OwnSession(
                    id=row.id,
                    kind="browser" if row.kind == "browser" else "token",
                    created_at=row.created_at,
                    active_at=row.active_at,
                    idle_ends_at=idle,
                    ends_at=row.ends_at,
                    current=row.id == own.actor.session_id,
                )
            )
    return found


def people(site: Site[SiteAdmin]) -> list[PersonOut]:
    """Return all people."""
    return [person_out(site, row) for row in site.find(select(PersonRow).order_by(PersonRow.created_at))]


def person_out(site: Site[SiteAdmin], row: PersonRow) -> PersonOut:
    """Return one person as organisation admins see them."""
    return PersonOut(
        id=row.id, name=name_of(site, row), email=email_of(site, row), site_role=row.site_role, status=row.status
    )


def anybody(door: Door) -> bool:
    """Say whether there is any account."""
    return door.find(select(PersonRow).limit(1)).first() is not None
