"""Signing in by a provider that behaves, and what comes of identity, address, groups and factors."""

import time
from typing import Any

import psycopg
import pytest

from domain.factors.showing import with_app
from domain.providers.conftest import Door, set_up
from houses import Town
from issuers import SECRET, Issuer, issuing, keys_of_kinds
from labelkeep.access.capabilities import Members
from labelkeep.domain.projects.tables import MembershipRow
from labelkeep.infra.house import SITE
from labelkeep.infra.ledger.events import open_payload
from labelkeep.infra.vault import Place, open_sealed

IDENTITIES = "/api/v1/me/identities"


def rows(town: Town, query: str, *values: Any) -> list[Any]:
    with psycopg.connect(town.house.urls.backup) as connection:
        return connection.execute(query.encode(), values).fetchall()


def events(town: Town, *actions: str) -> list[dict[str, Any]]:
    found = []
    query = "select id, payload, actor_id, project_id from ledger_event where action = any(%s) order by at"
    for event, payload, actor, project in rows(town, query, list(actions)):
        keyring = town.house.keyring
        owner = keyring.key_of("project", project) if project else None
        key = owner or (keyring.key_of("person", actor) if actor else keyring.key_of("site", SITE))
        found.append(open_payload(open_sealed(key, payload, Place("ledger_event", "payload", event)))["facts"])
    return found


def test_who_is_new_gets_an_account_and_the_same_one_again(door: Door) -> None:
    first, second = door.browser(), door.browser()

    assert door.sign_in(first) == "/"
    door.issuer.claims = {"email": "moved@issuer.test", "name": "Nia Newer"}
    assert door.sign_in(second) == "/"

    one, two = (each.get("/api/v1/me").json() for each in (first, second))
    assert (one["id"], one["email"]) == (two["id"], "new@issuer.test")
    assert [each["way"] for each in events(door.town, "session.opened")][-2:] == ["provider", "provider"]
    assert first.get("/api/v1/me/projects").json()["items"] == []


def test_the_provider_is_asked_as_it_should_be(door: Door) -> None:
    asked = door.begin(door.browser())

    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://127.0.0.1:8600/api/v1/sign-in/oidc/callback"
    assert (asked["response_type"], asked["scope"], asked["max_age"]) == ("code", "openid profile email", "43200")
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    kept = rows(door.town, "select state_hash, browser_hash, body from provider_visit")[0]
    assert not any(asked[name].encode() in column for name in ("state", "nonce") for column in kept)


def test_the_verifier_fits_and_the_secret_is_in_the_header(door: Door) -> None:
    from labelkeep.domain.providers.visiting import challenge

    browser = door.browser()
    asked = door.begin(browser)
    door.back(browser, state=asked["state"], code="c", iss=door.issuer.url)

    form = door.issuer.forms[0]
    assert challenge(form["code_verifier"]) == asked["code_challenge"]
    assert form["authorization"].startswith("Basic ")
    assert "client_secret" not in form


def test_the_cookie_of_a_sign_in_is_lax_and_gone_afterwards(door: Door) -> None:
    browser = door.browser()
    answer = browser.post(f"/api/v1/sign-in/oidc/{door.id}", json={})
    cookie = answer.headers["set-cookie"].lower()
    assert "samesite=lax" in cookie
    assert "httponly" in cookie

    door.sign_in(browser)

    assert [each.name for each in browser.cookies.jar] == ["labelkeep"]


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_every_allowed_algorithm_signs_in(door: Door, algorithm: str) -> None:
    door.issuer.key = keys_of_kinds()[algorithm]
    door.issuer.header = {"alg": algorithm, "kid": "one"}

    assert door.sign_in() == "/"


def test_an_address_links_nothing_though_it_is_the_same(door: Door) -> None:
    door.issuer.claims = {"email": " Labeler@Example.test"}

    assert door.sign_in() == "/sign-in?refused=sign_in.address_belongs"
    assert events(door.town, "identity.linked") == []


def test_two_providers_that_tell_one_address_are_two_people(door: Door) -> None:
    with issuing() as other:
        assert door.sign_in() == "/"
        second = set_up(door.town, other, label="Other")

        # the same subject and the same address, said by somebody else
        assert second.sign_in() == "/sign-in?refused=sign_in.address_belongs"
        other.claims = {"email": "other@issuer.test"}
        assert second.sign_in() == "/"

    assert rows(door.town, "select count(distinct user_id), count(distinct subject_index) from identity") == [(2, 2)]


@pytest.mark.parametrize(
    ("settings", "claims", "where"),
    [
        ({"just_in_time": False}, {}, "/sign-in?refused=sign_in.no_account"),
        ({}, {"email": None}, "/sign-in?refused=sign_in.no_account"),
        ({}, {"email_verified": False}, "/sign-in?refused=sign_in.no_account"),
        ({}, {"email_verified": None}, "/sign-in?refused=sign_in.no_account"),
        ({"domains": ["else.test"]}, {}, "/sign-in?refused=sign_in.no_account"),
        ({"domains": ["Issuer.test"]}, {"email_verified": None}, "/"),
        ({"domains": ["issuer.test"]}, {"email_verified": False}, "/sign-in?refused=sign_in.no_account"),
    ],
)
def test_an_account_is_made_only_where_that_is_allowed(
    town: Town, issuer: Issuer, settings: dict[str, Any], claims: dict[str, Any], where: str
) -> None:
    issuer.claims = claims

    assert set_up(town, issuer, **settings).sign_in() == where


def test_an_account_is_linked_by_its_owner_and_unlinked(door: Door) -> None:
    door.issuer.claims = {"email": "labeler@example.test"}
    labeler = door.town.labeler
    asked = door.begin(labeler.client, IDENTITIES)
    # the browser comes from another site, so the session's strict cookie is not there
    stranger = door.browser()
    stranger.cookies.set("labelkeep-visit", labeler.client.cookies["labelkeep-visit"], domain="127.0.0.1")

    assert door.back(stranger, state=asked["state"], code="c", iss=door.issuer.url) == "/account"
    browser = door.browser()
    assert door.sign_in(browser) == "/"
    assert browser.get("/api/v1/me").json()["id"] == str(labeler.id)

    listed = labeler.get(IDENTITIES).json()["items"]
    assert [each["label"] for each in listed] == ["House"]
    other = door.town.owner.post(f"{IDENTITIES}/{listed[0]['id']}/end", json={})
    assert other.status_code == 404
    assert labeler.post(f"{IDENTITIES}/{listed[0]['id']}/end", json={}).status_code == 204
    assert labeler.get(IDENTITIES).json()["items"] == []
    assert door.sign_in() == "/sign-in?refused=sign_in.address_belongs"


def test_a_provider_is_no_way_around_the_factor_of_an_account(door: Door) -> None:
    browser = door.browser()
    assert door.sign_in(browser) == "/"
    with_app(browser)

    weak = door.browser()
    assert door.sign_in(weak) == "/sign-in?refused=sign_in.factor_unseen"
    assert weak.get("/api/v1/me").status_code == 401


def test_an_identity_of_another_account_is_not_linked(door: Door) -> None:
    door.sign_in()
    labeler = door.town.labeler.client
    asked = door.begin(labeler, IDENTITIES)

    sent = door.back(labeler, state=asked["state"], code="c", iss=door.issuer.url)

    assert sent == "/account?refused=sign_in.identity_taken"


def test_a_link_ends_with_the_session_that_began_it(door: Door) -> None:
    labeler = door.town.labeler.client
    asked = door.begin(labeler, IDENTITIES)
    visit = labeler.cookies["labelkeep-visit"]
    labeler.post("/api/v1/sign-out")
    browser = door.browser()
    browser.cookies.set("labelkeep-visit", visit, domain="127.0.0.1")

    sent = door.back(browser, state=asked["state"], code="c", iss=door.issuer.url)

    assert sent == "/account?refused=sign_in.visit_spent"
    assert rows(door.town, "select count(*) from identity") == [(0,)]


def test_groups_give_change_and_take_roles_and_touch_no_other(town: Town, issuer: Issuer) -> None:
    other = town.another_project()
    groups = [
        {"group": "Leads", "project": str(town.project), "role": "team_manager"},
        {"group": "Labelers", "project": str(town.project), "role": "labeler"},
        {"group": "Labelers", "project": str(other), "role": "reviewer"},
    ]
    door = set_up(town, issuer, group_claim="groups", groups=groups)

    def held() -> dict[str, tuple[str, str]]:
        query = "select project_id, role, status from membership where provider_id is not null"
        return {str(project): (role, status) for project, role, status in rows(town, query)}

    issuer.claims = {"groups": ["Labelers", "Nobody"]}
    browser = door.browser()
    door.sign_in(browser)
    assert held() == {str(town.project): ("labeler", "active"), str(other): ("reviewer", "active")}
    assert browser.get(town.url).status_code == 200

    issuer.claims = {"groups": ["Leads"]}
    door.sign_in()
    assert held() == {str(town.project): ("team_manager", "active"), str(other): ("reviewer", "suspended")}

    issuer.claims = {"groups": None}
    issuer.userinfo = {"sub": issuer.sub, "groups": ["Labelers"]}
    door.sign_in()
    assert held() == {str(town.project): ("labeler", "active"), str(other): ("reviewer", "active")}
    changed = [each for each in events(town, "membership.changed") if each.get("provider") == door.id]
    assert [(each["before"]["status"], each["after"]["status"]) for each in changed].count(("active", "suspended")) == 1

    # by hand: from here on it is the project's own
    person = browser.get("/api/v1/me").json()["id"]
    town.owner.patch(f"{town.url}/members/{person}", json={"status": "suspended"})
    door.sign_in()
    assert browser.get(town.url).status_code == 404


def test_a_membership_that_people_gave_is_never_touched(town: Town, issuer: Issuer) -> None:
    rule = {"group": "Leads", "project": str(town.project), "role": "project_admin"}
    door = set_up(town, issuer, group_claim="groups", groups=[rule])
    asked = door.begin(town.labeler.client, IDENTITIES)
    door.back(town.labeler.client, state=asked["state"], code="c", iss=issuer.url)
    issuer.claims = {"groups": ["Leads"]}

    assert door.sign_in() == "/"

    with town.as_person("owner", Members) as access:
        from sqlalchemy import select

        row = access.find(select(MembershipRow).where(MembershipRow.user_id == town.labeler.id)).one()
        assert (row.role, row.provider_id) == ("labeler", None)


@pytest.mark.parametrize(
    ("claims", "strong"),
    [
        ({"acr": "urn:mfa"}, True),
        ({"amr": ["pwd", "otp"]}, True),
        ({"acr": "urn:pwd", "amr": ["pwd"]}, False),
        ({"amr": "otp"}, False),
        ({}, False),
    ],
)
def test_a_factor_counts_where_the_provider_vouches_in_the_listed_words(
    town: Town, issuer: Issuer, claims: dict[str, Any], strong: bool
) -> None:
    door = set_up(town, issuer, strong_acr=["urn:mfa"], strong_amr=["otp"])
    shown = int(time.time()) - 600
    issuer.claims = {**claims, "auth_time": shown}
    assert door.begin(door.browser())["acr_values"] == "urn:mfa"

    assert door.sign_in() == "/"

    at = rows(town, "select strong_at from session order by created_at desc limit 1")[0][0]
    assert (at.timestamp() if at else None) == (shown if strong else None)


def test_the_secret_is_sealed_and_shown_to_nobody(door: Door) -> None:
    listed = door.town.admin.get("/api/v1/site/providers")

    assert SECRET not in listed.text
    assert SECRET.encode() not in rows(door.town, "select secret from provider")[0][0]
    assert SECRET not in str(events(door.town, "provider.added"))
    assert door.browser().get("/api/v1/sign-in/providers").json()["items"] == [{"id": door.id, "label": "House"}]


def test_a_provider_is_changed_and_ended_with_the_sessions_that_it_opened(door: Door) -> None:
    browser, admin = door.browser(), door.town.admin
    door.sign_in(browser)
    url = f"/api/v1/site/providers/{door.id}"

    changed = admin.put(url, json={"label": "Home", "client_id": "labelkeep", "just_in_time": False})
    assert (changed.status_code, changed.json()["label"]) == (200, "Home")
    again = {"label": "B", "issuer": door.issuer.url, "client_id": "x", "secret": "y"}
    assert admin.post("/api/v1/site/providers", json=again).json()["code"] == "provider.taken"
    assert door.sign_in(door.browser()) == "/"
    assert admin.post(f"{url}/end", json={}).status_code == 204

    assert browser.get("/api/v1/me").status_code == 401
    assert door.browser().post(f"/api/v1/sign-in/oidc/{door.id}", json={}).status_code == 404
    # the same issuer set up anew knows its people still
    assert set_up(door.town, door.issuer, just_in_time=False).sign_in() == "/"


@pytest.mark.parametrize(
    ("change", "discovery"),
    [
        ({"issuer": "http://issuer.test"}, {}),
        ({"scopes": ["email"]}, {}),
        ({"groups": [{"group": "g", "project": "00000000-0000-4000-8000-000000000000", "role": "labeler"}]}, {}),
        ({}, {"issuer": "https://else.test"}),
        ({}, {"token_endpoint": "http://127.0.0.2:1/token"}),
        ({}, {"jwks_uri": "https://else.test/keys"}),
        ({}, {"code_challenge_methods_supported": ["plain"]}),
    ],
)
def test_a_provider_that_does_not_hold_is_not_added(
    town: Town, issuer: Issuer, change: dict[str, Any], discovery: dict[str, Any]
) -> None:
    issuer.discovery = discovery
    body = {"label": "House", "issuer": issuer.url, "client_id": "c", "secret": "s", **change}

    answer = town.admin.post("/api/v1/site/providers", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "provider.invalid")
