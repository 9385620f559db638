"""Why a member may do something, or not: the words agree with what the server then does."""

from datetime import timedelta
from typing import Any

import pytest

from houses import Town
from labelkeep.core.clock import now

ROUTES = {"Read": "", "Members": "/members/uses", "Explore": "/assets", "Audit": "/ledger?limit=1"}


def explained(town: Town, name: str, capability: str) -> dict[str, Any]:
    answer = town.owner.get(f"{town.url}/members/{town.people[name].id}/explain?capability={capability}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def kinds(explanation: dict[str, Any]) -> set[str]:
    return {each["kind"] for each in explanation["reasons"]}


def set_member(town: Town, name: str, **change: Any) -> None:
    answer = town.owner.patch(f"{town.url}/members/{town.people[name].id}", json=change)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", ["manager", "reviewer", "labeler"])
@pytest.mark.parametrize("state", ["active", "suspended", "over"])
def test_the_explanation_says_what_the_server_does(fast_town: Town, name: str, state: str) -> None:
    if state == "suspended":
        set_member(fast_town, name, status="suspended")
    if state == "over":
        set_member(fast_town, name, valid_until=(now() - timedelta(minutes=1)).isoformat())

    said = {each: explained(fast_town, name, each)["allowed"] for each in ROUTES}

    done = {each: fast_town.people[name].get(fast_town.url + path).status_code == 200 for each, path in ROUTES.items()}
    assert said == done
    assert any(said.values()) == (state == "active")


def test_each_condition_has_its_words(fast_town: Town) -> None:
    usual = explained(fast_town, "labeler", "Label")
    assert kinds(usual) == {
        "account.active", "membership.active", "dates.open", "role.holds", "networks.any", "factor.none",
    }  # fmt: skip
    assert "The role labeler holds Label." in [each["words"] for each in usual["reasons"]]
    assert "role.lacks" in kinds(explained(fast_town, "labeler", "Audit"))
    assert "role.approver" in kinds(explained(fast_town, "manager", "Approve"))
    later = now() + timedelta(days=1)
    set_member(fast_town, "labeler", valid_from=later.isoformat(), networks=["10.0.0.0/8"])
    limited = explained(fast_town, "labeler", "Label")
    assert {"dates.early", "networks.only"} <= kinds(limited)
    assert next(each["networks"] for each in limited["reasons"] if each["kind"] == "networks.only") == ["10.0.0.0/8"]
    body = {"networks": None, "factor_required": True}
    assert fast_town.owner.put(f"{fast_town.url}/conditions", json=body).status_code == 204
    with_factor = fast_town.admin.get(f"{fast_town.url}/members/{fast_town.people['labeler'].id}/explain")
    assert with_factor.status_code in (403, 422)


def test_strangers_and_unknown_capabilities_are_not_explained(fast_town: Town) -> None:
    url = f"{fast_town.url}/members/{fast_town.people['stranger'].id}/explain"

    assert fast_town.owner.get(f"{url}?capability=Read").status_code == 404
    assert fast_town.owner.get(f"{url}?capability=SiteAdmin").status_code == 422
    assert fast_town.labeler.get(f"{url}?capability=Read").status_code == 403
