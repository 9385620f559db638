"""The organisation's rules, a project's and a member's: who sets them, what they refuse, what the ledger keeps."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from houses import ORIGIN, Town
from labelkeep.core.clock import now
from labelkeep.entrypoints.http.app import armoured

RULES = "/api/v1/site/rules"
OPEN: dict[str, Any] = {"networks": None, "factor_required": False, "factor_roles": []}
INSIDE, OUTSIDE = "10.1.2.3", "192.0.2.7"


def at(town: Town, name: str | None, address: str) -> TestClient:
    client = TestClient(armoured(town.app), base_url=ORIGIN, raise_server_exceptions=False, client=(address, 5000))
    client.headers["Origin"] = ORIGIN
    if name:
        client.cookies.update(town.people[name].client.cookies)
    return client


def facts_of(town: Town, action: str, url: str = "/api/v1/site") -> dict[str, Any]:
    client = at(town, "admin" if url.endswith("site") else "owner", INSIDE)
    items = client.get(f"{url}/ledger?limit=50").json()["items"]
    return next(each["facts"] for each in items if each["action"] == action)


def test_an_admin_sets_the_networks_and_they_hold_at_once(fast_town: Town) -> None:
    admin = at(fast_town, "admin", INSIDE)
    wanted = {"networks": ["10.9.9.9/8", "2001:db8::/32"], "factor_required": False, "factor_roles": []}

    assert admin.put(RULES, json=wanted).status_code == 204

    assert admin.get(RULES).json() == {**wanted, "networks": ["10.0.0.0/8", "2001:db8::/32"], "address": INSIDE}
    assert at(fast_town, "labeler", OUTSIDE).get(fast_town.url).json()["code"] == "network.refused"
    facts = facts_of(fast_town, "organisation.changed")
    assert (facts["before"]["networks"], facts["after"]["networks"]) == (0, 2)


def test_a_list_that_keeps_out_its_setter_is_refused(fast_town: Town) -> None:
    out = at(fast_town, "admin", OUTSIDE).put(RULES, json={**OPEN, "networks": ["10.0.0.0/8"]})
    unknown = fast_town.admin.put(RULES, json={**OPEN, "networks": ["10.0.0.0/8"]})
    project = at(fast_town, "owner", OUTSIDE).put(
        f"{fast_town.url}/conditions", json={"networks": ["10.0.0.0/8"], "factor_required": False}
    )

    assert [(each.status_code, each.json()["code"]) for each in (out, unknown, project)] == [
        (409, "network.locks_out")
    ] * 3
    assert fast_town.admin.get(RULES).json()["networks"] is None


def test_a_bad_line_is_named_and_nothing_changes(fast_town: Town) -> None:
    answer = at(fast_town, "admin", INSIDE).put(RULES, json={**OPEN, "networks": ["10.0.0.0/8", "nowhere"]})

    assert (answer.status_code, answer.json()["code"], answer.json()["line"]) == (422, "network.invalid", 2)
    assert fast_town.admin.get(RULES).json()["networks"] is None


def test_signing_in_from_outside_gets_the_same_refusal_before_any_account_is_looked_at(town: Town) -> None:
    assert at(town, "admin", INSIDE).put(RULES, json={**OPEN, "networks": ["10.0.0.0/8"]}).status_code == 204
    outside = at(town, None, OUTSIDE)
    known = outside.post("/api/v1/sign-in/password", json={"email": "owner@example.test", "password": "x" * 20})
    nobody = outside.post("/api/v1/sign-in/password", json={"email": "no@example.test", "password": "x" * 20})
    link = outside.post("/api/v1/sign-in/link", json={"token": "x"})
    signed_in = at(town, "labeler", OUTSIDE).get(town.url)
    not_even_json = outside.post("/api/v1/sign-in/link", content=b"{", headers={"Content-Type": "application/json"})

    answers = [known, nobody, link, signed_in, not_even_json]
    assert {(each.status_code, each.content) for each in answers} == {(403, known.content)}
    assert known.json()["code"] == "network.refused"
    assert outside.get("/api/v1/health").status_code == 200
    inside = at(town, None, INSIDE).post("/api/v1/sign-in/link", json={"token": "x"})
    assert inside.json()["code"] != "network.refused"


def test_a_factor_by_role_is_set_and_taken_back(fast_town: Town) -> None:
    assert fast_town.admin.put(RULES, json={**OPEN, "factor_roles": ["labeler", "labeler"]}).status_code == 204
    assert fast_town.labeler.get(fast_town.url).json()["code"] == "factor.missing"
    assert fast_town.reviewer.get(fast_town.url).status_code == 200
    assert fast_town.admin.put(RULES, json=OPEN).status_code == 204
    assert fast_town.labeler.get(fast_town.url).status_code == 200


def test_a_project_admin_sets_the_projects_conditions(fast_town: Town) -> None:
    owner = at(fast_town, "owner", INSIDE)
    url = f"{fast_town.url}/conditions"

    assert owner.put(url, json={"networks": ["10.0.0.0/8"], "factor_required": False}).status_code == 204

    assert owner.get(url).json() == {"networks": ["10.0.0.0/8"], "factor_required": False, "address": INSIDE}
    assert at(fast_town, "labeler", OUTSIDE).get(fast_town.url).status_code == 403
    assert at(fast_town, "manager", INSIDE).get(url).status_code == 403, "a manager does not configure"
    facts = facts_of(fast_town, "project.changed", fast_town.url)
    assert (facts["before"]["networks"], facts["after"]["networks"]) == (0, 1)


def test_a_manager_limits_a_member_to_networks_and_dates(fast_town: Town) -> None:
    manager, url = at(fast_town, "manager", INSIDE), f"{fast_town.url}/members/{fast_town.people['labeler'].id}"
    ends = now() + timedelta(days=3)

    made = manager.patch(url, json={"networks": ["10.1.2.3"], "valid_until": ends.isoformat()})

    assert (made.status_code, made.json()["networks"]) == (200, ["10.1.2.3/32"])
    assert at(fast_town, "labeler", INSIDE).get(fast_town.url).status_code == 200
    assert at(fast_town, "labeler", "10.1.2.4").get(fast_town.url).status_code == 403
    seen = at(fast_town, "labeler", INSIDE).get(f"{fast_town.url}/members").json()["items"]
    assert {each["networks"] for each in seen} == {None}, "a labeler learns of nobody's limits"
    past = manager.patch(url, json={"valid_until": (now() - timedelta(days=1)).isoformat()})
    assert past.status_code == 200
    assert at(fast_town, "labeler", INSIDE).get(fast_town.url).status_code == 404
    back = manager.patch(url, json={"networks": None, "valid_until": None})
    assert back.json()["valid_until"] is None
    assert at(fast_town, "labeler", OUTSIDE).get(fast_town.url).status_code == 200
    facts = facts_of(fast_town, "membership.changed", fast_town.url)
    assert (facts["before"]["networks"], facts["after"]["networks"]) == (1, 0)


def test_dates_that_make_no_sense_and_ones_own_lockout_are_refused(fast_town: Town) -> None:
    owner = at(fast_town, "owner", INSIDE)
    labeler, self = (f"{fast_town.url}/members/{fast_town.people[name].id}" for name in ("labeler", "owner"))
    first, last = now() + timedelta(days=2), now() + timedelta(days=1)

    backwards = owner.patch(labeler, json={"valid_from": first.isoformat(), "valid_until": last.isoformat()})
    locked = owner.patch(self, json={"networks": ["192.0.2.0/24"]})

    assert backwards.status_code == 422
    assert locked.json()["code"] == "network.locks_out"
    admin = f"{fast_town.url}/members/{fast_town.people['admin'].id}"
    assert owner.patch(admin, json={"status": "suspended"}).status_code == 200
    assert owner.patch(self, json={"valid_until": first.isoformat()}).status_code == 409, "the last admin has no end"


@pytest.mark.parametrize("name", ["owner", "labeler"])
def test_only_organisation_admins_reach_the_rules(fast_town: Town, name: str) -> None:
    client = fast_town.people[name].client

    assert client.get(RULES).status_code == 403
    assert client.put(RULES, json=OPEN).status_code == 403
