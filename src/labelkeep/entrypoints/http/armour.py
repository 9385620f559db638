"""The outermost layer: headers on every answer, refusal of foreign origins, a limit on bodies."""

from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labelkeep.access.tokens import SAFE
from labelkeep.entrypoints.http.headers import API_POLICY, FIXED, STRICT_TRANSPORT
from labelkeep.entrypoints.http.problems import problem_response

MAX_BODY = 32 * 1024 * 1024
"""Bytes of one request body: a label of 20,000 objects or an upload chunk fits."""


class BodyTooLarge(Exception):
    """The body passed the limit while it was read."""


class Armour:
    """Wraps the whole application, errors and unknown paths included."""

    def __init__(self, app: ASGIApp, *, secure: bool, origins: frozenset[str]) -> None:
        self._app = app
        self._secure = secure
        self._origins = origins
        self._hosts = frozenset(urlsplit(origin).netloc for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {key: value for key, value in scope["headers"]}  # noqa: C416  last one wins, duplicates are not ours
        refused = self._refusal(scope, headers)
        if refused is not None:
            await refused(scope, receive, self._sender(scope, send))
            return
        try:
            await self._app(scope, _limited(receive, headers), self._sender(scope, send))
        except BodyTooLarge:
            answer = problem_response(413, "body.too_large", f"Send at most {MAX_BODY // 2**20} MiB in one request.")
            await answer(scope, receive, self._sender(scope, send))

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> Any | None:
        host = headers.get(b"host", b"").decode("latin-1")
        if host not in self._hosts:
            # a foreign Host is how DNS rebinding reaches a loopback server
            return problem_response(421, "host.unknown", "This server does not answer under that name.")
        if scope["method"] in SAFE or headers.get(b"authorization", b"").startswith(b"Bearer "):
            return None
        origin = headers.get(b"origin", b"").decode("latin-1")
        site = headers.get(b"sec-fetch-site", b"").decode("latin-1")
        if (origin and origin not in self._origins) or (site and site not in ("same-origin", "none")):
            return problem_response(
                403, "origin.foreign", "This request comes from another site and was not carried out."
            )
        if not origin and not site:
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
