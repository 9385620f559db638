"""What people do with accounts: install, add, link, sign in, set a password, sign out."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.doors import Door, Self, Site, System
from labelkeep.access.recent import require_recent
from labelkeep.access.system import EndedSessions, Install, SignIn
from labelkeep.access.tokens import new_api_token, new_secret
from labelkeep.core.errors import NotFound
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id
from labelkeep.domain.people.errors import AddressTaken, LinkSpent, PasswordWrong, SignInRefused
from labelkeep.domain.people.passwords import hashed, matches, require_strong
from labelkeep.domain.people.tables import PersonRow, SessionRow, SignInLinkRow, SignInStepRow
from labelkeep.infra.db.model import Base
from labelkeep.infra.db.tables import DataKeyRow
from labelkeep.infra.house import SITE
from labelkeep.infra.vault import Owner, blind

LINK_MINUTES = 15
STEP_MINUTES = 10
"""How long a sign-in waits for its second factor."""
TOKEN_DAYS = 90


def make_key(door: Door, kind: Owner, owner_id: UUID) -> DataKeyRow:
    """Make and store the wrapped data key of a project, a person or the site."""
    made = door.house.keyring.new_key(kind, owner_id)
    row = DataKeyRow(id=made.key_id, kind=kind, owner_id=owner_id, wrapped=made.wrapped, created_at=door.now)
    door.add(row)
    door.flush()
    # the keyring reads wrapped keys in a transaction of its own, which cannot see this one yet
    door.house.keyring.adopt(kind, owner_id, made.key_id, made.wrapped)
    return row


def install(system: System[Install], name: str, email: str) -> PersonRow:
    """First start: the site's key and the first organisation admin. There is no default account and no password."""
    site_key = make_key(system, "site", SITE)
    person, key = new_person(system, name, email, "admin")
    system.record(person, "site.installed", covers=[site_key, key])
    return person


def add_person(site: Site[SiteAdmin], name: str, email: str, site_role: str | None = None) -> PersonRow:
    """Add a person. They have no way in until a link is made for them."""
    taken = site.find(select(PersonRow).where(PersonRow.email_index == email_index(site, email))).one_or_none()
    if taken:
        raise AddressTaken("Another account has this address. Use it, or give this person another one.")
    person, key = new_person(site, name, email, site_role)
    site.record(person, "person.created", covers=[key], site_role=site_role)
    return person


def new_person(door: Door, name: str, email: str, site_role: str | None) -> tuple[PersonRow, DataKeyRow]:
    """Make an account and its key; the caller records both."""
    person_id = new_id()
    key_row = make_key(door, "person", person_id)
    key = door.person_key(person_id)
    person = PersonRow(
        id=person_id,
        name=door.seal_as(key, "person", "name", person_id, name),
        email=door.seal_as(key, "person", "email", person_id, email),
        email_index=email_index(door, email),
        site_role=site_role,
        status="active",
        created_at=door.now,
    )
    return door.add(person), key_row


def email_index(door: Door, email: str) -> bytes:
    """Return the blind index of an address: trimmed, case folded, keyed by the site's key."""
    return blind(door.house.keyring.key_of("site", SITE), email.strip().casefold())


def make_link(site: Site[SiteAdmin], person_id: UUID) -> str:
    """Return the secret of a fresh one-time sign-in link of 15 minutes; only its hash is stored."""
    person = site.get(PersonRow, person_id)
    secret = new_secret()
    link = SignInLinkRow(
        user_id=person.id,
        token_hash=sha256(secret.encode()),
        ends_at=site.now + timedelta(minutes=LINK_MINUTES),
        created_at=site.now,
    )
    site.add(link)
    site.record(link, "link.created", person=str(person.id), minutes=LINK_MINUTES)
    return secret


def make_token(site: Site[SiteAdmin], person_id: UUID, days: int = TOKEN_DAYS) -> str:
    """Return a fresh API token of a person, shown once; only its hash is stored."""
    require_recent(site)
    person = site.get(PersonRow, person_id)
    secret = new_api_token()
    row = _session(site, person.id, secret, "token", timedelta(days=days))
    site.record(row, "token.created", person=str(person.id), days=days)
    return secret


def use_link(system: System[SignIn], token: str) -> tuple[str, SessionRow | SignInStepRow]:
    """Exchange a one-time link for a session, or for its second step: secret of the cookie and the row."""
    digest = sha256(token.encode())
    system.run("enter_link", token=digest)
    query = select(SignInLinkRow).where(SignInLinkRow.token_hash == digest).with_for_update()
    link = system.find(query).one_or_none()
    if link is None or link.used_at is not None or link.ends_at <= system.now:
        raise LinkSpent
    system.run("enter_system", site="", project="", person=str(link.user_id))
    if system.get(PersonRow, link.user_id).status != "active":
        raise LinkSpent
    link.used_at = system.now
    return _open(system, link.user_id, "link", [link])


def use_password(system: System[SignIn], email: str, password: str) -> tuple[str, SessionRow | SignInStepRow]:
    """Exchange address and password for the same. Takes the same time whether the account exists or not."""
    index = email_index(system, email)
    system.run("enter_email", email=index)
    person = system.find(select(PersonRow).where(PersonRow.email_index == index)).one_or_none()
    with system.house.hashing:
        good = matches(person.password_hash if person else None, password)
    if person is None or not good or person.status != "active":
        raise SignInRefused
    system.run("enter_system", site="", project="", person=str(person.id))
    return _open(system, person.id, "password", [])


def _open(
    system: System[SignIn], person_id: UUID, way: str, covers: list[SignInLinkRow]
) -> tuple[str, SessionRow | SignInStepRow]:
    if not system.holds_factor(person_id):
        return open_session(system, person_id, way, covers)
    secret = new_secret()
    row = system.add(
        SignInStepRow(
            user_id=person_id,
            token_hash=sha256(secret.encode()),
            way=way,
            tries=0,
            created_at=system.now,
            ends_at=system.now + timedelta(minutes=STEP_MINUTES),
        )
    )
    system.record(row, "factor.asked", covers=covers, person=str(person_id), way=way)
    return secret, row


def open_session(
    system: System[SignIn], person_id: UUID, way: str, covers: Iterable[Base], *, strong: bool = False
) -> tuple[str, SessionRow]:
    """Open a person's session: secret of the cookie and the row; ``strong`` when a second factor was shown."""
    secret = new_secret()
    row = _session(system, person_id, secret, "browser", timedelta(hours=system.house.settings.absolute_hours))
    if strong:
        row.strong_at = system.now
    system.record(row, "session.opened", covers=covers, person=str(person_id), way=way, factor=strong)
    return secret, row


def _session(door: Door, person_id: UUID, secret: str, kind: str, lasts: timedelta) -> SessionRow:
    return door.add(
        SessionRow(
            user_id=person_id,
            kind=kind,
            token_hash=sha256(secret.encode()),
            created_at=door.now,
            active_at=door.now,
            idle_minutes=door.house.settings.idle_minutes,
            ends_at=door.now + lasts,
        )
    )


def set_password(own: Self, password: str, current: str = "") -> None:
    """Set one's own password, which ends one's other sessions. Nobody else can: an admin makes a link instead.

    Raises ``PasswordWrong`` where a password is set and ``current`` is not it: an open session alone must not be enough
    to take an account over.
    """
    require_recent(own)
    person = own.get(PersonRow, own.actor.id, lock=True)
    if person.password_hash is not None:
        with own.house.hashing:
            if not matches(person.password_hash, current):
                raise PasswordWrong
    key = own.person_key(person.id)
    address = own.open_as(key, "person", "email", person.id, person.email).decode()
    name = own.open_as(key, "person", "name", person.id, person.name).decode()
    require_strong(password, (*address.replace("@", " ").split(), *name.split()))
    with own.house.hashing:
        person.password_hash = hashed(password)
    own.record(person, "password.set")
    end_others(own, "password set", "browser")


def end_session(own: Self, session_id: UUID) -> None:
    """End one of the caller's own sessions or tokens; one that has ended already stays as it is."""
    row = own.get(SessionRow, session_id, lock=True)
    if row.user_id != own.actor.id:
        raise NotFound
    if row.ended_at is None:
        row.ended_at = own.now
        own.record(row, "session.ended", why="ended by its owner")


def end_other_sessions(own: Self) -> int:
    """End every session and token of the caller but the one that asks; return how many."""
    return end_others(own, "ended by its owner")


def end_others(own: Self, why: str, kind: str | None = None) -> int:
    """End the caller's sessions but the one that asks, of one kind or of all, and half sign-ins; return how many."""
    others = select(SessionRow).where(
        SessionRow.user_id == own.actor.id, SessionRow.ended_at.is_(None), SessionRow.id != own.actor.session_id
    )
    rows = own.find(others if kind is None else others.where(SessionRow.kind == kind)).all()
    for row in rows:
        row.ended_at = own.now
        own.record(row, "session.ended", why=why)
    steps = select(SignInStepRow).where(SignInStepRow.user_id == own.actor.id, SignInStepRow.used_at.is_(None))
    for step in own.find(steps.with_for_update()):
        step.used_at = own.now
        own.record(step, "session.ended", why=why)
    return len(rows)


def end_sessions(site: Site[SiteAdmin], person_id: UUID, why: str) -> int:
    """End all sessions and tokens of a person, half-open sign-ins too; return how many sessions."""
    rows = site.find(select(SessionRow).where(SessionRow.user_id == person_id, SessionRow.ended_at.is_(None))).all()
    for row in rows:
        row.ended_at = site.now
        site.record(row, "session.ended", why=why, person=str(person_id))
    steps = select(SignInStepRow).where(SignInStepRow.user_id == person_id, SignInStepRow.used_at.is_(None))
    for step in site.find(steps):
        step.used_at = site.now
        site.record(step, "session.ended", why=why, person=str(person_id))
    return len(rows)


def forget_password(site: Site[SiteAdmin], person_id: UUID) -> None:
    """Take a lost password away, so that its person can set another one after signing in by a link."""
    person = site.get(PersonRow, person_id, lock=True)
    if person.password_hash is not None:
        person.password_hash = None
        site.record(person, "password.forgotten")


def sign_out(own: Self) -> None:
    """End the session of this request."""
    row = own.get(SessionRow, own.actor.session_id)
    row.ended_at = own.now
    own.record(row, "session.ended", why="signed out")


def end_overdue_session(system: System[EndedSessions], secret: bytes) -> None:
    """Write down that a session ended by time, when its secret comes once more; the end is the moment it was due."""
    digest = sha256(secret)
    system.run("enter_link", token=digest)
    query = select(SessionRow).where(SessionRow.token_hash == digest, SessionRow.ended_at.is_(None))
    row = system.find(query).one_or_none()
    if row is None:
        return
    idle = row.active_at + timedelta(minutes=row.idle_minutes)
    why, due = ("idle", idle) if row.kind == "browser" and idle < row.ends_at else ("time over", row.ends_at)
    if due > system.now:
        return
    system.run("enter_system", site="", project="", person=str(row.user_id))
    locked = system.get(SessionRow, row.id, lock=True)
    if locked.ended_at is None:
        locked.ended_at = due
        system.record(locked, "session.ended", why=why, person=str(row.user_id), due=due.isoformat())
