"""Changes of many assets at once, through HTTP and on a real database."""

from typing import Any

import pytest

from houses import Town
from labelkeep.domain.insights import skips
from works import add_pictures, decide, draft, label_of, submit, take, write


def ask(town: Town, verb: str, value: Any = None, *, who: str = "manager", path: str = "", **more: Any) -> Any:
    return town.people[who].post(f"{town.url}/steering{path}", json={"verb": verb, "value": value, **more})


def ids(assets: list[Any]) -> list[str]:
    return [str(each) for each in assets]


def listed(town: Town, **wanted: Any) -> list[str]:
    return [each["id"] for each in town.manager.get(f"{town.url}/assets", params=wanted).json()["items"]]


def test_a_preview_says_what_the_deed_then_does_and_one_event_tells_of_it(works: Town) -> None:
    assets = add_pictures(works, 3, split="val")
    submit(works, "labeler", take(works, "labeler"))
    take(works, "labeler")

    seen = ask(works, "exclude", ids=ids(assets), path="/preview").json()
    made = ask(works, "exclude", ids=ids(assets), expect=seen["changes"]).json()

    assert (seen["chosen"], seen["changes"], seen["undoable"]) == (3, 2, True)
    assert seen["kept"] == made["kept"] == [{"why": "held", "n": 1, "examples": ["picture 1.png"]}]
    assert listed(works, state="excluded") == ids([assets[0], assets[2]])
    counts = works.owner.get(works.url).json()["counts"]
    assert counts["assets"]["excluded"] == 2
    assert counts["label"] == {"todo": 0, "doing": 1, "redo": 0, "blocked": 0, "done": 1, "skipped": 0}
    ledger = works.owner.get(f"{works.url}/ledger", params={"action": "assets.steered"}).json()["items"]
    assert [each["object_id"] for each in ledger] == [made["id"]]
    history = works.manager.get(f"{works.url}/assets/{assets[2]}/history").json()["items"]
    assert history[-1]["steered"] == {"verb": "exclude", "value": None, "undone": False}


def test_an_excluded_asset_is_handed_to_nobody_until_the_change_is_undone(works: Town) -> None:
    assets = add_pictures(works, 1)
    made = ask(works, "exclude", ids=ids(assets)).json()
    assert works.labeler.post(f"{works.url}/work/label/next").json()["empty"]

    undone = works.manager.post(f"{works.url}/steering/{made['id']}/undo").json()

    assert undone["changed"] == 1
    assert take(works, "labeler")["asset"]["id"] == str(assets[0])
    again = works.manager.post(f"{works.url}/steering/{made['id']}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "steering.not_undoable")


def test_priority_brings_an_asset_to_the_front_of_the_queue(works: Town) -> None:
    assets = add_pictures(works, 3)

    ask(works, "priority", 10, ids=ids(assets[2:]))

    assert take(works, "labeler")["asset"]["id"] == str(assets[2])


def test_a_split_set_by_filter_moves_the_counters_and_can_be_undone(works: Town) -> None:
    assets = add_pictures(works, 4, split="val")

    made = ask(works, "split", "train", filter={"split": "val"}).json()
    train = works.manager.get(f"{works.url}/assets", params={"split": "train"}).json()
    works.manager.post(f"{works.url}/steering/{made['id']}/undo")

    assert (made["changed"], train["count"]) == (4, {"n": 4, "capped": False})
    assert listed(works, split="val") == ids(assets)


def test_completed_work_is_sent_to_review_again_or_back_to_its_author(works: Town) -> None:
    assets = add_pictures(works, 2)
    for _ in assets:
        submit(works, "labeler", take(works, "labeler"))
        decide(works, "reviewer", take(works, "reviewer", "review"), "accept")

    ask(works, "review", ids=ids(assets[:1]))
    ask(works, "reopen", ids=ids(assets[1:]))

    assert listed(works, state="completed") == []
    assert take(works, "reviewer", "review")["asset"]["id"] == str(assets[0])
    assert works.people["labeler2"].post(f"{works.url}/work/label/next").json()["empty"]
    again = take(works, "labeler")
    assert again["asset"]["id"] == str(assets[1])
    assert submit(works, "labeler", again).status_code == 200


def test_a_lease_is_ended_and_its_draft_stays(works: Town) -> None:
    assets = add_pictures(works, 1)
    work = take(works, "labeler")
    assert draft(works, "labeler", work, 0, label_of(work)).status_code == 200

    made = ask(works, "release_lease", ids=ids(assets)).json()

    assert (made["changed"], made["undoable"]) == (1, False)
    assert listed(works, status="todo") == ids(assets)
    again = take(works, "labeler")
    assert len(again["draft"]["label"]["objects"]) == 2
    ended = works.owner.get(f"{works.url}/ledger", params={"action": "lease.ended"}).json()["items"]
    assert len(ended) == 1


def test_what_cannot_be_meant_is_refused_and_nothing_changes(fast_works: Town) -> None:
    assets = add_pictures(fast_works, 2)

    moved = ask(fast_works, "split", "test", ids=ids(assets), expect=1)
    answers = [
        ask(fast_works, "split", "other", ids=ids(assets)),
        ask(fast_works, "priority", 1000, ids=ids(assets)),
        ask(fast_works, "priority", True, ids=ids(assets)),
        ask(fast_works, "exclude"),
        ask(fast_works, "exclude", ids=ids(assets), filter={}),
    ]

    assert (moved.status_code, moved.json()["code"]) == (409, "steering.moved")
    assert [each.status_code for each in answers] == [422] * 5
    assert ask(fast_works, "split", "test", ids=ids(assets), who="labeler").status_code == 403
    assert listed(fast_works, split="test") == []


def test_assets_of_another_project_are_not_touched(fast_works: Town) -> None:
    seen = ask(fast_works, "exclude", ids=[str(fast_works.project)], path="/preview").json()

    assert (seen["chosen"], seen["changes"]) == (0, 0)


def test_filters_find_by_person_time_and_open_threads(fast_works: Town) -> None:
    assets = add_pictures(fast_works, 3)
    submit(fast_works, "labeler", take(fast_works, "labeler"))
    decide(fast_works, "reviewer", take(fast_works, "reviewer", "review"), "return", text="Tighter.")

    assert listed(fast_works, person=str(fast_works.labeler.id)) == ids(assets[:1])
    assert listed(fast_works, issues="true") == ids(assets[:1])
    assert listed(fast_works, since="2099-01-01T00:00:00Z") == []
    assert len(listed(fast_works, before="2099-01-01T00:00:00Z")) == 3


def test_skipped_pictures_come_back_for_everybody_at_once(works: Town) -> None:
    assets = add_pictures(works, 2)
    for _ in assets:
        for name in ("labeler", "labeler2"):
            write(works, name, take(works, name), "skip", reason="unclear", comment=f"{name} cannot tell.")
    found = works.manager.get(f"{works.url}/skipped").json()
    assert {row["asset"] for row in found["items"]} == set(ids(assets))
    told = [[(one["reason"], one["comment"]) for one in row["skips"]] for row in found["items"]]
    assert told == [[("unclear", "labeler2 cannot tell."), ("unclear", "labeler cannot tell.")]] * 2
    assert works.labeler.get(f"{works.url}/skipped").status_code == 403

    made = ask(works, "unskip", filter={"status": "skipped"}).json()

    assert (made["changed"], made["undoable"]) == (2, False)
    assert works.manager.get(f"{works.url}/skipped").json() == {
        "items": [],
        "next": None,
        "count": {"n": 0, "capped": False},
    }
    assert take(works, "labeler")["empty"] is False
    assert take(works, "labeler2")["empty"] is False
    again = ask(works, "unskip", ids=ids(assets)).json()
    assert [one["why"] for one in again["kept"]] == ["held"]


def test_skipped_pictures_are_told_page_by_page_while_some_are_put_back(
    fast_works: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(skips, "PAGE", 2)
    assets = ids(add_pictures(fast_works, 5))
    for _ in assets:
        for name in ("labeler", "labeler2"):
            write(fast_works, name, take(fast_works, name), "skip", reason="unclear", comment="")

    def page(after: str | None = None) -> Any:
        return fast_works.manager.get(f"{fast_works.url}/skipped", params={"after": after} if after else {}).json()

    first = page()
    assert (len(first["items"]), first["count"]) == (2, {"n": 5, "capped": False})
    back = first["items"][1]["asset"]
    assert fast_works.manager.post(f"{fast_works.url}/assets/{back}/unskip", json={}).status_code == 204

    second, told = page(first["next"]), [row["asset"] for row in first["items"]]
    assert second["count"]["n"] == 4
    third = page(second["next"])
    told += [row["asset"] for row in second["items"] + third["items"]]
    assert (sorted(told), third["next"]) == (sorted(assets), None)
    wrong = fast_works.manager.get(f"{fast_works.url}/skipped", params={"after": "soon"})
    assert (wrong.status_code, "start again" in wrong.json()["detail"]) == (422, True)
