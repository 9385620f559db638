"""Where a request carries its secret, and how secrets are made."""

import ipaddress
import zlib
from secrets import token_urlsafe

from fastapi import Request

SECURE_COOKIE = "__Host-labelkeep"
PLAIN_COOKIE = "labelkeep"
"""Browsers drop ``__Host-`` cookies without TLS; plain loopback has this one (``SameSite=Strict``, ``HttpOnly``)."""
ACTIVITY = "x-labelkeep-activity"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def new_secret() -> str:
    """Return 256 random bits as URL-safe text."""
    return token_urlsafe(32)


def new_api_token() -> str:
    """Return an API token: prefix and checksum let secret scanners know one when they see it."""
    body = token_urlsafe(32)
    return f"lk_{body}_{_checksum(body)}"


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"


def is_api_token(secret: str) -> bool:
    """Say whether a text can be an API token at all: a mistyped one costs no look into the database."""
    prefix, _, rest = secret.partition("_")
    body, _, checksum = rest.rpartition("_")
    return prefix == "lk" and body != "" and checksum == _checksum(body)


def secret_of(request: Request) -> bytes | None:
    """Return the caller's secret: the bearer token if there is one, else the session cookie of this transport."""
    bearer = _bearer(request)
    if bearer is not None:
        return bearer.encode() if is_api_token(bearer) else None
    name = SECURE_COOKIE if request.app.state.secure_cookies else PLAIN_COOKIE
    value = request.cookies.get(name)
    return value.encode() if value else None


def _bearer(request: Request) -> str | None:
    header = request.headers.get("authorization", "")
    return header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else None


def address_of(request: Request) -> str | None:
    """Return the address that the request came from, None when it is none; a trusted proxy has been read already."""
    try:
        parsed = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return None
    # an IPv4 address stays one when the socket speaks IPv6
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def is_active(request: Request) -> bool:
    """Say whether a person caused this request: polling must not keep a session alive.

    A token has no idle end to put off, so each of its requests counts as a use.
    """
    return _bearer(request) is not None or request.method not in SAFE or request.headers.get(ACTIVITY) == "1"
