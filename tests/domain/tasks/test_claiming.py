import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from houses import Town
from labelkeep.access.capabilities import Label, SiteAdmin
from labelkeep.access.entering import enter_project_as, enter_site_as
from labelkeep.core.clock import shifted
from labelkeep.domain.labels.actions import submit as submit_label
from labelkeep.domain.labels.wire import LabelIn
from labelkeep.domain.people import actions as people
from labelkeep.domain.projects import actions as projects
from labelkeep.domain.tasks.claiming import Claim, claim_label
from labelkeep.domain.tasks.ending import sweep
from works import LATER, add_pictures, decide, draft, label_of, statements, submit, take, write


def test_label_review_and_return_go_round_until_accepted(works: Town) -> None:
    add_pictures(works, 1)
    first = take(works, "labeler")
    assert submit(works, "labeler", first).json()["version"]["n"] == 1
    assert decide(works, "reviewer", take(works, "reviewer", "review"), "return", text="Tighter.").status_code == 200

    again = take(works, "labeler")

    assert again["task"] == {**again["task"], "cycle": 2, "returned": True}
    assert [said["comments"][0]["text"] for said in again["issues"]] == ["Tighter."]
    assert submit(works, "labeler", again).json()["version"]["n"] == 2
    assert decide(works, "reviewer", take(works, "reviewer", "review"), "accept").status_code == 200
    assert take(works, "labeler")["reason"] == "nothing"


def test_claim_takes_at_most_three_statements_and_submit_too(fast_works: Town) -> None:
    add_pictures(fast_works, 3)
    submit(fast_works, "labeler", take(fast_works, "labeler"))

    with statements(fast_works.house) as claim:
        work = take(fast_works, "labeler")
    with statements(fast_works.house) as sent:
        assert submit(fast_works, "labeler", work, label_of(work, 10)).status_code == 200

    assert len(claim) <= 3, claim
    assert len(sent) <= 3, sent


def crew(town: Town, count: int) -> list[Any]:
    """Add labelers from the organisation's side: races need people, not sign-ins."""
    with enter_site_as(town.house, town.admin.id, SiteAdmin) as site:
        ids = [people.add_person(site, f"Crew {n}", f"crew{n}@example.test").id for n in range(count)]
        site.flush()
        for each in ids:
            projects.add_first_member(site, town.project, each, "labeler")
    return ids


def test_twenty_people_label_two_hundred_pictures_and_no_two_the_same(works: Town) -> None:
    add_pictures(works, 200)

    def work(person: Any) -> list[Any]:
        got: list[Any] = []
        while True:
            with enter_project_as(works.house, person, works.project, Label) as access:
                made = claim_label(access)
            if not isinstance(made, Claim):
                return got
            got.append(made.row.task_id)
            with enter_project_as(works.house, person, works.project, Label) as access:
                submit_label(access, made.lease_id, LabelIn.model_validate({"seq": 1, "label": {}, "active_ms": 1}))

    with ThreadPoolExecutor(20) as pool:
        got = [task for each in pool.map(work, crew(works, 20)) for task in each]

    assert len(got) == len(set(got)) == 200
    counts = works.owner.get(works.url).json()["counts"]
    assert counts["label"] == {"todo": 0, "doing": 0, "redo": 0, "blocked": 0, "done": 200, "skipped": 0}
    assert counts["review"] == {"todo": 200, "doing": 0, "done": 0}


def test_each_waiting_task_goes_to_exactly_one_of_twenty_people(works: Town) -> None:
    add_pictures(works, 20)
    ids = crew(works, 24)

    def work(person: Any) -> Any:
        with enter_project_as(works.house, person, works.project, Label) as access:
            made = claim_label(access)
            return made.row.task_id if isinstance(made, Claim) else made.reason

    with ThreadPoolExecutor(24) as pool:
        got = list(pool.map(work, ids))

    assert sorted(map(str, got)).count("nothing") == 4
    assert len(set(got)) == 21


def test_two_tabs_that_ask_at_once_share_one_lease(works: Town) -> None:
    add_pictures(works, 5)

    def ask(_: int) -> dict[str, Any]:
        return take(works, "labeler")

    with ThreadPoolExecutor(6) as pool:
        got = list(pool.map(ask, range(6)))

    assert len({work["lease"]["id"] for work in got}) == 1
    assert sorted(work["lease"]["seq"] for work in got) == [1, 2, 3, 4, 5, 6]


def test_older_tab_becomes_read_only_when_a_second_one_takes_over(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    older = take(fast_works, "labeler")

    newer = take(fast_works, "labeler")

    assert (newer["lease"]["id"], newer["lease"]["seq"]) == (older["lease"]["id"], 2)
    for answer in (
        draft(fast_works, "labeler", older, 0, label_of(older)),
        submit(fast_works, "labeler", older),
        write(fast_works, "labeler", older, "heartbeat", active_ms=5),
        write(fast_works, "labeler", older, "return"),
        write(fast_works, "labeler", older, "skip", reason="other"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "lease.adopted")
    assert submit(fast_works, "labeler", newer).status_code == 200


def test_nobody_else_can_touch_a_lease(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    assert work["lease"]["seq"] == 1

    for name in ("labeler2", "manager", "owner"):
        assert submit(fast_works, name, work).status_code == 404
        assert draft(fast_works, name, work, 0, label_of(work)).status_code == 404
        assert write(fast_works, name, work, "heartbeat", active_ms=5).status_code == 404
        assert write(fast_works, name, work, "return").status_code == 404
    assert submit(fast_works, "reviewer", work).status_code == 403
    assert fast_works.labeler.post(f"{fast_works.url}/work/review/next").status_code == 403
    assert fast_works.reviewer.post(f"{fast_works.url}/work/label/next").status_code == 403


def test_own_label_is_never_reviewed_by_its_author_and_says_why(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    submit(fast_works, "manager", take(fast_works, "manager"))

    own = take(fast_works, "manager", "review")

    assert (own["empty"], own["reason"]) == (True, "starved")
    assert take(fast_works, "reviewer", "review")["empty"] is False


def test_project_without_its_note_hands_out_nothing(fast_town: Town) -> None:
    assert take(fast_town, "labeler")["reason"] == "not_live"


def test_ended_lease_is_free_for_the_next_person_and_the_draft_waits_for_its_author(works: Town) -> None:
    add_pictures(works, 1)
    work = take(works, "labeler")
    drawn = label_of(work)
    assert draft(works, "labeler", work, 0, drawn).status_code == 200

    with shifted(LATER):
        other = take(works, "labeler2")
        assert other["task"]["id"] == work["task"]["id"]
        assert other["draft"] is None
        assert write(works, "labeler", work, "heartbeat", active_ms=5).json()["code"] == "lease.ended"
        assert draft(works, "labeler", work, 1, drawn).status_code == 410
        assert write(works, "labeler2", other, "return").status_code == 204
        back = take(works, "labeler")

    assert back["lease"]["id"] != work["lease"]["id"]
    assert back["draft"]["label"] == {
        **drawn,
        "objects": [{**o, "attributes": [], "page": 0, "z": 0, "group": None} for o in drawn["objects"]],
        "relations": [],
    }


def test_sweep_ends_overdue_leases_and_those_of_people_who_left(works: Town) -> None:
    add_pictures(works, 2)
    take(works, "labeler")
    take(works, "labeler2")
    gone = works.people["labeler2"].id
    assert works.owner.patch(f"{works.url}/members/{gone}", json={"status": "suspended"}).status_code == 200

    assert sweep(works.house) == 1
    with shifted(LATER):
        assert sweep(works.house) == 1
        assert sweep(works.house) == 0
    assert take(works, "manager")["waiting"] == 1


def test_heartbeat_extends_only_with_activity_and_never_past_eight_hours(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    with shifted(LATER / 2):
        idle = write(fast_works, "labeler", work, "heartbeat", active_ms=0).json()["ends_at"]
        busy = write(fast_works, "labeler", work, "heartbeat", active_ms=10).json()["ends_at"]

    assert idle == work["lease"]["ends_at"]
    assert busy > idle
    with contextlib.ExitStack() as clock:
        for _ in range(17):
            clock.enter_context(shifted(LATER - LATER / 20))
            answer = write(fast_works, "labeler", work, "heartbeat", active_ms=10)
            if answer.status_code == 410:
                break
        # idle sessions of an hour are kept alive by these very requests, so only the lease can have ended
        assert answer.json()["code"] == "lease.ended"


def test_skipped_picture_goes_to_others_and_after_two_skips_to_nobody(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    assert write(fast_works, "labeler", work, "skip", reason="unclear", comment="Blurred.").status_code == 204
    assert write(fast_works, "labeler", work, "skip", reason="unclear").status_code == 204

    assert take(fast_works, "labeler")["reason"] == "starved"
    other = take(fast_works, "labeler2")
    assert other["task"]["id"] == work["task"]["id"]
    assert write(fast_works, "labeler2", other, "skip", reason="broken").status_code == 204

    assert take(fast_works, "manager")["reason"] == "nothing"
    counts = fast_works.owner.get(fast_works.url).json()["counts"]["label"]
    assert counts == {"todo": 0, "doing": 0, "redo": 0, "blocked": 0, "done": 0, "skipped": 1}


def test_returned_work_of_somebody_who_left_goes_to_others(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    submit(fast_works, "labeler", take(fast_works, "labeler"))
    decide(fast_works, "reviewer", take(fast_works, "reviewer", "review"), "return", text="Again.")
    assert take(fast_works, "labeler2")["reason"] == "nothing"

    gone = fast_works.people["labeler"].id
    fast_works.owner.patch(f"{fast_works.url}/members/{gone}", json={"status": "suspended"})

    assert take(fast_works, "labeler2")["task"]["returned"] is True


def test_current_shows_what_one_holds_and_changes_nothing(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    assert fast_works.labeler.get(f"{fast_works.url}/work/current").json()["empty"] is True
    work = take(fast_works, "labeler")

    now = fast_works.labeler.get(f"{fast_works.url}/work/current").json()

    assert now == {**work, "waiting": 0}
