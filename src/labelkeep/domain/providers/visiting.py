"""Going to the provider: what the browser is sent with, and what is kept until it comes back."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

import orjson
from sqlalchemy import select

from labelkeep.access.doors import Self, System
from labelkeep.access.system import SignIn
from labelkeep.access.tokens import new_secret
from labelkeep.core.hashing import same, sha256
from labelkeep.core.ids import new_id
from labelkeep.domain.providers.directory import Endpoints
from labelkeep.domain.providers.errors import VisitSpent
from labelkeep.domain.providers.queries import site_key
from labelkeep.domain.providers.shapes import ProviderSettings
from labelkeep.domain.providers.tables import VisitRow

MINUTES = 10
LINKING = "link."
"""How the browser's secret begins when an identity is linked: tells which page a refusal goes to, and nothing else."""
SWEPT = 50
"""Sign-ins that nobody came back from, taken away with each new one."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A sign-in under way."""

    provider_id: UUID
    nonce: str
    verifier: str
    redirect: str
    next: str
    user_id: UUID | None
    session_id: UUID | None


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser goes, and the secret that it keeps."""

    url: str
    browser: str


def begin(
    door: System[SignIn] | Self,
    provider_id: UUID,
    provider: ProviderSettings,
    endpoints: Endpoints,
    redirect: str,
    next_path: str,
) -> Begun:
    """Keep a new sign-in for ten minutes and return the provider's address for it; from ``Self`` it links."""
    state, nonce, verifier, browser = (new_secret() for _ in range(4))
    row_id, own = new_id(), door.actor if isinstance(door, Self) else None
    browser = LINKING + browser if own else browser
    for old in door.find(select(VisitRow).where(VisitRow.ends_at <= door.now).limit(SWEPT)):
        door.remove(old)
    kept = {"nonce": nonce, "verifier": verifier, "redirect": redirect, "next": next_path}
    door.add(
        VisitRow(
            id=row_id,
            provider_id=provider_id,
            state_hash=sha256(state.encode()),
            browser_hash=sha256(browser.encode()),
            body=door.seal_as(site_key(door), "provider_visit", "body", row_id, orjson.dumps(kept)),
            user_id=own.id if own else None,
            session_id=own.session_id if own else None,
            ends_at=door.now + timedelta(minutes=MINUTES),
        )
    )
    asked: dict[str, str] = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect,
        "scope": " ".join(provider.scopes),
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
        "max_age": str(provider.max_age_minutes * 60),
    }
    if provider.strong_acr:
        asked["acr_values"] = " ".join(provider.strong_acr)
    joint = "&" if "?" in endpoints.authorization else "?"
    return Begun(f"{endpoints.authorization}{joint}{urlencode(asked)}", browser)


def take(system: System[SignIn], state: str, browser: str | None) -> Visit:
    """Return the sign-in of a state and forget it. Raises ``VisitSpent``, also for the state of another browser."""
    query = select(VisitRow).where(VisitRow.state_hash == sha256(state.encode())).with_for_update()
    row = system.find(query).one_or_none()
    # the browser that began may still come back, so a wrong one takes nothing from it
    if row is None or row.ends_at <= system.now or not _is_of(row, browser):
        raise VisitSpent
    kept = orjson.loads(system.open_as(site_key(system), "provider_visit", "body", row.id, row.body))
    system.remove(row)
    return Visit(**kept, provider_id=row.provider_id, user_id=row.user_id, session_id=row.session_id)


def _is_of(row: VisitRow, browser: str | None) -> bool:
    return browser is not None and same(row.browser_hash, sha256(browser.encode()))


def challenge(verifier: str) -> str:
    """Return the S256 challenge of a PKCE verifier (RFC 7636)."""
    return urlsafe_b64encode(sha256(verifier.encode())).rstrip(b"=").decode()
