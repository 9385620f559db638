"""The way back after a loss takes two admins; the console's way is marked; the last admin stays."""

from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient

from houses import Town, sign_in
from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.entering import enter_site_as
from labelkeep.core.clock import shifted
from labelkeep.domain.factors import resets
from labelkeep.domain.people import actions as people

from .showing import HERE, STEP, actions_of, code_of, half_in, rows, with_app

RESETS = "/api/v1/site/factor-resets"
WHY = {"reason": "The phone fell into the harbour."}


def second_admin(town: Town) -> TestClient:
    with enter_site_as(town.house, town.people["admin"].id, SiteAdmin) as site:
        person = people.add_person(site, "Bea Admin", "bea@example.test", "admin").id
    return sign_in(town.house, town.app, town.people["admin"].id, person)


def asked(town: Town, client: Any, name: str) -> str:
    answer = client.post(f"/api/v1/site/people/{town.people[name].id}/factor-reset", json=WHY)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def test_a_reset_takes_two_admins_and_ends_every_way_in(fast_town: Town) -> None:
    secret, bea = with_app(fast_town.labeler.client), second_admin(fast_town)
    reset = asked(fast_town, fast_town.admin.client, "labeler")

    assert fast_town.admin.post(f"{RESETS}/{reset}/confirm").json()["code"] == "factor.same_person"
    assert fast_town.labeler.get("/api/v1/me").status_code == 200
    listed = bea.get(RESETS).json()["items"]
    assert [(each["reason"], each["name"], each["mine"]) for each in listed] == [
        (WHY["reason"], "Labeler Person", False)
    ]
    half = half_in(fast_town, "labeler")
    assert bea.post(f"{RESETS}/{reset}/confirm").status_code == 204
    assert fast_town.labeler.get("/api/v1/me").status_code == 401
    assert half.post(STEP, json={"code": code_of(secret)}).status_code == 401
    # a link lets in once more, and a new factor is set up
    fresh = sign_in(fast_town.house, fast_town.app, fast_town.people["admin"].id, fast_town.people["labeler"].id)
    assert fresh.get(HERE).json()["items"] == []
    with_app(fresh)
    assert actions_of(fast_town, "factor.reset") == ["factor.reset_asked", "factor.reset"]
    assert bea.post(f"{RESETS}/{reset}/confirm").status_code == 409


def test_nobody_confirms_the_loss_of_their_own_factor(fast_town: Town) -> None:
    bea = second_admin(fast_town)
    with_app(fast_town.admin.client)
    reset = asked(fast_town, bea, "admin")

    assert fast_town.admin.post(f"{RESETS}/{reset}/confirm").json()["code"] == "factor.same_person"
    assert len(fast_town.admin.get(HERE).json()["items"]) == 1


def test_a_request_ends_after_a_day_and_can_be_refused(fast_town: Town) -> None:
    with_app(fast_town.labeler.client)
    bea = second_admin(fast_town)
    reset = asked(fast_town, fast_town.admin.client, "labeler")
    again = f"/api/v1/site/people/{fast_town.people['labeler'].id}/factor-reset"
    assert fast_town.admin.post(again, json=WHY).status_code == 409

    assert bea.post(f"{RESETS}/{reset}/refuse").status_code == 204
    assert bea.post(f"{RESETS}/{reset}/confirm").status_code == 409
    late = asked(fast_town, fast_town.admin.client, "labeler")
    with enter_site_as(fast_town.house, fast_town.people["admin"].id, SiteAdmin) as site:
        assert [str(each.id) for each in resets.waiting(site)] == [late]
    with (
        shifted(timedelta(hours=24, seconds=1)),
        enter_site_as(fast_town.house, fast_town.people["admin"].id, SiteAdmin) as site,
    ):
        assert resets.waiting(site) == []
    assert len(fast_town.labeler.get(HERE).json()["items"]) == 1


def test_a_reset_of_nothing_is_refused(fast_town: Town) -> None:
    answer = fast_town.admin.post(f"/api/v1/site/people/{fast_town.people['labeler'].id}/factor-reset", json=WHY)

    assert (answer.status_code, answer.json()["code"]) == (409, "factor.none")


def test_the_console_recovers_at_once_and_the_ledger_marks_it(fast_town: Town) -> None:
    with_app(fast_town.admin.client)
    admin = fast_town.people["admin"].id
    with enter_site_as(fast_town.house, admin, SiteAdmin) as site:
        resets.recover(site, admin)

    assert fast_town.admin.get("/api/v1/me").status_code == 401
    query = "select outcome from ledger_event where action = 'factor.recovered'"
    assert rows(fast_town, query) == [("unconfirmed",)]
    assert sign_in(fast_town.house, fast_town.app, admin, admin).get("/api/v1/me").status_code == 200
