"""The directory: what providers say about themselves, kept for some minutes by one process."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any

from labelkeep.domain.providers.errors import ProviderAway
from labelkeep.domain.providers.proofs import Json
from labelkeep.domain.providers.shapes import ProviderSettings
from labelkeep.infra.egress import EgressFailed, ask, host_of

KEPT_SECONDS = 600.0
ANEW_SECONDS = 30.0
"""An unknown key id has the keys read anew, and not more often than this: strangers must not make us ask."""
MOST_KEYS = 100


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a provider is asked for what."""

    authorization: str
    token: str
    keys: str
    userinfo: str | None
    says_issuer: bool
    """Whether it promises ``iss`` in the answer that the browser brings back."""
    by_header: bool
    """Whether the client shows its secret in a header; else in the form."""


@dataclass
class _Kept:
    at: float
    endpoints: Endpoints
    keys: dict[str, Json] = field(default_factory=dict[str, Json])
    keys_at: float | None = None


class Directory:
    """Endpoints and keys by provider. Safe for many threads. ``ticks`` is the machine's monotonic time in seconds."""

    def __init__(self, ticks: Callable[[], float] = monotonic) -> None:
        self._ticks = ticks
        self._kept: dict[tuple[str, frozenset[str]], _Kept] = {}
        self._lock = Lock()

    def endpoints(self, provider: ProviderSettings) -> Endpoints:
        """Return where the provider is asked. Raises ``ProviderAway``."""
        return self._of(provider).endpoints

    def key(self, provider: ProviderSettings, kid: str) -> Json | None:
        """Return the provider's public key of this id. Raises ``ProviderAway``."""
        kept, moment = self._of(provider), self._ticks()
        age = None if kept.keys_at is None else moment - kept.keys_at
        if age is None or age > KEPT_SECONDS or (kid not in kept.keys and age > ANEW_SECONDS):
            kept.keys_at = moment
            kept.keys = _keys(read(kept.endpoints.keys, provider))
        return kept.keys.get(kid)

    def forget(self) -> None:
        """Ask anew from now on."""
        with self._lock:
            self._kept.clear()

    def _of(self, provider: ProviderSettings) -> _Kept:
        place = provider.issuer, hosts_of(provider)
        with self._lock:
            kept = self._kept.get(place)
        if kept is None or self._ticks() - kept.at > KEPT_SECONDS:
            kept = _Kept(self._ticks(), _endpoints(provider))
            with self._lock:
                self._kept[place] = kept
        return kept


def hosts_of(provider: ProviderSettings) -> frozenset[str]:
    """Return the only hosts that the server asks for this provider."""
    return frozenset({host_of(provider.issuer), *(each.lower() for each in provider.hosts)})


def read(url: str, provider: ProviderSettings, *, form: bytes | None = None, **headers: str) -> Json:
    """Return the JSON object that the provider answers with 200. Raises ``ProviderAway``."""
    try:
        said = ask(url, hosts=hosts_of(provider), headers=headers, form=form)
        found: Any = json.loads(said.body) if said.status == 200 else None
    except (EgressFailed, ValueError) as error:
        raise ProviderAway from error
    if not isinstance(found, dict):
        raise ProviderAway
    return found  # pyright: ignore[reportUnknownVariableType]  JSON objects have string keys


def _endpoints(provider: ProviderSettings) -> Endpoints:
    said = read(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration", provider)
    if said.get("issuer") != provider.issuer:
        raise ProviderAway
    shown = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    proofs = said.get("code_challenge_methods_supported", ["S256"])
    if "S256" not in proofs:
        raise ProviderAway
    return Endpoints(
        authorization=_place(said, "authorization_endpoint", provider),
        token=_place(said, "token_endpoint", provider),
        keys=_place(said, "jwks_uri", provider),
        userinfo=_place(said, "userinfo_endpoint", provider) if said.get("userinfo_endpoint") else None,
        says_issuer=said.get("authorization_response_iss_parameter_supported") is True,
        by_header="client_secret_basic" in shown,
    )


def _place(said: Json, name: str, provider: ProviderSettings) -> str:
    url = said.get(name)
    try:
        if isinstance(url, str) and host_of(url) in hosts_of(provider):
            return url
    except EgressFailed as error:
        raise ProviderAway from error
    raise ProviderAway


def _keys(said: Json) -> dict[str, Json]:
    listed = said.get("keys")
    keys: list[Any] = listed[:MOST_KEYS] if isinstance(listed, list) else []  # pyright: ignore[reportUnknownVariableType]  JSON of another
    return {each["kid"]: each for each in keys if isinstance(each, dict) and isinstance(each.get("kid"), str)}  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  JSON of another
