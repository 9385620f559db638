"""Who belongs to a project, and who may change it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from houses import Town
from labelkeep.domain.projects import uses

NEW = {"email": "stranger@example.test", "role": "reviewer"}


@pytest.mark.parametrize("change", [{"role": "team_manager"}, {"release_approver": True}])
def test_a_manager_gives_no_managing_rights(fast_town: Town, change: dict[str, object]) -> None:
    labeler = fast_town.people["labeler"].id

    assert fast_town.manager.post(f"{fast_town.url}/members", json={**NEW, **change}).status_code == 403
    assert fast_town.manager.patch(f"{fast_town.url}/members/{labeler}", json=change).status_code == 403
    assert fast_town.manager.post(f"{fast_town.url}/members", json=NEW).status_code == 201


@pytest.mark.parametrize("name", ["owner", "manager"])
def test_a_manager_changes_neither_admins_nor_managers(fast_town: Town, name: str) -> None:
    url = f"{fast_town.url}/members/{fast_town.people[name].id}"

    assert fast_town.manager.patch(url, json={"status": "suspended"}).status_code == 403


def test_a_member_is_added_by_address_alone(fast_town: Town) -> None:
    body = {"user_id": str(fast_town.people["stranger"].id), "role": "reviewer"}

    assert fast_town.owner.post(f"{fast_town.url}/members", json=body).status_code == 422


def test_a_member_is_added_once(fast_town: Town) -> None:
    with ThreadPoolExecutor(4) as pool:
        tries = [pool.submit(fast_town.owner.post, f"{fast_town.url}/members", json=NEW) for _ in range(4)]
    statuses = sorted(each.result().status_code for each in tries)

    assert statuses == [201, 409, 409, 409]


def test_two_admins_who_demote_each_other_at_once_leave_one(fast_town: Town) -> None:
    # the town's site admin made the project and is its second admin
    pairs = [("owner", "admin"), ("admin", "owner")]

    def demote(pair: tuple[str, str]) -> int:
        by, whom = pair
        url = f"{fast_town.url}/members/{fast_town.people[whom].id}"
        return fast_town.people[by].client.patch(url, json={"role": "labeler"}).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(demote, pairs))

    assert statuses[0] == 200
    assert statuses[1] in (403, 409)
    roles = [each["role"] for each in fast_town.labeler.get(f"{fast_town.url}/members").json()["items"]]
    assert roles.count("project_admin") == 1


def test_members_come_by_name(fast_town: Town) -> None:
    names = [each["name"] for each in fast_town.owner.get(f"{fast_town.url}/members").json()["items"]]

    assert names == sorted(names, key=str.casefold)


def test_addresses_are_for_those_who_manage_members(fast_town: Town) -> None:
    shown = {
        name: fast_town.people[name].get(f"{fast_town.url}/members").json()["items"] for name in ("manager", "labeler")
    }

    assert all(each["email"] for each in shown["manager"])
    assert not any(each["email"] for each in shown["labeler"])


def bulk(town: Town, rows: list[dict[str, object]], who: str = "owner", **more: object) -> list[tuple[str, str]]:
    answer = town.people[who].post(f"{town.url}/members/bulk", json={"rows": rows, **more})
    assert answer.status_code == 200, answer.text
    return [(each["email"], each["verdict"]) for each in answer.json()["items"]]


ROWS: list[dict[str, object]] = [
    {"email": "stranger@example.test", "role": "labeler"},
    {"email": "Stranger@example.test ", "role": "reviewer"},
    {"email": "labeler@example.test", "role": "reviewer"},
    {"email": "nobody@example.test", "role": "labeler"},
]


def test_a_dry_run_says_of_each_row_what_would_come_of_it_and_adds_nobody(fast_town: Town) -> None:
    before = fast_town.owner.get(f"{fast_town.url}/members").json()["items"]

    verdicts = bulk(fast_town, ROWS)

    assert [verdict for _, verdict in verdicts] == ["would_add", "twice", "member_already", "no_account"]
    assert fast_town.owner.get(f"{fast_town.url}/members").json()["items"] == before
    [event] = fast_town.owner.get(f"{fast_town.url}/ledger?action=members.checked").json()["items"]
    assert event["facts"] == {"rows": 4, "addable": 1}


def test_rows_that_cannot_be_added_stand_in_nobodys_way(fast_town: Town) -> None:
    verdicts = bulk(fast_town, ROWS[::-1], dry_run=False)

    assert [verdict for _, verdict in verdicts] == ["no_account", "member_already", "added", "twice"]
    added = fast_town.owner.get(f"{fast_town.url}/ledger?action=membership.created&limit=1").json()["items"]
    assert added[0]["facts"]["person"] == str(fast_town.people["stranger"].id)


def test_a_manager_adds_no_managers_in_bulk(fast_town: Town) -> None:
    rows: list[dict[str, object]] = [{"email": "stranger@example.test", "role": "team_manager"}]

    assert bulk(fast_town, rows, "manager", dry_run=False) == [("stranger@example.test", "not_allowed")]
    assert fast_town.labeler.post(f"{fast_town.url}/members/bulk", json={"rows": rows}).status_code == 403


def test_the_last_use_of_each_right_is_told(fast_town: Town) -> None:
    bulk(fast_town, ROWS[2:], "manager")
    fast_town.owner.get(f"{fast_town.url}/ledger")

    answer = fast_town.owner.get(f"{fast_town.url}/members/uses").json()["items"]

    used = {each["user_id"]: {right["right"] for right in each["rights"]} for each in answer}
    assert used[str(fast_town.owner.id)] == {"Audit"}
    assert used[str(fast_town.manager.id)] == {"Members"}
    assert str(fast_town.labeler.id) not in used
    assert {each["known_from"] for each in answer} == {None}
    assert fast_town.labeler.get(f"{fast_town.url}/members/uses").status_code == 403


def test_when_older_events_are_not_looked_at_the_page_says_from_when_on(
    fast_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uses, "MOST", 2)
    for _ in range(3):
        fast_town.owner.get(f"{fast_town.url}/ledger")

    [mine] = fast_town.owner.get(f"{fast_town.url}/members/uses").json()["items"]

    assert mine["known_from"] is not None
