"""The whole way with a real OpenID provider (the npm package oidc-provider), over HTTP, its own pages included."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from domain.providers.conftest import CALLBACK
from houses import ORIGIN, Town, client_of
from issuers import CLIENT, SECRET

WEB = Path(__file__).parents[3] / "web"
pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="the provider runs on Node")


@dataclass
class Real:
    """The provider, and what its server tells ours."""

    url: str
    notices: list[str] = field(default_factory=list)
    told: Event = field(default_factory=Event)


def listening() -> tuple[ThreadingHTTPServer, Real]:
    real = Real("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            real.notices.append(form["logout_token"][0])
            self.send_response(200)
            self.end_headers()
            real.told.set()

        def log_message(self, *_args: Any) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler), real


@pytest.fixture(scope="module")
def real() -> Iterator[Real]:
    """The provider on a free port."""
    server, made = listening()
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    hears = f"http://127.0.0.1:{server.server_address[1]}/"
    program = ["node", "e2e/provider.mjs", str(port), ORIGIN + CALLBACK, hears]
    child = subprocess.Popen(program, cwd=WEB, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert child.stdout is not None
    made.url = child.stdout.readline().strip()
    assert made.url == f"http://127.0.0.1:{port}"
    yield made
    child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(10)
    server.shutdown()
    server.server_close()


def add(town: Town, real: Real, **settings: Any) -> str:
    body = {"label": "Real", "issuer": real.url, "client_id": CLIENT, "secret": SECRET, "just_in_time": True}
    answer = town.admin.post("/api/v1/site/providers", json={**body, **settings})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def through(pages: httpx.Client, url: str, login: str) -> str:
    """Go through the provider's pages as a person would; the address that it sends the browser back to."""
    answer = pages.get(url)
    for _ in range(12):
        if answer.is_redirect:
            place = urljoin(str(answer.url), answer.headers["location"])
            if place.startswith(ORIGIN):
                return place
            answer = pages.get(place)
            continue
        prompt = "consent" if 'value="consent"' in answer.text else "login"
        answer = pages.post(str(answer.url), data={"prompt": prompt, "login": login, "password": "x"})
    raise AssertionError("the provider's pages did not end")


def sign_in(town: Town, provider: str, pages: httpx.Client, login: str) -> tuple[TestClient, str, str]:
    browser = client_of(town.app)
    url = browser.post(f"/api/v1/sign-in/oidc/{provider}", json={}).json()["url"]
    place = through(pages, url, login)
    answer = browser.get(place.removeprefix(ORIGIN), follow_redirects=False)
    return browser, answer.headers["location"], place


def test_a_person_signs_in_gets_their_role_and_is_signed_out_by_the_provider(town: Town, real: Real) -> None:
    rule = {"group": "Labelers", "project": str(town.project), "role": "labeler"}
    provider = add(town, real, group_claim="groups", groups=[rule])
    with httpx.Client() as pages:
        browser, where, place = sign_in(town, provider, pages, "alice")
        assert where == "/"
        assert browser.get("/api/v1/me").json()["email"] == "alice@real.test"
        assert browser.get(town.url).status_code == 200
        assert parse_qs(urlsplit(place).query)["iss"] == [real.url]

        # the provider's own session goes on: no page is shown, and it is the same person
        again, where, _ = sign_in(town, provider, pages, "nobody")
        assert where == "/"
        one, two = (each.get("/api/v1/me").json()["id"] for each in (browser, again))
        assert one == two

        leave(pages, real)
    assert real.told.wait(10)
    server = client_of(town.app)
    del server.headers["Origin"]
    began = time.monotonic()
    said = server.post("/api/v1/sign-out/oidc", data={"logout_token": real.notices[0]})
    assert said.status_code == 200, said.text
    assert [each.get("/api/v1/me").status_code for each in (browser, again)] == [401, 401]
    assert time.monotonic() - began < 1
    replayed = server.post("/api/v1/sign-out/oidc", data={"logout_token": real.notices[0]})
    assert replayed.status_code == 400


def leave(pages: httpx.Client, real: Real) -> None:
    """Sign out at the provider, by its own page."""
    page = pages.get(f"{real.url}/session/end").text
    secret = page.split('name="xsrf" value="')[1].split('"')[0]
    pages.post(f"{real.url}/session/end/confirm", data={"xsrf": secret, "logout": "yes"})


def test_a_code_is_taken_once_and_only_with_its_verifier(town: Town, real: Real) -> None:
    provider = add(town, real)
    with httpx.Client() as pages:
        _, where, place = sign_in(town, provider, pages, "bob")
        assert where == "/"
        code = parse_qs(urlsplit(place).query)["code"][0]

        # the code of one sign-in in another one: its verifier does not fit, and it is spent
        other = client_of(town.app)
        url = other.post(f"/api/v1/sign-in/oidc/{provider}", json={}).json()["url"]
        state = parse_qs(urlsplit(url).query)["state"][0]
        said = {"state": state, "code": code, "iss": real.url}
        answer = other.get(CALLBACK, params=said, follow_redirects=False)

    assert answer.headers["location"] == "/sign-in?refused=sign_in.provider_away"
    assert other.get("/api/v1/me").status_code == 401


def test_no_answer_to_a_wrong_secret(town: Town, real: Real) -> None:
    provider = add(town, real, secret="not it")
    with httpx.Client() as pages:
        browser, where, _ = sign_in(town, provider, pages, "carol")

    assert where == "/sign-in?refused=sign_in.provider_away"
    assert browser.get("/api/v1/me").status_code == 401
