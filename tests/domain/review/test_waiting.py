from typing import Any

from houses import Town
from works import add_pictures, draft, label_of, submit, take, write


def ask(town: Town, work: dict[str, Any], text: str = "Is this one cell or two?", **more: Any) -> Any:
    path = f"{town.url}/leases/{work['lease']['id']}/questions"
    return town.people["labeler"].post(path, json={"text": text, **more})


def answer(town: Town, name: str, issue: str, text: str = "Two.") -> Any:
    return town.people[name].post(f"{town.url}/issues/{issue}/comments", json={"text": text})


def threads(town: Town, name: str, how: str = "") -> list[dict[str, Any]]:
    found = town.people[name].get(f"{town.url}/issues{how}")
    assert found.status_code == 200, found.text
    return found.json()["items"]


def test_blocked_task_waits_for_its_answer_and_returns_to_who_asked(works: Town) -> None:
    add_pictures(works, 2)
    first = take(works, "labeler")
    draft(works, "labeler", first, 0, label_of(first, 1))

    asked = ask(works, first, blocking=True, at=[10.5, 20])

    assert (asked.status_code, asked.json()["blocking"]) == (201, True)
    assert submit(works, "labeler", first).json()["code"] == "lease.ended"
    second = take(works, "labeler")
    assert second["task"]["id"] != first["task"]["id"]
    assert take(works, "labeler2")["reason"] == "nothing"
    assert works.owner.get(works.url).json()["counts"]["label"]["blocked"] == 1
    assert answer(works, "manager", asked.json()["id"]).status_code == 201
    assert take(works, "labeler2")["reason"] == "nothing"
    submit(works, "labeler", second)

    back = take(works, "labeler")

    assert back["task"]["id"] == first["task"]["id"]
    assert back["draft"]["version"] == "1"
    assert [said["text"] for said in back["issues"][0]["comments"]] == ["Is this one cell or two?", "Two."]


def test_who_asked_may_take_the_question_back_and_go_on(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    asked = ask(fast_works, work, blocking=True).json()
    assert take(fast_works, "labeler")["reason"] == "nothing"

    fast_works.labeler.post(f"{fast_works.url}/issues/{asked['id']}/resolve")

    assert take(fast_works, "labeler")["task"]["id"] == work["task"]["id"]


def test_question_without_blocking_leaves_the_task_in_hand(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    ask(fast_works, work)

    assert submit(fast_works, "labeler", work).status_code == 200


def test_lists_of_questions_show_ones_own_and_managers_all(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    work = take(fast_works, "labeler")
    asked = ask(fast_works, work).json()
    answer(fast_works, "manager", asked["id"])

    own = threads(fast_works, "labeler")
    assert [(one["status"], one["mine"], one["asset_name"]) for one in own] == [("answered", True, "picture 0.png")]
    assert threads(fast_works, "labeler2") == []
    assert threads(fast_works, "reviewer") == []
    assert [one["mine"] for one in threads(fast_works, "manager")] == [False]
    assert threads(fast_works, "manager", "?mine=true") == []
    fast_works.labeler.post(f"{fast_works.url}/issues/{asked['id']}/resolve")
    assert threads(fast_works, "manager", "?only_open=true") == []


def test_pages_of_questions_follow_each_other(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    for number in range(52):
        ask(fast_works, work, f"Question {number}")

    first = fast_works.manager.get(f"{fast_works.url}/issues").json()
    rest = fast_works.manager.get(f"{fast_works.url}/issues?after={first['next']}").json()

    said = [one["comments"][0]["text"] for one in first["items"] + rest["items"]]
    assert said == [f"Question {number}" for number in reversed(range(52))]
    assert rest["next"] is None


def test_manager_puts_a_skipped_picture_back_for_everybody(works: Town) -> None:
    [asset] = add_pictures(works, 1)
    for name in ("labeler", "labeler2"):
        assert write(works, name, take(works, name), "skip", reason="broken", comment="Black.").status_code == 204
    assert take(works, "labeler")["reason"] == "nothing"
    path = f"{works.url}/assets/{asset}/unskip"
    assert works.labeler.post(path, json={}).status_code == 403

    assert works.manager.post(path, json={"comment": "It is dark, not broken."}).status_code == 204

    assert works.manager.post(path, json={}).json()["code"] == "task.not_skipped"
    assert take(works, "labeler")["empty"] is False
    told = works.owner.get(f"{works.url}/ledger?limit=20").json()["items"]
    assert [one["facts"]["comment"] for one in told if one["action"] == "task.unskipped"] == ["It is dark, not broken."]
