from typing import Any

from houses import Town
from works import add_pictures, take

from .test_waiting import answer, ask, threads


def reopen(town: Town, name: str, issue: str) -> Any:
    return town.people[name].post(f"{town.url}/issues/{issue}/reopen")


def waiting(town: Town, name: str) -> int:
    return town.people[name].get(town.url).json()["questions"]


def test_a_question_waits_for_the_manager_then_for_who_asked_then_for_nobody(works: Town) -> None:
    add_pictures(works, 1)
    asked = ask(works, take(works, "labeler")).json()["id"]
    assert (waiting(works, "manager"), waiting(works, "labeler"), waiting(works, "labeler2")) == (1, 0, 0)

    answer(works, "manager", asked)
    assert (waiting(works, "manager"), waiting(works, "labeler")) == (0, 1)

    works.labeler.post(f"{works.url}/issues/{asked}/resolve")
    assert (waiting(works, "manager"), waiting(works, "labeler")) == (0, 0)


def test_a_closed_thread_is_opened_again_and_the_ledger_tells(works: Town) -> None:
    add_pictures(works, 1)
    asked = ask(works, take(works, "labeler")).json()["id"]
    works.labeler.post(f"{works.url}/issues/{asked}/resolve")
    assert answer(works, "manager", asked).json()["code"] == "issue.closed"
    assert reopen(works, "labeler2", asked).status_code == 404

    assert reopen(works, "labeler", asked).json()["status"] == "open"

    assert answer(works, "manager", asked).json()["status"] == "answered"
    told = works.owner.get(f"{works.url}/ledger?limit=50").json()["items"]
    assert [one["action"] for one in told].count("issue.reopened") == 1


def test_threads_are_asked_for_by_standing_kind_and_person(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    first, second = (ask(fast_works, work, text).json()["id"] for text in ("One?", "Two?"))
    answer(fast_works, "manager", second)
    person = fast_works.people["labeler"].id

    def found(how: str) -> list[str]:
        return [one["id"] for one in threads(fast_works, "manager", how)]

    assert (found("?status=open"), found("?status=answered"), found("?status=resolved")) == ([first], [second], [])
    assert (len(found("?kind=question")), found("?kind=issue")) == (2, [])
    assert len(found(f"?person={person}")) == 2
    assert found(f"?person={fast_works.people['labeler2'].id}") == []
    assert [one["closes"] for one in threads(fast_works, "manager", "?status=open")] == [True]


def test_a_question_says_its_part_and_in_which_task_it_can_be_looked_at(works: Town) -> None:
    add_pictures(works, 1)
    work = take(works, "labeler")
    part = work["asset"]["parts"][0]["id"]

    asked = ask(works, work, at=[30, 40], part=part, page=0).json()

    assert (asked["part"], asked["page"], asked["at"]) == (part, 0, [30, 40])
    one = works.people["labeler"].get(f"{works.url}/issues/{asked['id']}").json()
    assert (one["part"], one["task"], one["asset"]) == (part, "label", work["asset"]["id"])
    seen = works.people["manager"].get(f"{works.url}/issues/{asked['id']}").json()
    assert (seen["part"], seen["task"]) == (part, None)
    assert [each["task"] for each in threads(works, "labeler")] == ["label"]


def test_a_thread_is_read_by_nobody_whose_work_it_is_not(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    asked = ask(fast_works, take(fast_works, "labeler")).json()["id"]

    refused = fast_works.people["labeler2"].get(f"{fast_works.url}/issues/{asked}")
    missing = fast_works.people["labeler2"].get(f"{fast_works.url}/issues/{fast_works.people['labeler'].id}")

    assert (refused.status_code, refused.content) == (404, missing.content)


def test_a_place_in_another_pictures_part_is_refused(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    work, other = take(fast_works, "labeler"), take(fast_works, "labeler2")

    wrong = ask(fast_works, work, at=[1, 2], part=other["asset"]["parts"][0]["id"])

    assert wrong.status_code == 422
    assert "no part of this asset" in wrong.json()["detail"]
    assert threads(fast_works, "labeler") == []
