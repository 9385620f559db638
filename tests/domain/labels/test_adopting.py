from typing import Any

import pytest
from sqlalchemy import select

from houses import Town
from labelkeep.access.capabilities import Read
from labelkeep.core.clock import shifted
from labelkeep.domain.labels import adopting
from labelkeep.domain.tasks.tables import DraftRow
from works import LATER, add_pictures, decide, draft, label_of, submit, take, write


def late_work(town: Town) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the first person drew, and the task that the second person has meanwhile; call it later."""
    add_pictures(town, 1)
    work = take(town, "labeler")
    return work, label_of(work, 3)


def orphans(town: Town) -> list[dict[str, Any]]:
    return town.manager.get(f"{town.url}/orphans").json()["items"]


def adopt(town: Town, name: str, draft_id: str) -> Any:
    return town.people[name].post(f"{town.url}/orphans/{draft_id}/adopt")


def test_late_work_is_adopted_as_the_next_version_by_its_author(works: Town) -> None:
    work, drawn = late_work(works)
    with shifted(LATER):
        other = take(works, "labeler2")
        assert submit(works, "labeler", work, drawn).json()["code"] == "lease.taken"
        [kept] = orphans(works)
        assert (kept["by"], kept["objects"], kept["busy"]) == (str(works.people["labeler"].id), 3, True)
        assert adopt(works, "manager", kept["id"]).json()["code"] == "orphan.busy"
        assert adopt(works, "labeler2", kept["id"]).status_code == 403
        submit(works, "labeler2", other)

        made = adopt(works, "manager", kept["id"])

        assert (made.status_code, made.json()["n"]) == (201, 2)
        review = take(works, "reviewer", "review")
        assert len(review["label"]["objects"]) == 3
        assert decide(works, "reviewer", review, "accept").status_code == 200
        assert orphans(works) == []
        assert adopt(works, "manager", kept["id"]).status_code == 404
        told = works.owner.get(f"{works.url}/ledger?limit=20").json()["items"]
        [event] = [one for one in told if one["action"] == "label.adopted"]
        assert event["facts"]["author"] == str(works.people["labeler"].id)


def test_first_version_may_come_from_late_work(fast_works: Town) -> None:
    work, drawn = late_work(fast_works)
    with shifted(LATER):
        other = take(fast_works, "labeler2")
        submit(fast_works, "labeler", work, drawn)
        write(fast_works, "labeler2", other, "return")

        assert adopt(fast_works, "manager", orphans(fast_works)[0]["id"]).json()["n"] == 1

        assert take(fast_works, "labeler2")["reason"] == "nothing"
        assert take(fast_works, "reviewer", "review")["base_version"]["n"] == 1


def test_work_on_a_task_that_was_taken_away_can_be_kept(fast_works: Town) -> None:
    work, drawn = late_work(fast_works)
    path = {"label": drawn, "active_ms": 1}
    assert write(fast_works, "labeler", work, "keep", **path).status_code == 409
    draft(fast_works, "labeler", work, 0, label_of(work, 1))
    with shifted(LATER):
        take(fast_works, "labeler2")

        assert write(fast_works, "labeler", work, "keep", **path).status_code == 204

    assert [one["objects"] for one in orphans(fast_works)] == [3]


def test_what_is_still_in_hand_is_nobodys_late_work(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    draft(fast_works, "labeler", work, 0, label_of(work, 2))
    with fast_works.as_person("manager", Read) as access:
        saved = access.find(select(DraftRow.id)).one()
    late = f"{fast_works.url}/orphans/{saved}"

    assert orphans(fast_works) == []
    assert fast_works.manager.get(late).status_code == 404
    assert adopt(fast_works, "manager", str(saved)).status_code == 404
    assert fast_works.manager.post(f"{late}/discard", json={"comment": "Not wanted."}).status_code == 404

    assert submit(fast_works, "labeler", work, label_of(work, 2)).status_code == 200, "nothing was lost"


def test_late_work_that_does_not_fit_the_ontology_is_not_adopted(fast_works: Town) -> None:
    work, drawn = late_work(fast_works)
    drawn["objects"][0]["class"] = "unknown"
    with shifted(LATER):
        other = take(fast_works, "labeler2")
        write(fast_works, "labeler", work, "keep", label=drawn, active_ms=1)
        write(fast_works, "labeler2", other, "return")

        assert adopt(fast_works, "manager", orphans(fast_works)[0]["id"]).json()["code"] == "label.invalid"
        assert len(orphans(fast_works)) == 1


def test_late_work_is_looked_at_and_thrown_away_with_a_reason(works: Town) -> None:
    work, drawn = late_work(works)
    with shifted(LATER):
        other = take(works, "labeler2")
        submit(works, "labeler", work, drawn)
        submit(works, "labeler2", other)
        [kept] = orphans(works)
        path = f"{works.url}/orphans/{kept['id']}"

        seen = works.manager.get(path).json()
        assert [one["id"] for one in seen["label"]["objects"]] == [one["id"] for one in drawn["objects"]]
        assert works.labeler.get(path).status_code == 403
        assert works.labeler.post(f"{path}/discard", json={}).status_code == 403
        assert works.manager.post(f"{path}/discard", json={"comment": "The other one is better."}).status_code == 204

        assert orphans(works) == []
        assert works.manager.get(path).status_code == 404
        told = works.owner.get(f"{works.url}/ledger?limit=20").json()["items"]
        [event] = [one for one in told if one["action"] == "draft.discarded"]
        assert event["facts"]["comment"] == "The other one is better."
        assert event["facts"]["author"] == str(works.people["labeler"].id)


def test_a_draft_of_a_task_in_hand_is_no_late_work(fast_works: Town) -> None:
    work, drawn = late_work(fast_works)
    draft(fast_works, "labeler", work, 0, drawn)
    assert orphans(fast_works) == []


def test_late_work_is_told_page_by_page_with_its_number(fast_works: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adopting, "PAGE", 2)
    add_pictures(fast_works, 3)
    kept: list[str] = []
    for _ in range(3):
        work = take(fast_works, "labeler")
        write(fast_works, "labeler", work, "return")
        write(fast_works, "labeler", work, "keep", label=label_of(work, 1), active_ms=0)
        submit(fast_works, "labeler2", take(fast_works, "labeler2"))
        kept.append(work["asset"]["id"])

    first = fast_works.manager.get(f"{fast_works.url}/orphans").json()
    rest = fast_works.manager.get(f"{fast_works.url}/orphans", params={"after": first["next"]}).json()

    assert [row["asset"] for row in first["items"] + rest["items"]] == kept[::-1]
    assert (len(first["items"]), first["count"]["n"], rest["count"]["n"], rest["next"]) == (2, 3, 3, None)
