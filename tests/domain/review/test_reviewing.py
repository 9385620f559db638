from concurrent.futures import ThreadPoolExecutor
from typing import Any

from houses import Town
from labelkeep.core.clock import shifted
from works import LATER, add_pictures, box, decide, draft, statements, submit, take, write


def submitted(town: Town, count: int = 1) -> None:
    add_pictures(town, count)
    for _ in range(count):
        assert submit(town, "labeler", take(town, "labeler")).status_code == 200


def moved(work: dict[str, Any]) -> dict[str, Any]:
    """The label under review with its first box moved and one box added."""
    label = work["label"]
    first, *rest = label["objects"]
    first = {**first, "geometry": {**first["geometry"], "x": 1.25}}
    return {**label, "objects": [first, *rest, box(first["part"], 300.0)]}


def test_accepted_label_completes_its_asset(works: Town) -> None:
    submitted(works)
    work = take(works, "reviewer", "review")

    answer = decide(works, "reviewer", work, "accept")

    assert answer.json() == {"version": None, "already": False, "next": None}
    assert decide(works, "reviewer", work, "accept").json()["already"] is True
    counts = works.owner.get(works.url).json()["counts"]
    assert counts["assets"] == {"active": 0, "completed": 1, "broken": 0, "excluded": 0, "total": 1}
    assert counts["review"] == {"todo": 0, "doing": 0, "done": 1}


def test_fix_makes_a_new_version_and_says_what_changed(works: Town) -> None:
    submitted(works)
    work = take(works, "reviewer", "review")
    label = moved(work)

    answer = decide(works, "reviewer", work, "fix", label)

    assert answer.json()["version"]["n"] == 2
    assert decide(works, "reviewer", work, "fix", label).json() == {**answer.json(), "already": True, "next": None}
    items = works.manager.get(f"{works.url}/assets/{work['asset']['id']}/history").json()["items"]
    fixed = next(item for item in items if item["action"] == "review.fixed")
    assert fixed["changes"] == {"added": 1, "removed": 0, "moved": 1, "reclassified": 0, "attributes": 0}
    assert (fixed["verdict"], fixed["by"]["name"]) == ("fix", "Reviewer Person")
    assert fixed["seconds"]["active"] <= fixed["seconds"]["elapsed"]
    version = works.manager.get(f"{works.url}/assets/{work['asset']['id']}/versions/{fixed['version']['id']}").json()
    assert len(version["label"]["objects"]) == 3


def test_fix_that_changes_nothing_is_an_acceptance(fast_works: Town) -> None:
    submitted(fast_works)
    work = take(fast_works, "reviewer", "review")

    answer = decide(fast_works, "reviewer", work, "fix", work["label"])

    assert answer.json() == {"version": None, "already": False, "next": None}
    assert decide(fast_works, "reviewer", work, "fix", work["label"]).json()["already"] is True


def test_verdict_is_refused_when_it_does_not_hold_together(fast_works: Town) -> None:
    submitted(fast_works)
    work = take(fast_works, "reviewer", "review")
    wrong = {"objects": [box(work["asset"]["parts"][0]["id"], 635.0)]}

    def code(answer: Any) -> tuple[int, str]:
        return answer.status_code, answer.json()["code"]

    assert code(decide(fast_works, "reviewer", work, "return")) == (422, "review.comment_required")
    assert code(decide(fast_works, "reviewer", work, "fix")) == (422, "review.label_misplaced")
    assert code(decide(fast_works, "reviewer", work, "accept", work["label"])) == (422, "review.label_misplaced")
    assert code(decide(fast_works, "reviewer", work, "fix", wrong)) == (422, "label.invalid")
    assert code(decide(fast_works, "reviewer", work, "perhaps")) == (422, "invalid")
    assert code(decide(fast_works, "manager", work, "accept")) == (404, "not_found")
    assert code(decide(fast_works, "labeler", work, "accept")) == (403, "denied")
    assert decide(fast_works, "reviewer", work, "accept").status_code == 200
    assert code(decide(fast_works, "reviewer", work, "return", text="No.")) == (409, "lease.spent")


def test_label_and_review_leases_do_not_mix(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    submit(fast_works, "labeler", take(fast_works, "labeler"))
    label, review = take(fast_works, "manager"), take(fast_works, "manager", "review")

    assert decide(fast_works, "manager", label, "accept").json()["code"] == "lease.wrong_step"
    assert submit(fast_works, "manager", review).json()["code"] == "lease.wrong_step"


def test_verdict_takes_three_statements(fast_works: Town) -> None:
    submitted(fast_works)
    work = take(fast_works, "reviewer", "review")

    with statements(fast_works.house) as sent:
        decide(fast_works, "reviewer", work, "accept")

    assert len(sent) == 3, sent


def test_returned_work_waits_for_its_author_before_anything_else(works: Town) -> None:
    submitted(works)
    add_pictures(works, 3, first=1)
    work = take(works, "reviewer", "review")
    key = work["label"]["objects"][0]["id"]
    comment = {"object": key, "page": 0, "at": [12.5, 30], "text": "Too wide.", "category": "geometry"}
    body = {"verdict": "return", "label": None, "comments": [comment], "active_ms": 5}
    assert write(works, "reviewer", work, "verdict", **body).status_code == 200

    assert take(works, "labeler2")["task"]["returned"] is False
    back = take(works, "labeler")

    assert back["task"]["returned"] is True
    assert back["label"] == work["label"]
    issue = back["issues"][0]
    assert (issue["object"], issue["at"], issue["category"], issue["status"]) == (key, [12.5, 30.0], "geometry", "open")
    assert take(works, "reviewer", "review")["reason"] == "nothing", "the review waits for the next submit"


def test_acceptance_closes_what_was_open(fast_works: Town) -> None:
    submitted(fast_works)
    decide(fast_works, "reviewer", take(fast_works, "reviewer", "review"), "return", text="Again.")
    back = take(fast_works, "labeler")
    issue = back["issues"][0]["id"]
    answered = fast_works.labeler.post(f"{fast_works.url}/issues/{issue}/resolve").json()
    assert answered["status"] == "answered"
    submit(fast_works, "labeler", back)
    work = take(fast_works, "reviewer", "review")
    assert work["issues"][0]["status"] == "answered"

    decide(fast_works, "reviewer", work, "accept")

    closed = fast_works.labeler.post(f"{fast_works.url}/issues/{issue}/comments", json={"text": "Late."})
    assert (closed.status_code, closed.json()["code"]) == (409, "issue.closed")


def test_third_return_is_marked_for_a_manager(fast_works: Town) -> None:
    submitted(fast_works)
    for _ in range(3):
        decide(fast_works, "reviewer", take(fast_works, "reviewer", "review"), "return", text="Again.")
        work = take(fast_works, "labeler")
        submit(fast_works, "labeler", work, {**work["label"], "objects": work["label"]["objects"][:1]})

    assert take(fast_works, "reviewer", "review")["task"]["cycle"] == 4


def test_question_keeps_its_place_and_gets_an_answer(works: Town) -> None:
    add_pictures(works, 1)
    work = take(works, "labeler")
    path = f"{works.url}/leases/{work['lease']['id']}/questions"
    body = {"object": None, "page": 0, "at": [1, 2], "text": "Is this one cell?"}
    assert works.labeler2.post(path, json=body).status_code == 404

    asked = works.labeler.post(path, json=body)

    assert asked.status_code == 201, asked.text
    issue = asked.json()
    assert (issue["type"], issue["at"], issue["status"]) == ("question", [1.0, 2.0], "open")
    thread = f"{works.url}/issues/{issue['id']}"
    assert works.labeler2.post(f"{thread}/comments", json={"text": "Me too."}).status_code == 404
    assert works.reviewer.post(f"{thread}/resolve").status_code == 404
    assert works.manager.post(f"{thread}/comments", json={"text": "Yes."}).json()["status"] == "answered"
    assert [said["text"] for said in take(works, "labeler")["issues"][0]["comments"]] == ["Is this one cell?", "Yes."]
    assert works.labeler.post(f"{thread}/resolve").json()["status"] == "resolved"
    assert works.labeler.post(path, json={**body, "text": " "}).status_code == 422


def test_late_verdict_counts_when_the_review_is_free(works: Town) -> None:
    submitted(works)
    work = take(works, "reviewer", "review")
    with shifted(LATER):
        other = take(works, "manager", "review")
        assert decide(works, "reviewer", work, "accept").json()["code"] == "lease.taken"
        write(works, "manager", other, "return")

        assert decide(works, "reviewer", work, "accept").status_code == 200


def test_reviewers_draft_is_their_own(fast_works: Town) -> None:
    submitted(fast_works)
    work = take(fast_works, "reviewer", "review")
    assert draft(fast_works, "reviewer", work, 0, moved(work)).status_code == 200

    assert len(take(fast_works, "reviewer", "review")["draft"]["label"]["objects"]) == 3


def test_double_verdict_is_one(works: Town) -> None:
    submitted(works)
    work = take(works, "reviewer", "review")
    label = moved(work)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: decide(works, "reviewer", work, "fix", label), range(4)))

    assert [answer.status_code for answer in answers] == [200] * 4
    assert sorted(answer.json()["already"] for answer in answers) == [False, True, True, True]
