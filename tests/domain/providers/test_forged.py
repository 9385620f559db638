"""What is refused: forged and foreign answers, replays, and logout tokens that do not hold."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.providers.conftest import Door, set_up
from domain.providers.test_arriving import events, rows
from issuers import RSAKey, issuing, token
from labelkeep.core.clock import shifted

REFUSED = "/sign-in?refused=sign_in.answer_refused"
SPENT = "/sign-in?refused=sign_in.visit_spent"
LOGOUT = "/api/v1/sign-out/oidc"


def nobody_came_in(door: Door, browser: TestClient) -> None:
    assert browser.get("/api/v1/me").status_code == 401
    assert rows(door.town, "select count(*) from identity") == [(0,)]
    assert rows(door.town, "select count(*) from provider_session") == [(0,)]


@dataclass(frozen=True)
class In:
    """A moment that many seconds from when the test runs."""

    seconds: int


def timed(claims: dict[str, Any]) -> dict[str, Any]:
    return {key: int(time.time()) + value.seconds if isinstance(value, In) else value for key, value in claims.items()}


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://else.test"},
        {"aud": "another"},
        {"aud": ["labelkeep", "another"]},
        {"aud": ["labelkeep", "another"], "azp": "labelkeep"},
        {"azp": "another"},
        {"exp": In(-3600)},
        {"exp": None},
        {"iat": In(3600)},
        {"iat": None},
        {"nbf": In(3600)},
        {"auth_time": In(-13 * 3600)},
        {"auth_time": None},
        {"auth_time": In(3600)},
        {"sub": ""},
        {"sub": None},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_is_refused(door: Door, claims: dict[str, Any]) -> None:
    door.issuer.claims = timed(claims)
    browser = door.browser()

    assert door.sign_in(browser) == REFUSED
    nobody_came_in(door, browser)


def test_an_issuer_that_differs_by_a_slash_is_another(door: Door) -> None:
    door.issuer.claims = {"iss": door.issuer.url + "/"}

    assert door.sign_in() == REFUSED


@pytest.mark.parametrize("leeway", [{"exp": In(-20)}, {"iat": In(20)}], ids=str)
def test_clocks_may_differ_by_a_little(door: Door, leeway: dict[str, Any]) -> None:
    door.issuer.claims = timed(leeway)

    assert door.sign_in() == "/"


def part(value: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_token_without_a_signature_is_refused(door: Door) -> None:
    browser = door.browser()
    asked = door.begin(browser)
    door.issuer.raw = f"{part({'alg': 'none', 'kid': 'one'})}.{part(door.issuer.body())}."

    assert door.back(browser, state=asked["state"], code="c", iss=door.issuer.url) == REFUSED
    nobody_came_in(door, browser)


def test_the_public_key_is_no_secret_of_hmac(door: Door) -> None:
    browser = door.browser()
    asked = door.begin(browser)
    signed = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(door.issuer.body())}"
    proof = hmac.new(door.issuer.key.as_pem(private=False), signed.encode(), "sha256").digest()
    door.issuer.raw = f"{signed}.{urlsafe_b64encode(proof).rstrip(b'=').decode()}"

    assert door.back(browser, state=asked["state"], code="c", iss=door.issuer.url) == REFUSED
    nobody_came_in(door, browser)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "RS256", "kid": "two"},
        {"alg": "RS256"},
        {"alg": "RS512", "kid": "one"},
        {"alg": "RS256", "kid": "one", "jku": "https://else.test/keys"},
        {"alg": "RS256", "kid": "one", "x5u": "https://else.test/keys"},
        {"alg": "RS256", "kid": "one", "typ": "logout+jwt"},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_header_is_refused(door: Door, header: dict[str, Any]) -> None:
    door.issuer.header = header
    browser = door.browser()

    assert door.sign_in(browser) == REFUSED
    nobody_came_in(door, browser)


def test_a_key_of_somebody_else_under_the_same_id_is_refused(door: Door) -> None:
    browser = door.browser()
    asked = door.begin(browser)
    door.issuer.raw = token(door.issuer.header, door.issuer.body(), RSAKey.generate_key(2048, {"kid": "one"}))

    assert door.back(browser, state=asked["state"], code="c", iss=door.issuer.url) == REFUSED


def test_a_changed_claim_breaks_the_signature(door: Door) -> None:
    browser = door.browser()
    asked = door.begin(browser)
    head, _, signature = door.issuer.id_token().split(".")
    door.issuer.raw = f"{head}.{part(door.issuer.body(sub='admin'))}.{signature}"

    assert door.back(browser, state=asked["state"], code="c", iss=door.issuer.url) == REFUSED


def test_a_short_key_is_refused(door: Door) -> None:
    door.issuer.key = RSAKey.generate_key(1024, {"kid": "one"})

    assert door.sign_in() == REFUSED


def test_unknown_keys_do_not_make_the_server_ask_without_end(door: Door) -> None:
    door.issuer.header = {"alg": "RS256", "kid": "two"}

    for _ in range(5):
        assert door.sign_in() == REFUSED

    assert door.issuer.asked.count("/jwks") == 1
    assert door.issuer.asked.count("/.well-known/openid-configuration") == 1


def test_a_state_works_once(door: Door) -> None:
    browser = door.browser()
    asked = door.begin(browser)
    visit = browser.cookies["labelkeep-visit"]
    answer = {"state": asked["state"], "code": "c", "iss": door.issuer.url}
    assert door.back(browser, **answer) == "/"

    again = door.browser()
    again.cookies.set("labelkeep-visit", visit, domain="127.0.0.1")

    assert door.back(again, **answer) == SPENT
    assert again.get("/api/v1/me").status_code == 401
    assert len(door.issuer.forms) == 1


def test_a_state_sent_twice_is_refused(door: Door) -> None:
    browser = door.browser()
    asked = door.begin(browser)
    query = f"state=other&state={asked['state']}&state=another&code=c&iss={door.issuer.url}"

    answer = browser.get(f"/api/v1/sign-in/oidc/callback?{query}", follow_redirects=False)

    assert answer.headers["location"] == SPENT


def test_a_state_that_was_refused_is_spent_too(door: Door) -> None:
    browser = door.browser()
    asked = door.begin(browser)
    visit = browser.cookies["labelkeep-visit"]
    door.issuer.claims = {"nonce": "another"}
    assert door.back(browser, state=asked["state"], code="c", iss=door.issuer.url) == REFUSED
    door.issuer.claims = {}
    browser.cookies.set("labelkeep-visit", visit, domain="127.0.0.1")

    assert door.back(browser, state=asked["state"], code="c", iss=door.issuer.url) == SPENT


def test_a_state_of_another_browser_or_of_none_is_refused(door: Door) -> None:
    mine, theirs = door.browser(), door.browser()
    asked = door.begin(mine)
    door.begin(theirs)

    for browser in (theirs, door.browser()):
        assert door.back(browser, state=asked["state"], code="c", iss=door.issuer.url) == SPENT
        assert browser.get("/api/v1/me").status_code == 401
    assert door.issuer.forms == []


def test_a_state_ends_after_ten_minutes(door: Door) -> None:
    browser = door.browser()
    asked = door.begin(browser)

    with shifted(timedelta(minutes=10, seconds=1)):
        assert door.back(browser, state=asked["state"], code="c", iss=door.issuer.url) == SPENT


@pytest.mark.parametrize("said", [{}, {"state": ""}, {"state": "x"}, {"code": "c"}], ids=str)
def test_an_answer_to_nothing_is_refused(door: Door, said: dict[str, str]) -> None:
    assert door.back(door.browser(), **said) == SPENT


def test_an_answer_of_another_provider_is_refused_before_anybody_is_asked(door: Door) -> None:
    with issuing() as other:
        second = set_up(door.town, other, label="Other")
        browser = door.browser()
        asked = second.begin(browser)

        sent = second.back(browser, state=asked["state"], code="code of the first", iss=door.issuer.url)

        assert sent == REFUSED
        assert other.forms == []
        assert door.issuer.forms == []


def test_an_answer_that_does_not_say_who_gives_it_is_refused_where_that_was_promised(door: Door) -> None:
    browser = door.browser()
    asked = door.begin(browser)

    assert door.back(browser, state=asked["state"], code="c") == REFUSED
    assert door.issuer.forms == []


def test_a_token_of_the_other_provider_is_refused(door: Door) -> None:
    with issuing() as other:
        second = set_up(door.town, other, label="Other")
        browser = door.browser()
        asked = second.begin(browser)
        door.issuer.nonce = asked["nonce"]
        other.raw = door.issuer.id_token()

        assert second.back(browser, state=asked["state"], code="c", iss=other.url) == REFUSED


def test_facts_of_another_subject_are_refused(door: Door) -> None:
    door.issuer.claims = {"email": None}
    door.issuer.userinfo = {"sub": "another", "email": "boss@issuer.test", "email_verified": True}

    assert door.sign_in() == REFUSED


def test_the_provider_may_say_no(door: Door) -> None:
    browser = door.browser()
    asked = door.begin(browser)

    sent = door.back(browser, state=asked["state"], error="access_denied", iss=door.issuer.url)

    assert sent == "/sign-in?refused=sign_in.provider_said_no"


def test_refusals_are_in_the_ledger_without_what_was_typed(door: Door) -> None:
    door.back(door.browser(), state="a secret state", code="c")
    door.town.app.state.strangers.write(door.town.house)

    lines = events(door.town, "sign_in.refused")[-1]["counts"]
    assert [(each["route"], each["code"]) for each in lines] == [
        ("GET /api/v1/sign-in/oidc/callback", "sign_in.visit_spent")
    ]


# -- back-channel logout -----------------------------------------------------------------------------------------------


def server(door: Door) -> TestClient:
    """The provider's own server: no browser, so no Origin."""
    made = door.browser()
    del made.headers["Origin"]
    return made


def test_the_provider_ends_a_session_at_once(door: Door) -> None:
    door.issuer.claims = {"sid": "s1"}
    first, second = door.browser(), door.browser()
    door.sign_in(first)
    door.issuer.claims = {"sid": "s2"}
    door.sign_in(second)

    began = time.monotonic()
    answer = server(door).post(LOGOUT, data={"logout_token": door.issuer.logout_token(sid="s1")})
    alive = [each.get("/api/v1/me").status_code for each in (first, second)]

    assert (answer.status_code, answer.content) == (200, b"")
    assert alive == [401, 200]
    assert time.monotonic() - began < 1
    assert events(door.town, "session.ended")[-1]["why"] == "signed out at the provider"


def test_a_logout_of_a_subject_ends_all_its_sessions_and_no_others(door: Door) -> None:
    first, second, other = (door.browser() for _ in range(3))
    door.sign_in(first)
    door.sign_in(second)
    door.issuer.sub, door.issuer.claims = "subject-2", {"email": "two@issuer.test"}
    door.sign_in(other)

    answer = server(door).post(LOGOUT, data={"logout_token": door.issuer.logout_token(sub="subject-1")})

    assert answer.status_code == 200
    assert [each.get("/api/v1/me").status_code for each in (first, second, other)] == [401, 401, 200]


def test_a_logout_token_works_once(door: Door) -> None:
    browser = door.browser()
    door.sign_in(browser)
    said = {"logout_token": door.issuer.logout_token()}
    assert server(door).post(LOGOUT, data=said).status_code == 200
    door.sign_in(browser)

    again = server(door).post(LOGOUT, data=said)

    assert (again.status_code, again.json()["code"]) == (400, "logout.refused")
    assert browser.get("/api/v1/me").status_code == 200


@pytest.mark.parametrize(
    ("claims", "header"),
    [
        ({"events": None}, {}),
        ({"events": {}}, {}),
        ({"events": {"http://schemas.openid.net/event/backchannel-logout": True}}, {}),
        ({"nonce": "n"}, {}),
        ({"jti": None}, {}),
        ({"sub": None}, {}),
        ({"sub": ""}, {}),
        ({"aud": "another"}, {}),
        ({"iss": "https://else.test"}, {}),
        ({"exp": None}, {}),
        ({"exp": In(-3600)}, {}),
        ({"iat": In(3600)}, {}),
        ({}, {"typ": "JWT"}),
        ({}, {"kid": "two"}),
    ],
    ids=str,
)
def test_a_logout_token_that_does_not_hold_ends_nothing(
    door: Door, claims: dict[str, Any], header: dict[str, Any]
) -> None:
    browser = door.browser()
    door.sign_in(browser)

    answer = server(door).post(LOGOUT, data={"logout_token": door.issuer.logout_token(header, **timed(claims))})

    assert (answer.status_code, answer.json()["code"]) == (400, "logout.refused")
    assert browser.get("/api/v1/me").status_code == 200


def test_an_id_token_is_no_logout_token(door: Door) -> None:
    browser = door.browser()
    door.sign_in(browser)

    answer = server(door).post(LOGOUT, data={"logout_token": door.issuer.id_token()})

    assert answer.status_code == 400
    assert browser.get("/api/v1/me").status_code == 200


@pytest.mark.parametrize("said", ["", "a.b.c", "x", "e30.e30.", "e30.W10.x", "." * 3])
def test_what_is_no_token_is_refused(door: Door, said: str) -> None:
    assert server(door).post(LOGOUT, data={"logout_token": said}).status_code in {400, 415, 422}
