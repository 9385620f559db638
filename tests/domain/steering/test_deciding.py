"""What a change of many does to one asset, by rule."""

from dataclasses import replace

import pytest

from labelkeep.core.ids import new_id
from labelkeep.domain.steering.deciding import AssetNow, Before, TaskNow, decide, undo

NEW = new_id()


def task(step: str, status: str, **more: object) -> TaskNow:
    return replace(TaskNow(new_id(), step, status, 1, 0, 7, None), **more)  # pyright: ignore[reportArgumentType]


def asset(label: str | None = "todo", review: str | None = None, **more: object) -> AssetNow:
    made = AssetNow(
        new_id(), "active", None, labelled=label == "done", held=False, author=None,
        label=task("label", label) if label else None, review=task("review", review) if review else None,
    )  # fmt: skip
    return replace(made, **more)  # pyright: ignore[reportArgumentType]


def done(verb: str, value: object, now: AssetNow) -> AssetNow:
    then = decide(verb, value, now, NEW)  # pyright: ignore[reportArgumentType]
    assert isinstance(then, AssetNow), then
    return then


def test_priority_moves_what_waits_and_leaves_what_is_done() -> None:
    then = done("priority", 10, asset("done", "todo"))

    assert [each.priority for each in then.tasks] == [0, 10]
    assert decide("priority", 10, then, NEW) == "same"
    assert decide("priority", 10, asset("done", "done"), NEW) == "nothing_waits"


def test_excluding_parks_the_tasks_and_including_brings_each_back_to_its_place() -> None:
    author = new_id()
    mine = asset("redo", "done")
    mine = replace(mine, label=replace(mine.label, sticky=author))  # pyright: ignore[reportArgumentType]
    out = done("exclude", None, mine)
    back = done("include", None, out)

    assert (out.state, [each.status for each in out.tasks]) == ("excluded", ["parked", "done"])
    assert back == mine
    assert done("include", None, done("exclude", None, asset("done", "done", state="completed"))).state == "completed"


@pytest.mark.parametrize("verb", ["exclude", "reopen", "review"])
def test_work_in_hand_is_never_taken_away_by_the_way(verb: str) -> None:
    assert decide(verb, None, asset("doing", held=True), NEW) == "held"  # pyright: ignore[reportArgumentType]


def test_reopened_work_goes_back_to_its_author_and_imported_work_to_everybody() -> None:
    author = new_id()
    mine = done("reopen", None, asset("done", "done", state="completed", author=author))
    imported = done("reopen", None, asset("done", "todo"))

    assert mine.label
    assert mine.review
    assert (mine.state, mine.label.status, mine.label.sticky, mine.label.cycle) == ("active", "redo", author, 2)
    assert imported.label
    assert imported.review
    assert (imported.label.status, imported.review.status) == ("todo", "done")
    assert decide("reopen", None, mine, NEW) == "same"


def test_only_submitted_labels_are_sent_to_review_and_a_missing_task_is_opened() -> None:
    again = done("review", None, asset("done", "done", state="completed"))
    first = done("review", None, asset("done"))

    assert again.review
    assert first.review
    assert (again.state, again.review.status, again.review.fresh) == ("active", "todo", False)
    assert (first.review.id, first.review.fresh, first.review.rank) == (NEW, True, 7)
    assert decide("review", None, asset("todo"), NEW) == "no_label"
    assert decide("review", None, asset("redo", labelled=True), NEW) == "not_submitted"
    assert decide("review", None, asset("done", state="excluded"), NEW) == "excluded"


def test_an_undo_gives_back_what_was_there_unless_it_has_moved_on() -> None:
    before = asset("todo", split="val")
    after = done("split", "train", before)
    was = Before("val", 0, None)

    assert undo("split", "train", was, after) == replace(before, label=replace(after.label, split="val"))  # type: ignore[type-var]
    assert undo("split", "train", was, replace(after, split="test")) == "moved_on"
    assert undo("reopen", None, was, after) == "moved_on"
