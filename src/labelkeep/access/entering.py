"""Opening and closing of transactions: the one place where doors are made, committed and rolled back."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from labelkeep.access.capabilities import Capability, Label, Review, Work
from labelkeep.access.deciding import Verdict, conditions_of, decide
from labelkeep.access.doors import KEY, Access, Door, Self, Site, System
from labelkeep.access.identity import Actor, actor_of, standing_of
from labelkeep.core.clock import now
from labelkeep.core.errors import Denied, LabelkeepError, NotFound, SignedOut
from labelkeep.core.hashing import sha256
from labelkeep.infra.db.scope import Scope
from labelkeep.infra.db.session import GuardedSession
from labelkeep.infra.house import House

AT_WORK = frozenset({Work, Label, Review})
"""Their statements look a few rows up by their keys, so the database keeps the plans of them."""


class KeptOut(Denied):
    """A known person who may not enter; carries who and where for the ledger."""

    def __init__(self, actor: Actor, project_id: UUID | None, message: str, **facts: str) -> None:
        super().__init__(message, **facts)
        self.actor = actor
        self.project_id = project_id


class LacksCapability(KeptOut):
    """A member whose role does not hold what the route needs."""

    def __init__(self, capability: type[Capability], actor: Actor, project_id: UUID | None) -> None:
        message = "Your role does not allow this. Ask a project admin if you need it."
        super().__init__(actor, project_id, message, needs=capability.__name__)


class OutOfReach(KeptOut):
    """The request came from a network that the organisation, the project, the membership or the token keeps out."""

    code = "network.refused"

    def __init__(self, actor: Actor, project_id: UUID | None) -> None:
        super().__init__(actor, project_id, NetworkRefused.words)


class NetworkRefused(Denied):
    """The same refusal for somebody who is not signed in yet: nothing of any account was looked at."""

    code = "network.refused"
    words = "This network is not allowed here. Ask an admin from where you may work."

    def __init__(self) -> None:
        super().__init__(self.words)


class FactorMissing(KeptOut):
    """A second factor is required and the session has shown none."""

    code = "factor.missing"

    def __init__(self, actor: Actor, project_id: UUID | None) -> None:
        message = "This takes a second factor. Set one up under your account, or sign in again with it."
        super().__init__(actor, project_id, message)


class TokenScope(KeptOut):
    """A token that was made for one project, or for some capabilities, was used for an account or the organisation."""

    code = "token.scope"

    def __init__(self, actor: Actor, project_id: UUID | None) -> None:
        super().__init__(actor, project_id, "This token was made for less. Use one that is allowed this, or sign in.")


class Stranger(NotFound):
    """A signed-in person who is not a member: sees what anybody sees of an id that never existed."""

    def __init__(self, actor: Actor, project_id: UUID) -> None:
        super().__init__()
        self.actor = actor
        self.project_id = project_id


def _row(session: GuardedSession, name: str, **values: Any) -> Any | None:
    rows = session.reviewed(name, values)
    return rows[0] if len(rows) == 1 else None


@contextmanager
def _transaction(house: House, scope: Scope) -> Generator[GuardedSession]:
    session = house.sessions(scope)
    try:
        yield session
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()


@contextmanager
def _kept(door: Door, session: GuardedSession) -> Generator[Any]:
    yield door
    door.settle()
    session.commit()


@contextmanager
def enter_project(
    house: House,
    secret: bytes | None,
    project_id: UUID,
    capability: type[Capability],
    *,
    active: bool = True,
    address: str | None = None,
) -> Generator[Access[Any]]:
    """Open a member's transaction in a project.

    Raises ``SignedOut`` without a live session, ``Stranger`` (404) for non-members, ``LacksCapability`` (403).
    """
    if secret is None:
        raise SignedOut
    with _transaction(house, Scope(project_id=project_id)) as session:
        moment = now()
        row = _row(
            session, "enter", token=sha256(secret), project=project_id, now=moment, active=active,
            kept=capability in AT_WORK, address=address,
        )  # fmt: skip
        with _kept(_project_door(house, session, row, project_id, capability, moment), session) as access:
            yield access


@contextmanager
def enter_project_as(
    house: House, person_id: UUID, project_id: UUID, capability: type[Capability]
) -> Generator[Access[Any]]:
    """Open the same transaction for a named person (console, jobs) with the rights of this moment."""
    with _transaction(house, Scope(project_id=project_id)) as session:
        moment = now()
        row = _row(session, "enter_as", person=person_id, project=project_id, now=moment)
        with _kept(_project_door(house, session, row, project_id, capability, moment), session) as access:
            yield access


def _project_door(
    house: House, session: GuardedSession, row: Any, project_id: UUID, capability: type[Capability], moment: Any
) -> Access[Any]:
    decision = decide("project", capability, conditions_of(row))
    if decision.verdict is not Verdict.ALLOWED:
        raise _refusal(decision.verdict, row, project_id, capability)
    standing = standing_of(row, project_id)
    assert standing  # noqa: S101  who is allowed here is a member
    return Access(KEY, house, session, actor_of(row), moment, standing, decision.held)


@contextmanager
def enter_self(
    house: House, secret: bytes | None, *, active: bool = True, address: str | None = None
) -> Generator[Self]:
    """Open a person's own transaction, without a factor too: it is set up here. Raises ``SignedOut``."""
    if secret is None:
        raise SignedOut
    with _transaction(house, Scope()) as session:
        moment = now()
        row = _row(
            session, "enter", token=sha256(secret), project=None, now=moment, active=active, kept=False, address=address
        )
        decision = decide("account", None, conditions_of(row))
        if row is None or decision.verdict is not Verdict.ALLOWED:
            raise _refusal(decision.verdict, row, None, None)
        with _kept(Self(KEY, house, session, actor_of(row), moment), session) as access:
            yield access


@contextmanager
def enter_site(
    house: House,
    secret: bytes | None,
    capability: type[Capability],
    *,
    active: bool = True,
    address: str | None = None,
) -> Generator[Site[Any]]:
    """Open an organisation transaction. Raises ``SignedOut`` or ``LacksCapability``."""
    if secret is None:
        raise SignedOut
    with _transaction(house, Scope(site=True)) as session:
        moment = now()
        row = _row(
            session, "enter", token=sha256(secret), project=None, now=moment, active=active, kept=False, address=address
        )
        with _kept(_site_door(house, session, row, capability, moment), session) as site:
            yield site


@contextmanager
def enter_site_as(house: House, person_id: UUID, capability: type[Capability]) -> Generator[Site[Any]]:
    """Open an organisation transaction for a named person at the server's console."""
    with _transaction(house, Scope(site=True)) as session:
        moment = now()
        row = _row(session, "enter_as", person=person_id, project=None, now=moment)
        with _kept(_site_door(house, session, row, capability, moment), session) as site:
            yield site


def _site_door(house: House, session: GuardedSession, row: Any, capability: type[Capability], moment: Any) -> Site[Any]:
    decision = decide("site", capability, conditions_of(row))
    if decision.verdict is not Verdict.ALLOWED:
        raise _refusal(decision.verdict, row, None, capability)
    actor = actor_of(row)
    _system(session, site=True, person_id=actor.id)
    return Site(KEY, house, session, actor, moment, decision.held)


def _refusal(
    verdict: Verdict, row: Any, project_id: UUID | None, capability: type[Capability] | None
) -> LabelkeepError:
    if row is None:
        return SignedOut()
    actor = actor_of(row)
    if verdict is Verdict.STRANGER and project_id is not None:
        return Stranger(actor, project_id)
    if verdict is Verdict.LACKS and capability is not None:
        return LacksCapability(capability, actor, project_id)
    kinds = {Verdict.FACTOR_MISSING: FactorMissing, Verdict.TOKEN_SCOPE: TokenScope}
    return kinds.get(verdict, OutOfReach)(actor, project_id)


@contextmanager
def enter_system(
    house: House, task: type[Any], *, site: bool = False, project_id: UUID | None = None, person_id: UUID | None = None
) -> Generator[System[Any]]:
    """Open a system task of the closed list ``labelkeep.access.system.TASKS``."""
    from labelkeep.access.system import TASKS  # noqa: PLC0415  the list names task types that import the doors

    if task not in TASKS:
        raise TypeError(f"{task.__name__} is not in the closed list of system tasks")
    with _transaction(house, Scope(project_id=project_id, user_id=person_id, site=site, system=True)) as session:
        _system(session, site=site, project_id=project_id, person_id=person_id)
        made: System[Any] = System(KEY, house, session, now(), task)
        with _kept(made, session) as door:
            yield door


def _system(
    session: GuardedSession, *, site: bool, project_id: UUID | None = None, person_id: UUID | None = None
) -> None:
    _row(
        session,
        "enter_system",
        site="on" if site else "",
        project=str(project_id or ""),
        person=str(person_id or ""),
    )
