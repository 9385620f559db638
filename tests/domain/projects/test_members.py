"""Who belongs to a project, and who may change it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from houses import Town

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
