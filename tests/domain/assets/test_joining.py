"""Labels of single pictures become labels of assets, whatever their order."""

from labelkeep.domain.assets.formats import (
    BoxGeometry,
    Found,
    FoundClassification,
    FoundLabel,
    FoundObject,
    FoundProblem,
)
from labelkeep.domain.assets.joining import joined

BOX: BoxGeometry = {"kind": "bbox", "x": 1.0, "y": 2.0, "w": 3.0, "h": 4.0}
GROUPS = [["a/1", "a/2", "a/3"], ["b/1", "b/2"]]


def label(image: str, *objects: str, file: str = "all.json", answered: bool = True) -> FoundLabel:
    drawn = [FoundObject(at, None, "t", "c", BOX, group="pair") for at in objects]
    return FoundLabel(image, file, drawn, answered=answered)


def told(*found: Found) -> list[tuple[str, list[tuple[str, str | None]]]]:
    labels = [each for _, each in joined([(0, each) for each in found], GROUPS) if isinstance(each, FoundLabel)]
    return [(each.image, [(one.at, one.image) for one in each.objects]) for each in labels]


def test_parts_come_in_their_order_as_soon_as_all_were_spoken_of() -> None:
    found = told(label("b/2", "x"), label("alone", "y"), label("b/1", "z"), label("a/2", "u"))

    assert found == [
        ("alone", [("y", None)]),
        ("b/1", [("z", "b/1"), ("x", "b/2")]),
        ("a/2", [("u", "a/2")]),
    ]


def test_what_is_said_again_of_a_part_comes_after_and_alone() -> None:
    found = told(label("b/1", "x"), label("b/1", "again"), label("b/2", "y"), label("b/2", "late"))

    assert [len(objects) for _, objects in found] == [2, 1, 1]
    assert [objects[0][0] for _, objects in found[1:]] == ["again", "late"]


def test_groups_of_one_name_on_two_pictures_stay_two_and_files_are_named() -> None:
    ((_, made),) = joined([(0, label("b/2", "x", file="2.xml")), (0, label("b/1", "y", file="1.xml"))], GROUPS)

    assert isinstance(made, FoundLabel)
    assert [(one.group, one.at) for one in made.objects] == [("0-pair", "y"), ("1-pair", "2.xml, x")]


def test_answers_about_a_picture_are_about_its_part_and_unseen_parts_say_nothing() -> None:
    asked = FoundLabel("b/2", "all.json", [], [FoundClassification("q", [])], answered=False, split="val")
    ((_, made),) = joined([(0, label("b/1", answered=False)), (0, asked)], GROUPS)

    assert isinstance(made, FoundLabel)
    assert (made.image, made.answered, made.split) == ("b/2", False, "val")
    assert [(one.of_part, one.image) for one in made.classifications] == [(True, "b/2")]


def test_two_readers_are_not_mixed_and_remarks_pass_through() -> None:
    remark = FoundProblem("all.json", None, "x", "x", "warning")
    found = list(joined([(0, label("b/1", "x")), (0, remark), (1, label("b/2", "y"))], GROUPS))

    assert [(reader, each.kind) for reader, each in found] == [(0, "problem"), (0, "label"), (1, "label")]


def test_a_label_that_speaks_of_several_pictures_already_is_left_as_it_is() -> None:
    whole = FoundLabel("b/1", "assets.jsonl", [FoundObject("1", None, "t", "c", BOX, image="b/2")])

    assert list(joined([(0, whole)], GROUPS)) == [(0, whole)]
