"""A small OpenID issuer that says whatever a test wants, forged answers included: it never checks anything."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

CLIENT, SECRET = "labelkeep", "a secret of the client"


def token(header: dict[str, Any], claims: dict[str, Any], key: Any) -> str:
    """A signed compact token of any algorithm."""
    return jws.serialize_compact(header, json.dumps(claims).encode(), key, algorithms=[header["alg"]])


@dataclass
class Issuer:
    """What the issuer says; tests change it."""

    url: str = ""
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    claims: dict[str, Any] = field(default_factory=dict)
    """What stands in the next token instead of what should; None takes a claim away."""
    userinfo: dict[str, Any] | None = None
    raw: str | None = None
    """The next token as it is."""
    discovery: dict[str, Any] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    nonce: str = ""
    sub: str = "subject-1"

    def body(self, **more: Any) -> dict[str, Any]:
        """Claims of a good token."""
        at = int(time.time())
        good = {
            "iss": self.url, "aud": CLIENT, "sub": self.sub, "iat": at, "exp": at + 300, "auth_time": at,
            "nonce": self.nonce, "email": "new@issuer.test", "email_verified": True, "name": "Nia New",
        }  # fmt: skip
        return {key: value for key, value in {**good, **self.claims, **more}.items() if value is not None}

    def id_token(self) -> str:
        """The next token."""
        return self.raw if self.raw is not None else token(self.header, self.body(), self.key)

    def logout_token(self, header: dict[str, Any] | None = None, **more: Any) -> str:
        """A logout token; None takes a claim away."""
        at = int(time.time())
        event = {"http://schemas.openid.net/event/backchannel-logout": {}}
        good = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": at,
            "exp": at + 120,
            "jti": "j1",
            "sub": self.sub,
            "events": event,
        }
        claims = {key: value for key, value in {**good, **more}.items() if value is not None}
        return token({"alg": "RS256", "kid": "one", "typ": "logout+jwt", **(header or {})}, claims, self.key)

    def answer(self, path: str) -> Any:
        """The JSON of a path."""
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            good = {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
            }
            return {**good, **self.discovery}
        if path == "/jwks":
            return {"keys": [{**self.key.as_dict(private=False), "kid": "one"}]}
        if path == "/userinfo":
            return self.userinfo or {"sub": self.sub}
        return {"access_token": "a ticket", "token_type": "Bearer", "id_token": self.id_token()}


@contextmanager
def issuing() -> Iterator[Issuer]:
    """An issuer that listens on this machine while the block runs."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(issuer.answer(urlsplit(self.path).path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            issuer.forms.append({name: values[0] for name, values in form.items()})
            issuer.forms[-1]["authorization"] = self.headers.get("Authorization", "")
            self.do_GET()

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def keys_of_kinds() -> dict[str, Any]:
    """A key for each algorithm that is allowed."""
    return {
        "RS256": RSAKey.generate_key(2048, {"kid": "one"}),
        "PS256": RSAKey.generate_key(2048, {"kid": "one"}),
        "ES256": ECKey.generate_key("P-256", {"kid": "one"}),
        "EdDSA": OKPKey.generate_key("Ed25519", {"kid": "one"}),
    }


__all__ = ["CLIENT", "SECRET", "ECKey", "Issuer", "OKPKey", "RSAKey", "issuing", "keys_of_kinds", "token"]
