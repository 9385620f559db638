"""Back-channel logout: the provider says that somebody has signed out there, and their sessions here end at once."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from labelkeep.access.doors import System
from labelkeep.access.entering import enter_system
from labelkeep.access.system import ProviderSignOut
from labelkeep.core.clock import now
from labelkeep.domain.people.tables import SessionRow
from labelkeep.domain.providers.directory import Directory
from labelkeep.domain.providers.errors import AnswerRefused, LogoutRefused
from labelkeep.domain.providers.proofs import LEEWAY, Json, issuer_of, require_logout_token, verified
from labelkeep.domain.providers.queries import index_of, of_issuer, settings_of
from labelkeep.domain.providers.tables import IdentityRow, NoticeRow, ProviderRow, ProviderSessionRow
from labelkeep.infra.house import House

SWEPT = 100


def sign_out(house: House, directory: Directory, token: str) -> int:
    """End the sessions that a logout token names; return how many. Raises ``LogoutRefused`` and ``ProviderAway``."""
    try:
        issuer = issuer_of(token)
        with enter_system(house, ProviderSignOut, site=True) as system:
            row = of_issuer(system, issuer)
            provider = settings_of(system, row) if row else None
        if row is None or provider is None:
            raise AnswerRefused("issuer")
        claims = verified(token, lambda kid: directory.key(provider, kid), kind="logout+jwt")
        require_logout_token(claims, issuer=provider.issuer, client=provider.client_id, now=now().timestamp())
    except AnswerRefused as error:
        raise LogoutRefused(f"This logout token does not hold: {error.why}.") from error
    with enter_system(house, ProviderSignOut, site=True) as system:
        return _end(system, row, provider.issuer, claims)


def _end(system: System[ProviderSignOut], row: ProviderRow, issuer: str, claims: Json) -> int:
    index = index_of(system, "notice", issuer, claims["jti"])
    if system.find(select(NoticeRow).where(NoticeRow.token_index == index)).one_or_none():
        raise LogoutRefused("This logout token was used before.")
    swept = system.find(select(NoticeRow).where(NoticeRow.ends_at <= system.now).limit(SWEPT)).all()
    for old in swept:
        system.remove(old)
    ends = datetime.fromtimestamp(claims["exp"], UTC) + timedelta(seconds=2 * LEEWAY)
    notice = system.add(NoticeRow(token_index=index, ends_at=ends))
    sessions = _sessions(system, issuer, claims)
    for each in sessions:
        each.ended_at = system.now
        system.record(each, "session.ended", why="signed out at the provider", person=str(each.user_id))
    system.record(notice, "provider.signed_out", covers=swept, provider=str(row.id), sessions=len(sessions))
    return len(sessions)


def _sessions(system: System[ProviderSignOut], issuer: str, claims: Json) -> list[SessionRow]:
    query = (
        select(SessionRow)
        .join(ProviderSessionRow, ProviderSessionRow.session_id == SessionRow.id)
        .join(IdentityRow, IdentityRow.id == ProviderSessionRow.identity_id)
        .where(SessionRow.ended_at.is_(None))
    )
    if "sub" in claims:
        query = query.where(IdentityRow.subject_index == index_of(system, "subject", issuer, claims["sub"]))
    if "sid" in claims:
        query = query.where(ProviderSessionRow.sid_index == index_of(system, "sid", issuer, claims["sid"]))
    return list(system.find(query))
