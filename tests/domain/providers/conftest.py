"""Providers are tested against an issuer that lies on request; the real one has a file of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from houses import Town, build_town, client_of
from issuers import CLIENT, SECRET, Issuer, issuing
from labelkeep.infra.house import House

CALLBACK = "/api/v1/sign-in/oidc/callback"


@dataclass
class Door:
    """One issuer, set up as a provider of a town."""

    town: Town
    issuer: Issuer
    id: str

    def browser(self) -> TestClient:
        """A browser of nobody."""
        return client_of(self.town.app)

    def begin(self, browser: TestClient, path: str = "") -> dict[str, str]:
        """Begin in a browser; what the provider is asked."""
        body: dict[str, Any] = {"provider": self.id} if path else {}
        answer = browser.post(path or f"/api/v1/sign-in/oidc/{self.id}", json=body)
        assert answer.status_code == 200, answer.text
        url = urlsplit(answer.json()["url"])
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.issuer.nonce = asked["nonce"]
        return asked

    def back(self, browser: TestClient, **said: str) -> str:
        """Come back; where the browser is sent."""
        answer = browser.get(CALLBACK, params=said, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        assert answer.headers["cache-control"] == "no-store"
        return answer.headers["location"]

    def sign_in(self, browser: TestClient | None = None, **said: str) -> str:
        """Begin and come back."""
        browser = browser or self.browser()
        asked = self.begin(browser)
        return self.back(browser, **{"state": asked["state"], "code": "c", "iss": self.issuer.url, **said})


def set_up(town: Town, issuer: Issuer, **settings: Any) -> Door:
    body = {"label": "House", "issuer": issuer.url, "client_id": CLIENT, "secret": SECRET, "just_in_time": True}
    answer = town.admin.post("/api/v1/site/providers", json={**body, **settings})
    assert answer.status_code == 201, answer.text
    return Door(town, issuer, answer.json()["id"])


@pytest.fixture
def town(fast_house: House) -> Town:
    """A town whose people have just signed in, on one server only."""
    return build_town(fast_house)


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """An issuer that says what a test wants."""
    with issuing() as made:
        yield made


@pytest.fixture
def door(town: Town, issuer: Issuer) -> Door:
    """The issuer as a provider of the town."""
    return set_up(town, issuer)
