"""What must hold of the tokens that a provider signs. No session, no clock, no network.

Allowed are RS256, PS256, ES256 and EdDSA, with a key of the provider's own set, found by its id. A header that brings a
key along, or says where one lies, is refused; so is everything that is not said exactly.
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from typing import Any

from joserfc import jwk, jws
from joserfc.errors import JoseError

from labelkeep.domain.providers.errors import AnswerRefused

Json = Mapping[str, Any]
KEYS: dict[str, tuple[str, str | None]] = {
    "RS256": ("RSA", None),
    "PS256": ("RSA", None),
    "ES256": ("EC", "P-256"),
    "EdDSA": ("OKP", "Ed25519"),
}
"""Algorithm -> type and curve of its key. What is not here is not allowed, ``none`` and all of HMAC first."""
BRINGS_A_KEY = frozenset({"jku", "jwk", "x5u", "x5c", "crit", "b64", "zip"})
LEEWAY = 60
"""Seconds by which two clocks may differ."""
LONGEST = 64 * 1024
SMALLEST_RSA_BYTES = 256
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"

FindKey = Callable[[str], Json | None]
"""Gives the JWK of a key id, None when the provider has none such."""


def verified(token: str, find_key: FindKey, *, kind: str = "JWT") -> Json:
    """Return the claims of a signed token. ``kind`` is its ``typ``. Raises ``AnswerRefused``."""
    if len(token) > LONGEST or token.count(".") != 2:
        raise AnswerRefused("form")
    header = _json(token.split(".", maxsplit=1)[0])
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in KEYS:
        raise AnswerRefused("algorithm")
    if BRINGS_A_KEY & set(header):
        raise AnswerRefused("header")
    typ = header.get("typ", "JWT" if kind == "JWT" else "")
    if not isinstance(typ, str) or typ.lower().removeprefix("application/") != kind.lower():
        raise AnswerRefused("type")
    if not isinstance(kid, str) or not kid:
        raise AnswerRefused("key id")
    found = find_key(kid)
    if found is None:
        raise AnswerRefused("unknown key")
    _require_key(found, algorithm)
    try:
        signed = jws.deserialize_compact(token, jwk.import_key(dict(found)), algorithms=[algorithm])
        claims: Any = json.loads(signed.payload or b"")
    except (JoseError, ValueError, TypeError) as error:
        raise AnswerRefused("signature") from error
    if not isinstance(claims, dict):
        raise AnswerRefused("claims")
    return claims  # pyright: ignore[reportUnknownVariableType]  JSON objects have string keys


def issuer_of(token: str) -> str:
    """Return what an unproven token says of its issuer, to know whose keys to try."""
    parts = token.split(".")
    issuer = _json(parts[1]).get("iss") if len(parts) == 3 and len(token) <= LONGEST else None
    if not isinstance(issuer, str):
        raise AnswerRefused("issuer")
    return issuer


def require_id_token(claims: Json, *, issuer: str, client: str, nonce: str, now: float, max_age: int) -> None:
    """Raise ``AnswerRefused`` unless the claims are those of this sign-in; ``max_age`` in seconds."""
    _require_common(claims, issuer=issuer, client=client, now=now)
    if claims.get("nonce") != nonce:
        raise AnswerRefused("nonce")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise AnswerRefused("subject")
    signed_in = _moment(claims, "auth_time")
    if signed_in > now + LEEWAY or now - signed_in > max_age + LEEWAY:
        raise AnswerRefused("age of the sign-in")


def require_logout_token(claims: Json, *, issuer: str, client: str, now: float) -> None:
    """Raise ``AnswerRefused`` unless the claims ask for a sign-out, as OpenID Connect Back-Channel Logout 1.0 says."""
    _require_common(claims, issuer=issuer, client=client, now=now)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):  # pyright: ignore[reportUnknownMemberType]  JSON of another
        raise AnswerRefused("events")
    if "nonce" in claims:
        raise AnswerRefused("nonce")
    if not isinstance(claims.get("jti"), str) or not claims["jti"]:
        raise AnswerRefused("token id")
    named = [claims.get(name) for name in ("sub", "sid") if name in claims]
    if not named or not all(isinstance(each, str) and each for each in named):
        raise AnswerRefused("nobody named")


def is_strong(claims: Json, acr: list[str], amr: list[str]) -> bool:
    """Say whether the provider vouches for a second factor in the words that count as one."""
    shown = claims.get("amr")
    methods: list[Any] = shown if isinstance(shown, list) else []  # pyright: ignore[reportUnknownVariableType]  JSON of another
    return claims.get("acr") in acr or any(each in amr for each in methods)


def groups_of(claims: Json, claim: str | None) -> frozenset[str]:
    """Return the groups that a claim names: a list of words or one word."""
    said = claims.get(claim) if claim else None
    found: list[Any] = said if isinstance(said, list) else [said]  # pyright: ignore[reportUnknownVariableType]  JSON of another
    return frozenset(each for each in found if isinstance(each, str))


def _require_common(claims: Json, *, issuer: str, client: str, now: float) -> None:
    if claims.get("iss") != issuer:
        raise AnswerRefused("issuer")
    audience = claims.get("aud")
    # a token for somebody else too would be theirs to use against us
    if audience not in (client, [client]):
        raise AnswerRefused("audience")
    if claims.get("azp", client) != client:
        raise AnswerRefused("authorized party")
    if _moment(claims, "exp") <= now - LEEWAY:
        raise AnswerRefused("over")
    if _moment(claims, "iat") > now + LEEWAY:
        raise AnswerRefused("from the future")
    if "nbf" in claims and _moment(claims, "nbf") > now + LEEWAY:
        raise AnswerRefused("from the future")


def _moment(claims: Json, name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AnswerRefused(name)
    return value


def _require_key(key: Json, algorithm: str) -> None:
    kind, curve = KEYS[algorithm]
    fits = key.get("kty") == kind and (curve is None or key.get("crv") == curve)
    if not fits or key.get("use", "sig") != "sig" or key.get("alg", algorithm) != algorithm:
        raise AnswerRefused("key of another kind")
    if kind == "RSA" and len(_bytes(str(key.get("n", "")))) < SMALLEST_RSA_BYTES:
        raise AnswerRefused("weak key")


def _bytes(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise AnswerRefused("form") from None


def _json(part: str) -> Json:
    try:
        found: Any = json.loads(_bytes(part))
    except ValueError:
        raise AnswerRefused("form") from None
    if not isinstance(found, dict):
        raise AnswerRefused("form")
    return found  # pyright: ignore[reportUnknownVariableType]  JSON objects have string keys
