"""Coming back from the provider: the answer is proven, the person found, their memberships set, a session opened."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.doors import System
from labelkeep.access.entering import enter_system
from labelkeep.access.system import SignIn
from labelkeep.core.clock import now
from labelkeep.core.errors import NotFound
from labelkeep.core.ids import new_id
from labelkeep.domain.people import actions as people
from labelkeep.domain.people.tables import PersonRow, SessionRow
from labelkeep.domain.providers import memberships, visiting
from labelkeep.domain.providers.directory import Directory, Endpoints, read
from labelkeep.domain.providers.errors import (
    AddressBelongs,
    AnswerRefused,
    FactorUnseen,
    IdentityTaken,
    NoAccount,
    ProviderAway,
    ProviderSaidNo,
    VisitSpent,
)
from labelkeep.domain.providers.proofs import Json, groups_of, is_strong, require_id_token, verified
from labelkeep.domain.providers.queries import index_of, living, secret_of, settings_of
from labelkeep.domain.providers.shapes import ProviderSettings
from labelkeep.domain.providers.tables import IdentityRow, ProviderSessionRow
from labelkeep.domain.providers.visiting import Visit
from labelkeep.infra.house import House

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What the browser brought back: the parameters of the redirect, and the cookie of who began."""

    state: str
    code: str | None
    issuer: str | None
    error: str | None
    browser: str | None


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where to go on; for a sign-in with the secret of the session and its seconds, for a link with none."""

    next: str
    secret: str | None = None
    seconds: int = 0


def arrive(house: House, directory: Directory, said: Said) -> Arrived:
    """Finish a sign-in or a link. Raises the errors of this room, ``NotFound`` never."""
    with enter_system(house, SignIn) as system:
        visit = visiting.take(system, said.state, said.browser)
    try:
        with enter_system(house, SignIn) as system:
            row = living(system, visit.provider_id)
            provider, secret = settings_of(system, row), secret_of(system, row)
    except NotFound:
        raise VisitSpent from None
    endpoints = directory.endpoints(provider)
    _require_same_provider(said, provider, endpoints)
    if said.error or not said.code:
        raise ProviderSaidNo
    claims = _claims(directory, provider, endpoints, visit, said.code, secret)
    if visit.user_id:
        with enter_system(house, SignIn) as system:
            _link(system, visit, visit.user_id, provider, str(claims["sub"]))
        return Arrived(visit.next)
    return _sign_in(house, visit, provider, claims)


def _require_same_provider(said: Said, provider: ProviderSettings, endpoints: Endpoints) -> None:
    """RFC 9207: the answer names who gave it, so that one provider's answer is never taken to another."""
    if said.issuer is None and endpoints.says_issuer:
        raise AnswerRefused("no issuer in the answer")
    if said.issuer is not None and said.issuer != provider.issuer:
        raise AnswerRefused("answer of another issuer")


def _claims(
    directory: Directory, provider: ProviderSettings, endpoints: Endpoints, visit: Visit, code: str, secret: str
) -> Json:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": visit.redirect,
        "code_verifier": visit.verifier,
    }
    headers: dict[str, str] = {}
    if endpoints.by_header:
        # RFC 6749 2.3.1: both are form-encoded before they are joined
        shown = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = f"Basic {b64encode(shown.encode()).decode()}"
    else:
        form |= {"client_id": provider.client_id, "client_secret": secret}
    given = read(endpoints.token, provider, form=urlencode(form).encode(), **headers)
    token = given.get("id_token")
    if not isinstance(token, str):
        raise ProviderAway
    claims = verified(token, lambda kid: directory.key(provider, kid))
    require_id_token(
        claims, issuer=provider.issuer, client=provider.client_id, nonce=visit.nonce, now=now().timestamp(),
        max_age=provider.max_age_minutes * 60,
    )  # fmt: skip
    return {**_more(provider, endpoints, given, claims), **claims}


def _more(provider: ProviderSettings, endpoints: Endpoints, given: Json, claims: Json) -> Json:
    """Return what the provider says of the same subject beside the token, where the token lacks it."""
    lacking = {"email", *([provider.group_claim] if provider.group_claim else [])} - set(claims)
    ticket = given.get("access_token")
    if not lacking or endpoints.userinfo is None or not isinstance(ticket, str):
        return {}
    said = read(endpoints.userinfo, provider, Authorization=f"Bearer {ticket}")
    if said.get("sub") != claims["sub"]:
        raise AnswerRefused("subject of the user's facts")
    # how and when somebody signed in is said by what is signed, or not at all
    return {key: said[key] for key in ("email", "email_verified", "name", provider.group_claim) if key and key in said}


def _sign_in(house: House, visit: Visit, provider: ProviderSettings, claims: Json) -> Arrived:
    with enter_system(house, SignIn) as system:
        identity_id, person_id = _whose(system, visit.provider_id, provider, claims)
    roles = memberships.wanted(provider.groups, groups_of(claims, provider.group_claim))
    memberships.apply(house, visit.provider_id, person_id, roles)
    with enter_system(house, SignIn, person_id=person_id) as system:
        strong = is_strong(claims, provider.strong_acr, provider.strong_amr)
        if not strong and system.holds_factor(person_id):
            raise FactorUnseen
        sid = claims.get("sid")
        opened = ProviderSessionRow(
            id=new_id(),
            identity_id=identity_id,
            sid_index=index_of(system, "sid", provider.issuer, sid) if isinstance(sid, str) else None,
        )
        secret, row = people.open_session(system, person_id, "provider", [opened], strong=strong)
        if strong:
            row.strong_at = min(datetime.fromtimestamp(claims["auth_time"], UTC), system.now)
        system.flush()
        opened.session_id = row.id
        system.add(opened)
    return Arrived(visit.next, secret, int((row.ends_at - row.created_at).total_seconds()))


def _whose(system: System[SignIn], provider_id: UUID, provider: ProviderSettings, claims: Json) -> tuple[UUID, UUID]:
    """Return identity and person of the claims; make an account where that is allowed."""
    known = _identity(system, provider, str(claims["sub"]))
    if known:
        system.run("enter_system", site="", project="", person=str(known.user_id))
        if system.get(PersonRow, known.user_id).status != "active":
            raise NoAccount
        return known.id, known.user_id
    email = claims.get("email")
    if not isinstance(email, str) or "@" not in email:
        raise NoAccount
    index = people.email_index(system, email)
    system.run("enter_email", email=index)
    if system.find(select(PersonRow).where(PersonRow.email_index == index)).one_or_none():
        raise AddressBelongs
    if not _may_join(provider, claims, email):
        raise NoAccount
    system.run("enter_system", site="on", project="", person="")
    name = claims.get("name")
    called = name.strip()[:LONGEST_NAME] if isinstance(name, str) and name.strip() else email
    person, key = people.new_person(system, called, email.strip(), None)
    system.flush()
    system.record(person, "person.created", covers=[key], site_role=None, provider=str(provider_id))
    return _new_identity(system, provider_id, provider, person.id, str(claims["sub"])).id, person.id


def _may_join(provider: ProviderSettings, claims: Json, email: str) -> bool:
    domain = email.rpartition("@")[2].strip().casefold()
    listed = domain in {each.casefold() for each in provider.domains}
    if not provider.just_in_time or (provider.domains and not listed):
        return False
    # some providers say nothing of it: then a listed domain stands for it
    return claims.get("email_verified", listed) is True


def _link(system: System[SignIn], visit: Visit, person_id: UUID, provider: ProviderSettings, subject: str) -> None:
    known = _identity(system, provider, subject)
    system.run("enter_system", site="", project="", person=str(person_id))
    session = system.get(SessionRow, visit.session_id)
    idle = session.active_at + timedelta(minutes=session.idle_minutes)
    if session.ended_at is not None or min(session.ends_at, idle) <= system.now:
        raise VisitSpent
    if system.get(PersonRow, person_id).status != "active":
        raise NoAccount
    if known and known.user_id != person_id:
        raise IdentityTaken
    if known is None:
        _new_identity(system, visit.provider_id, provider, person_id, subject)


def _identity(system: System[SignIn], provider: ProviderSettings, subject: str) -> IdentityRow | None:
    index = index_of(system, "subject", provider.issuer, subject)
    query = select(IdentityRow).where(IdentityRow.subject_index == index, IdentityRow.ended_at.is_(None))
    return system.find(query).one_or_none()


def _new_identity(
    system: System[SignIn], provider_id: UUID, provider: ProviderSettings, person_id: UUID, subject: str
) -> IdentityRow:
    row = IdentityRow(
        provider_id=provider_id,
        user_id=person_id,
        subject_index=index_of(system, "subject", provider.issuer, subject),
        created_at=system.now,
    )
    system.add(row)
    system.record(row, "identity.linked", person=str(person_id), provider=str(provider_id))
    return row
