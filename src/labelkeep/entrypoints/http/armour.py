"""The outermost layer: headers on every answer, refusal of foreign origins, a limit on bodies."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labelkeep.access.tokens import SAFE
from labelkeep.entrypoints.http.headers import API_POLICY, FIXED, STRICT_TRANSPORT
from labelkeep.entrypoints.http.problems import MAX_BODY, body_too_large, problem_response

SIGNED = frozenset({"/api/v1/sign-out/oidc"})
"""Called by servers, which send no Origin: the signature of the body alone opens them, and no cookie is read."""
Refused = Callable[[Scope, str], None]


class BodyTooLarge(HTTPException):
    """The body passed the limit while it was read. An HTTP error, which the framework passes on as it is."""

    def __init__(self) -> None:
        super().__init__(413)


class Armour:
    """Wraps the whole application, errors and unknown paths included."""

    def __init__(self, app: ASGIApp, *, secure: bool, origins: frozenset[str], refused: Refused) -> None:
        self._app = app
        self._secure = secure
        self._origins = origins
        self._refused = refused
        self._hosts = frozenset(urlsplit(origin).netloc for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            # no route speaks another protocol; saying nothing closes it
            return
        headers = {key: value for key, value in scope["headers"]}  # noqa: C416  last one wins, duplicates are not ours
        refused = self._refusal(scope, headers)
        if refused is not None:
            await refused(scope, receive, self._sender(scope, send))
            return
        try:
            await self._app(scope, _limited(receive, headers), self._sender(scope, send))
        except BodyTooLarge:
            await body_too_large()(scope, receive, self._sender(scope, send))

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> Any | None:
        host = headers.get(b"host", b"").decode("latin-1")
        if host not in self._hosts:
            # a foreign Host is how DNS rebinding reaches a loopback server
            self._refused(scope, "host.unknown")
            return problem_response(421, "host.unknown", "This server does not answer under that name.")
        if scope["method"] in SAFE or headers.get(b"authorization", b"").startswith(b"Bearer "):
            return None
        origin = headers.get(b"origin", b"").decode("latin-1")
        site = headers.get(b"sec-fetch-site", b"").decode("latin-1")
        if (origin and origin not in self._origins) or (site and site not in ("same-origin", "none")):
            self._refused(scope, "origin.foreign")
            return problem_response(
                403, "origin.foreign", "This request comes from another site and was not carried out."
            )
        if not origin and not site and scope["path"] not in SIGNED:
            self._refused(scope, "origin.missing")
            return problem_response(403, "origin.missing", "Send an Origin header, or a bearer token from a program.")
        return None

    def _sender(self, scope: Scope, send: Send) -> Send:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {key.lower() for key, _ in message["headers"]}
                added = [pair for pair in FIXED if pair[0] not in present]
                if self._secure:
                    added.append(STRICT_TRANSPORT)
                if b"content-security-policy" not in present:
                    added.append((b"content-security-policy", API_POLICY.encode()))
                if b"cache-control" not in present:
                    added.append((b"cache-control", b"no-store"))
                message = {
                    **message,
                    "headers": [*(p for p in message["headers"] if p[0].lower() != b"server"), *added],
                }
            await send(message)

        return with_headers


def _limited(receive: Receive, headers: dict[bytes, bytes]) -> Receive:
    declared = headers.get(b"content-length", b"0")
    if declared.isdigit() and int(declared) > MAX_BODY:
        raise BodyTooLarge
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > MAX_BODY:
                raise BodyTooLarge
        return message

    return counted
