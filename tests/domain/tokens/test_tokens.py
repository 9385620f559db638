"""API tokens: made by their person for less than they may, shown once, seen and ended by admins."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from houses import Town, client_of
from labelkeep.access.capabilities import CAPABILITIES, SiteAdmin
from labelkeep.access.entering import enter_site_as
from labelkeep.core.clock import now
from labelkeep.domain.people.tables import SessionRow
from labelkeep.domain.projects.shapes import CapabilityName
from works import statements

URL = "/api/v1/me/tokens"


def program(town: Town, token: str) -> TestClient:
    client = client_of(town.app)
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def make(town: Town, name: str, **more: Any) -> Any:
    body = {"name": "Nightly import", "capabilities": ["Read"], **more}
    return town.people[name].post(URL, json=body)


def test_the_list_of_capabilities_is_the_codes_own() -> None:
    assert list(CapabilityName.__args__) == [each.__name__ for each in CAPABILITIES if each is not SiteAdmin]


def test_a_token_does_what_it_was_made_for_and_no_more(town: Town) -> None:
    other = town.another_project()
    made = make(town, "owner", project=str(town.project), capabilities=["Read", "Members"], days=30)

    assert made.status_code == 201, made.text
    client = program(town, made.json()["token"])
    assert client.get(f"{town.url}/members/uses").status_code == 200
    assert client.get(f"{town.url}/assets").status_code == 403
    assert client.get(f"/api/v1/projects/{other}").status_code == 404
    for path in ("/api/v1/me", URL):
        assert client.get(path).json()["code"] == "token.scope"


def test_it_is_shown_once_and_listed_without_its_secret(fast_town: Town) -> None:
    token = make(fast_town, "owner", project=str(fast_town.project), networks=["192.0.2.1"]).json()["token"]

    mine = fast_town.owner.get(URL)
    everybodys = fast_town.admin.get("/api/v1/site/tokens")

    [one] = mine.json()["items"]
    assert (one["name"], one["project_name"], one["networks"]) == (
        "Nightly import", "Retina screening", ["192.0.2.1/32"],
    )  # fmt: skip
    assert [each["person_name"] for each in everybodys.json()["items"]] == ["Owner Person"]
    ledger = fast_town.admin.get("/api/v1/site/ledger?limit=50").text
    assert not any(token in text or token[3:-9] in text for text in (mine.text, everybodys.text, ledger))
    assert fast_town.manager.get(URL).json()["items"] == []


def test_the_list_says_on_which_day_it_was_used_last(fast_town: Town) -> None:
    token = make(fast_town, "owner").json()["token"]
    with enter_site_as(fast_town.house, fast_town.admin.id, SiteAdmin) as site:
        row = site.find(select(SessionRow).where(SessionRow.kind == "token")).one()
        row.created_at = row.active_at = site.now - timedelta(days=2)
        site.record(row, "token.created", person=str(row.user_id))
    assert fast_town.owner.get(URL).json()["items"][0]["last_use"] is None

    assert program(fast_town, token).get(fast_town.url).status_code == 200

    assert fast_town.owner.get(URL).json()["items"][0]["last_use"] == f"{now():%Y-%m-%d}T00:00:00Z"


@pytest.mark.parametrize("who", ["owner", "admin"])
def test_an_ended_token_is_out_from_the_next_request_on(fast_town: Town, who: str) -> None:
    made = make(fast_town, "owner").json()
    client = program(fast_town, made["token"])
    assert client.get(fast_town.url).status_code == 200
    path = URL if who == "owner" else "/api/v1/site/tokens"

    assert fast_town.people[who].post(f"{path}/{made['id']}/end").status_code == 204

    assert client.get(fast_town.url).status_code == 401
    assert fast_town.people[who].post(f"{path}/{made['id']}/end").status_code == 204, "twice is no harm"
    assert fast_town.owner.get(URL).json()["items"] == []


def test_nobody_ends_the_tokens_of_others_nor_a_session_as_a_token(fast_town: Town) -> None:
    made = make(fast_town, "owner").json()
    browser = fast_town.owner.get("/api/v1/me/sessions").json()["items"]
    current = next(each["id"] for each in browser if each["current"])

    assert fast_town.labeler.post(f"{URL}/{made['id']}/end").status_code == 404
    assert fast_town.owner.post(f"{URL}/{current}/end").status_code == 404
    assert fast_town.owner.get(fast_town.url).status_code == 200


def test_more_than_its_person_may_is_refused(fast_town: Town) -> None:
    other = fast_town.another_project()

    assert make(fast_town, "labeler", capabilities=["Read", "Members"]).status_code == 422
    assert make(fast_town, "labeler", capabilities=["SiteAdmin"]).status_code == 422
    assert make(fast_town, "labeler", capabilities=[]).status_code == 422
    assert make(fast_town, "labeler", project=str(other)).status_code == 404
    assert make(fast_town, "labeler", days=366).status_code == 422
    assert make(fast_town, "labeler", networks=["x"]).json()["code"] == "network.invalid"


def test_a_token_makes_no_tokens(fast_town: Town) -> None:
    from labelkeep.domain.people import actions

    with enter_site_as(fast_town.house, fast_town.admin.id, SiteAdmin) as site:
        wide = actions.make_token(site, fast_town.people["owner"].id)

    answer = program(fast_town, wide).post(URL, json={"name": "x", "capabilities": ["Read"]})

    assert answer.status_code == 403


def test_a_token_carries_the_factor_of_the_session_that_made_it(fast_town: Town) -> None:
    weak = make(fast_town, "owner").json()["token"]
    with enter_site_as(fast_town.house, fast_town.admin.id, SiteAdmin) as site:
        for row in site.find(select(SessionRow).where(SessionRow.kind == "browser")):
            row.strong_at = site.now
            site.record(row, "factor.shown", person=str(row.user_id))
    strong = make(fast_town, "owner").json()["token"]
    body = {"networks": None, "factor_required": True}
    assert fast_town.owner.put(f"{fast_town.url}/conditions", json=body).status_code == 204

    assert program(fast_town, weak).get(fast_town.url).json()["code"] == "factor.missing"
    assert program(fast_town, strong).get(fast_town.url).status_code == 200


@pytest.mark.parametrize("change", ["last", "body", "cookie"])
def test_a_mistyped_token_costs_no_look_into_the_database(fast_town: Town, change: str) -> None:
    token = make(fast_town, "owner").json()["token"]
    wrong = {
        "last": token[:-1] + ("0" if token[-1] != "0" else "1"),
        "body": token[:10] + ("A" if token[10] != "A" else "B") + token[11:],
        "cookie": "no token at all",
    }[change]

    with statements(fast_town.house) as seen:
        answer = program(fast_town, wrong).get(fast_town.url)

    assert (answer.status_code, seen) == (401, [])
