from datetime import timedelta
from typing import Any

from sqlalchemy import select

from houses import Town
from labelkeep.access.capabilities import Explore
from labelkeep.core.clock import shifted
from labelkeep.domain.tasks.ending import sweep
from labelkeep.domain.tasks.tables import LeaseRow
from works import LATER, add_pictures, decide, draft, label_of, statements, submit, take, write

FIVE = timedelta(minutes=5, seconds=1)


def reserve(town: Town, name: str, step: str = "label") -> dict[str, Any]:
    answer = town.people[name].post(f"{town.url}/work/{step}/reserve")
    assert answer.status_code == 200, answer.text
    return answer.json()


def submit_then(town: Town, name: str, work: dict[str, Any], following: dict[str, Any]) -> Any:
    return write(town, name, work, "submit", label=label_of(work), active_ms=10, next=following["lease"]["id"])


def counts(town: Town) -> dict[str, int]:
    return town.owner.get(town.url).json()["counts"]["label"]


def actions(town: Town) -> list[str]:
    ledger = town.owner.get(f"{town.url}/ledger?limit=100").json()["items"]
    return [event["action"] for event in ledger]


def lease_row(town: Town, lease_id: str) -> LeaseRow:
    with town.as_person("manager", Explore) as access:
        return next(row for row in access.find(select(LeaseRow)) if str(row.id) == lease_id)


def test_reserved_task_begins_with_the_submit_of_the_one_before(works: Town) -> None:
    add_pictures(works, 3)
    first = take(works, "labeler")
    second = reserve(works, "labeler")
    assert second["task"]["id"] != first["task"]["id"]
    assert "task.reserved" in actions(works)

    answer = submit_then(works, "labeler", first, second)

    assert answer.status_code == 200, answer.text
    assert answer.json()["next"]["id"] == second["lease"]["id"]
    assert draft(works, "labeler", second, 0, label_of(second)).status_code == 200
    assert submit(works, "labeler", second).status_code == 200


def test_reserve_and_submit_that_begins_take_at_most_eight_statements(fast_works: Town) -> None:
    add_pictures(fast_works, 4)
    first = take(fast_works, "labeler")
    second = reserve(fast_works, "labeler")
    assert submit_then(fast_works, "labeler", first, second).status_code == 200

    with statements(fast_works.house) as seen:
        third = reserve(fast_works, "labeler")
        assert submit_then(fast_works, "labeler", second, third).status_code == 200

    assert len(seen) <= 8, seen


def test_two_people_never_hold_the_same_task_ahead(works: Town) -> None:
    add_pictures(works, 4)
    held = [f(works, name) for name in ("labeler", "labeler2") for f in (take, reserve)]

    assert len({work["task"]["id"] for work in held}) == 4
    assert take(works, "manager")["reason"] == "nothing"


def test_asking_again_renews_the_one_reservation(fast_works: Town) -> None:
    add_pictures(fast_works, 4)
    take(fast_works, "labeler")
    held = reserve(fast_works, "labeler")
    with shifted(timedelta(minutes=4)):
        again = reserve(fast_works, "labeler")

    assert again["lease"]["id"] == held["lease"]["id"]
    assert again["lease"]["ends_at"] > held["lease"]["ends_at"]


def test_nothing_can_be_saved_or_submitted_on_a_reservation(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    take(fast_works, "labeler")
    held = reserve(fast_works, "labeler")

    for answer in (
        draft(fast_works, "labeler", held, 0, label_of(held)),
        submit(fast_works, "labeler", held),
        write(fast_works, "labeler", held, "heartbeat", active_ms=5),
        write(fast_works, "labeler", held, "skip", reason="other"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "lease.reserved")


def test_reservation_that_is_given_back_frees_the_task_at_once(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    take(fast_works, "labeler")
    held = reserve(fast_works, "labeler")
    assert counts(fast_works)["doing"] == 2

    assert write(fast_works, "labeler", held, "return").status_code == 204
    assert write(fast_works, "labeler", held, "return").status_code == 204

    assert take(fast_works, "labeler2")["task"]["id"] == held["task"]["id"]
    assert actions(fast_works).count("task.unreserved") == 1


def test_reservation_is_over_after_five_minutes_for_whoever_asks_next(works: Town) -> None:
    add_pictures(works, 2)
    first = take(works, "labeler")
    held = reserve(works, "labeler")
    with shifted(FIVE):
        assert take(works, "labeler2")["task"]["id"] == held["task"]["id"]
        answer = submit_then(works, "labeler", first, held)

    assert (answer.status_code, answer.json()["next"]) == (200, None)


def test_sweep_ends_overdue_reservations(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    take(fast_works, "labeler")
    reserve(fast_works, "labeler")
    assert sweep(fast_works.house) == 0
    with shifted(FIVE):
        assert sweep(fast_works.house) == 1
        assert sweep(fast_works.house) == 0
    assert counts(fast_works) == {**counts(fast_works), "todo": 1, "doing": 1}


def test_next_gives_the_reserved_task_when_it_is_the_last_one(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    first = take(fast_works, "labeler")
    held = reserve(fast_works, "labeler")
    submit(fast_works, "labeler", first)

    assert take(fast_works, "labeler")["task"]["id"] == held["task"]["id"]


def test_time_and_opening_begin_with_the_work_and_not_with_the_reservation(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    first = take(fast_works, "labeler")
    held = reserve(fast_works, "labeler")
    before = lease_row(fast_works, held["lease"]["id"])
    assert (before.state, before.guideline_opened) == ("reserved", None)
    with shifted(timedelta(minutes=4)):
        assert actions(fast_works).count("task.claimed") == 1
        submit_then(fast_works, "labeler", first, held)

    after = lease_row(fast_works, held["lease"]["id"])
    assert after.state == "live"
    assert after.started_at - before.started_at >= timedelta(minutes=4)
    assert after.guideline_opened is not None
    assert actions(fast_works).count("task.claimed") == 2


def test_reviews_are_reserved_too_and_begin_with_the_verdict(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    for _ in range(2):
        submit(fast_works, "labeler", take(fast_works, "labeler"))
    first = take(fast_works, "reviewer", "review")
    held = reserve(fast_works, "reviewer", "review")

    answer = write(
        fast_works, "reviewer", first, "verdict", verdict="accept", comments=[], active_ms=1, next=held["lease"]["id"]
    )

    assert answer.json()["next"]["id"] == held["lease"]["id"]
    assert decide(fast_works, "reviewer", held, "accept").status_code == 200


def test_nobody_begins_what_another_person_reserved(fast_works: Town) -> None:
    add_pictures(fast_works, 3)
    take(fast_works, "labeler")
    held = reserve(fast_works, "labeler")
    other = take(fast_works, "labeler2")

    assert submit_then(fast_works, "labeler2", other, held).json()["next"] is None
    assert write(fast_works, "labeler2", held, "return").status_code == 404


def recall(town: Town, name: str) -> Any:
    return town.people[name].post(f"{town.url}/work/label/recall")


def test_last_submit_comes_back_and_the_next_version_follows_it(works: Town) -> None:
    add_pictures(works, 3)
    first = take(works, "labeler")
    second = reserve(works, "labeler")
    submit_then(works, "labeler", first, second)
    draft(works, "labeler", second, 0, label_of(second, 1))

    back = recall(works, "labeler")

    assert back.status_code == 200, back.text
    work = back.json()
    assert work["task"]["id"] == first["task"]["id"]
    assert len(work["label"]["objects"]) == 2
    assert take(works, "reviewer", "review")["reason"] == "nothing"
    answer = submit_then(works, "labeler", work, second)
    assert (answer.json()["version"]["n"], answer.json()["next"]["id"]) == (2, second["lease"]["id"])
    assert take(works, "labeler")["draft"]["version"] == "1"
    assert take(works, "reviewer", "review")["base_version"]["n"] == 2
    assert "label.recalled" in actions(works)


def test_nothing_comes_back_once_a_reviewer_has_begun(works: Town) -> None:
    add_pictures(works, 2)
    submit(works, "labeler", take(works, "labeler"))
    second = take(works, "labeler")
    take(works, "reviewer", "review")

    answer = recall(works, "labeler")

    assert (answer.status_code, answer.json()["code"]) == (409, "recall.reviewed")
    # what was in hand is still in hand
    assert draft(works, "labeler", second, 0, label_of(second)).status_code == 200


def test_recall_ends_after_ten_minutes_and_is_ones_own(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    submit(fast_works, "labeler", take(fast_works, "labeler"))

    assert recall(fast_works, "labeler2").json()["code"] == "recall.nothing"
    assert recall(fast_works, "reviewer").status_code == 403
    with shifted(timedelta(minutes=10, seconds=1)):
        assert recall(fast_works, "labeler").json()["code"] == "recall.nothing"
    assert recall(fast_works, "labeler").status_code == 200


def test_recalled_task_that_is_left_alone_waits_for_its_author(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    submit(fast_works, "labeler", take(fast_works, "labeler"))
    recall(fast_works, "labeler")
    with shifted(LATER):
        assert take(fast_works, "labeler2")["reason"] == "nothing"
        back = take(fast_works, "labeler")

    assert len(back["label"]["objects"]) == 2


def test_work_that_was_sent_back_comes_before_what_is_reserved(fast_works: Town) -> None:
    add_pictures(fast_works, 4)
    first = take(fast_works, "labeler")
    assert submit(fast_works, "labeler", first).status_code == 200
    second = take(fast_works, "labeler")
    third = reserve(fast_works, "labeler")
    review = take(fast_works, "reviewer", "review")
    assert decide(fast_works, "reviewer", review, "return", text="Too wide.").status_code == 200

    answer = submit_then(fast_works, "labeler", second, third)
    back = take(fast_works, "labeler")

    assert answer.json()["next"] is None
    assert back["task"]["id"] == first["task"]["id"]
    assert back["task"]["returned"] is True
    assert reserve(fast_works, "labeler")["task"]["id"] == third["task"]["id"]
