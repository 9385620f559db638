"""A suspended person is out at once; what they did and what they had begun stays."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from houses import Town, sign_in
from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.entering import enter_site_as
from labelkeep.domain.people import actions as people
from works import add_pictures, draft, label_of, take

WHY = {"reason": "Left the company."}


def rows(town: Town, query: str) -> list[Any]:
    with psycopg.connect(town.house.urls.backup) as connection:
        return connection.execute(query.encode()).fetchall()


def suspend(town: Town, name: str, by: str = "admin") -> Any:
    return town.people[by].client.post(f"/api/v1/site/people/{town.people[name].id}/suspend", json=WHY)


def test_a_suspended_person_is_out_and_their_work_goes_back(fast_works: Town) -> None:
    fast_town, url = fast_works, fast_works.url
    add_pictures(fast_town, 1)
    held = take(fast_town, "labeler")
    with enter_site_as(fast_town.house, fast_town.people["admin"].id, SiteAdmin) as site:
        token = people.make_token(site, fast_town.people["labeler"].id)
        link = people.make_link(site, fast_town.people["labeler"].id)
    program = fast_town.anonymous()
    program.headers["Authorization"] = f"Bearer {token}"
    assert draft(fast_town, "labeler", held, 0, label_of(held)).status_code == 200

    assert suspend(fast_town, "labeler").status_code == 204

    assert [fast_town.labeler.get("/api/v1/me").status_code, program.get("/api/v1/me").status_code] == [401, 401]
    assert fast_town.anonymous().post("/api/v1/sign-in/link", json={"token": link}).status_code == 401
    assert rows(fast_town, "select state from lease") == [("ended",)]
    assert fast_town.labeler2.post(f"{url}/work/label/next").json()["asset"]["id"] == held["asset"]["id"]
    assert rows(fast_town, "select count(*) from ledger_event where action = 'person.suspended'") == [(1,)]
    assert suspend(fast_town, "labeler").status_code == 409


def test_a_reactivated_person_comes_in_by_a_fresh_link(fast_town: Town) -> None:
    suspend(fast_town, "labeler")
    person, admin = fast_town.people["labeler"].id, fast_town.people["admin"].id
    assert fast_town.admin.post(f"/api/v1/site/people/{person}/reactivate").status_code == 204

    assert fast_town.labeler.get("/api/v1/me").status_code == 401
    fresh = sign_in(fast_town.house, fast_town.app, admin, person)
    assert fresh.get(fast_town.url).status_code == 200


def test_the_last_admin_stays_even_when_two_try_at_once(fast_town: Town) -> None:
    assert suspend(fast_town, "admin").json()["code"] == "person.last_admin"
    with enter_site_as(fast_town.house, fast_town.people["admin"].id, SiteAdmin) as site:
        bea = people.add_person(site, "Bea Admin", "bea@example.test", "admin").id
    client = sign_in(fast_town.house, fast_town.app, fast_town.people["admin"].id, bea)

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(fast_town.admin.post, f"/api/v1/site/people/{bea}/suspend", json=WHY)
        other = pool.submit(client.post, f"/api/v1/site/people/{fast_town.people['admin'].id}/suspend", json=WHY)
        statuses = sorted((one.result().status_code, other.result().status_code))

    assert statuses[0] == 204
    assert statuses[1] in {401, 403, 409}
    query = "select count(*) from person where site_role = 'admin' and status = 'active'"
    assert rows(fast_town, query) == [(1,)]
