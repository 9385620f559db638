"""Who may ask, who may decide, and what ends a request."""

from typing import Any

import pytest

from houses import POLICY, Town
from tests.domain.releases import made
from works import add_pictures


def make_approver(town: Town, name: str) -> None:
    """Give a member the right to approve releases."""
    answer = town.owner.patch(f"{town.url}/members/{town.people[name].id}", json={"release_approver": True})
    assert answer.status_code == 200, answer.text


def two_approvals(town: Town) -> None:
    """Tighten the policy."""
    assert town.owner.post(f"{town.url}/policy", json={**POLICY, "approvals": 2}).status_code == 201


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_request_waits_for_another_person(works: Town) -> None:
    release = made.ask(works)

    assert (release["n"], release["state"], release["approvals_needed"]) == (1, "requested", 1)
    assert release["requested_by"] == {"id": str(works.owner.id), "name": "Owner Person"}
    assert [each["user"]["name"] for each in release["recipients"]] == ["Owner Person"]
    assert [each["kind"] for each in release["stamps"]] == ["requested"]


def test_nobody_approves_their_own_request(fast_works: Town) -> None:
    release = made.ask(fast_works, "manager")

    assert code(made.post(fast_works, "manager", release, "approve")) == (403, "release.own")
    assert code(made.post(fast_works, "manager", release, "refuse", {"reason": "No."})) == (403, "release.own")
    assert made.see(fast_works, release)["state"] == "requested"


@pytest.mark.parametrize("verb", ["approve", "refuse", "retry"])
def test_only_approvers_decide(fast_works: Town, verb: str) -> None:
    release = made.ask(fast_works, "manager")
    body = {"reason": "No."} if verb == "refuse" else None

    for name in ("owner", "reviewer", "labeler"):
        assert code(made.post(fast_works, name, release, verb, body)) == (403, "denied")
    assert made.post(fast_works, "stranger", release, verb, body).status_code == 404


def test_reviewers_and_labelers_neither_ask_nor_see(fast_works: Town) -> None:
    release = made.ask(fast_works)

    for name in ("reviewer", "labeler"):
        person = fast_works.people[name]
        body = {**made.BODY, "snapshot_id": release["snapshot"]["id"]}
        assert person.post(f"{fast_works.url}/releases", json=body).status_code == 403
        assert person.get(f"{fast_works.url}/releases").status_code == 403
        assert person.get(f"{fast_works.url}/releases/{release['id']}").status_code == 403
        assert person.post(f"{fast_works.url}/snapshots", json={"name": "x"}).status_code == 403


def test_one_approval_is_enough_where_the_policy_says_one(fast_works: Town) -> None:
    release = made.approve(fast_works, made.ask(fast_works))

    assert release["state"] == "approved"
    assert release["job"]["state"] == "queued"
    assert [each["by"]["name"] for each in release["approvals"]] == ["Manager Person"]
    assert code(made.post(fast_works, "manager", release, "approve")) == (409, "release.wrong_state")


def test_two_different_people_approve_where_the_policy_says_two(works: Town) -> None:
    two_approvals(works)
    make_approver(works, "reviewer")
    release = made.ask(works)

    once = made.approve(works, release)
    twice = made.post(works, "manager", release, "approve")
    done = made.approve(works, release, "reviewer")

    assert (once["state"], once["job"], once["approvals_needed"]) == ("requested", None, 2)
    assert code(twice) == (409, "release.approved_already")
    assert done["state"] == "approved"


def test_a_policy_that_became_stricter_holds_for_open_requests(fast_works: Town) -> None:
    release = made.ask(fast_works)
    two_approvals(fast_works)

    seen = made.approve(fast_works, release)

    assert (seen["state"], seen["approvals_needed"]) == ("requested", 2)


def test_a_refusal_ends_the_request_with_its_reason(works: Town) -> None:
    release = made.ask(works)

    refused = made.post(works, "manager", release, "refuse", {"reason": "The purpose is too vague."}).json()

    assert (refused["state"], refused["refusal"]) == ("refused", "The purpose is too vague.")
    assert [each["kind"] for each in refused["stamps"]] == ["requested", "refused"]
    assert code(made.post(works, "manager", release, "approve")) == (409, "release.wrong_state")


def test_a_refusal_needs_a_reason(fast_works: Town) -> None:
    release = made.ask(fast_works)

    assert code(made.post(fast_works, "manager", release, "refuse", {"reason": "  "})) == (422, "invalid")


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": " "},
        {"format": "docx"},
        {"splits": []},
        {"splits": ["moon"]},
        {"classes": ["horse"]},
        {"unknown": 1},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_request_that_cannot_be_met_is_refused(fast_works: Town, wrong: dict[str, Any]) -> None:
    add_pictures(fast_works, 1, split="train")
    body = {**made.BODY, "snapshot_id": made.snapshot(fast_works)["id"], **wrong}

    answer = fast_works.owner.post(f"{fast_works.url}/releases", json=body)

    assert code(answer) == (422, "invalid")


def test_only_those_who_may_receive_are_recipients(fast_works: Town) -> None:
    snapshot = made.snapshot(fast_works)["id"]
    for name in ("labeler", "stranger"):
        body = {**made.BODY, "snapshot_id": snapshot, "recipients": [str(fast_works.people[name].id)]}
        assert code(fast_works.owner.post(f"{fast_works.url}/releases", json=body)) == (422, "invalid")

    named = made.ask(fast_works, recipients=[str(fast_works.manager.id), str(fast_works.owner.id)])

    assert [each["user"]["name"] for each in named["recipients"]] == ["Manager Person", "Owner Person"]


def test_releases_are_numbered_and_listed_newest_first(fast_works: Town) -> None:
    for _ in range(3):
        made.ask(fast_works)

    first = fast_works.owner.get(f"{fast_works.url}/releases?limit=2").json()
    rest = fast_works.owner.get(f"{fast_works.url}/releases?limit=2&after={first['next']}").json()

    assert [each["n"] for each in first["items"] + rest["items"]] == [3, 2, 1]
    assert rest["next"] is None


def test_a_release_says_what_differs_from_the_one_before(fast_works: Town) -> None:
    add_pictures(fast_works, 3)
    made.label_all(fast_works, 2)
    first = made.ready(fast_works, only_reviewed=False)
    made.label_all(fast_works, 1)
    made.review_all(fast_works, 2)

    second = made.ask(fast_works)

    assert first["changes"]["previous"] is None
    assert first["changes"]["assets"] == {"added": 3, "removed": 0, "changed": 0}
    assert first["changes"]["labels"] == {"added": 2, "removed": 0, "changed": 0}
    assert second["changes"]["previous"] == {"id": first["id"], "n": 1}
    assert second["changes"]["assets"] == {"added": 0, "removed": 1, "changed": 0}
    assert second["changes"]["labels"] == {"added": 0, "removed": 0, "changed": 0}
