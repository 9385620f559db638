import math
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.labels.validation import check
from tests.domain.labels.made import ANSWER, ONTOLOGY, PARTS, box, label, polygon, thing

SQUARE = [[10, 10], [30, 10], [30, 30], [10, 30]]


def codes(*objects: dict[str, Any], answers: list[dict[str, Any]] | None = None) -> list[str]:
    return [problem.code for problem in check(label(*objects, answers=answers), ONTOLOGY, PARTS)]


def white(*attributes: dict[str, Any]) -> dict[str, Any]:
    return thing(attributes=list(attributes), **{"class": "wbc"})


def chosen(option: str, *attributes: dict[str, Any]) -> dict[str, Any]:
    return {"attr": "kind", "options": [{"option": option, "attributes": list(attributes)}]}


def test_a_right_label_has_no_problems() -> None:
    objects = [
        thing(1),
        thing(2, polygon(SQUARE, [[15, 15], [20, 15], [20, 20]])),
        thing(3, box(0, 0, 100, 80), page=1),
        thing(4, attributes=[chosen("other", {"attr": "which", "value": "baso"})], **{"class": "wbc"}),
    ]
    assert codes(*objects) == []


def test_rounding_noise_at_the_edge_is_tolerated() -> None:
    assert codes(thing(geometry=box(-1e-7, 0, 100 + 2e-7, 80))) == []


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (box(1, 1, 0, 5), "box.no_area"),
        (box(1, 1, -5, 5), "box.no_area"),
        (box(99, 1, 2, 5), "box.outside"),
        (box(1e308, 1, 1e308, 5), "box.outside"),
        (polygon([[0, 0], [101, 0], [0, 50]]), "polygon.outside"),
        (polygon([[0, 0], [40, 40], [0, 40], [40, 0]]), "polygon.crosses"),
        (polygon(SQUARE, [[50, 50], [60, 50], [60, 60]]), "polygon.hole_outside"),
        (polygon([[0, 0], [10, 10], [20, 20]]), "polygon.crosses"),
    ],
)
def test_a_geometry_that_does_not_fit_is_named(geometry: dict[str, Any], code: str) -> None:
    assert codes(thing(geometry=geometry)) == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"task": "nope"}, "object.unknown_task"),
        ({"class": "nope"}, "object.unknown_class"),
        ({"part": str(UUID(int=77))}, "object.unknown_part"),
        ({"page": 2}, "object.unknown_page"),
        ({"attributes": [{"attr": "nope", "value": 1}]}, "attribute.unknown"),
    ],
)
def test_what_the_project_does_not_have_is_named(change: dict[str, Any], code: str) -> None:
    assert codes(thing(**change)) == [code]


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ([], "attribute.required"),
        ([{"attr": "kind"}], "attribute.required"),
        ([chosen("nope")], "attribute.unknown_option"),
        ([chosen("eosinophil"), chosen("other")], "attribute.twice"),
        ([{"attr": "kind", "options": [{"option": "eosinophil"}, {"option": "other"}]}], "attribute.too_many"),
        ([chosen("other", {"attr": "which", "value": "too long"})], "attribute.range"),
        ([chosen("eosinophil"), {"attr": "size", "value": 11}], "attribute.range"),
        ([chosen("eosinophil"), {"attr": "size", "value": "3"}], "attribute.type"),
        ([chosen("eosinophil"), {"attr": "size", "value": True}], "attribute.type"),
        ([chosen("eosinophil"), {"attr": "sure", "value": 1}], "attribute.type"),
        (
            [chosen("eosinophil"), {"attr": "seen", "options": [{"option": "edge"}, {"option": "edge"}]}],
            "attribute.twice",
        ),
    ],
)
def test_an_answer_that_does_not_fit_its_question_is_named(attributes: list[dict[str, Any]], code: str) -> None:
    assert codes(white(*attributes)) == [code]


def test_two_objects_with_one_id_are_named() -> None:
    assert codes(thing(1), thing(1)) == ["object.duplicate_id"]


def test_questions_about_the_picture_must_be_answered_once_and_rightly() -> None:
    other = ANSWER | {"id": str(UUID(int=901))}
    assert codes(answers=[]) == ["classification.missing"]
    assert codes(answers=[ANSWER, other]) == ["classification.duplicate"]
    assert codes(answers=[ANSWER | {"attributes": []}]) == ["attribute.required"]
    assert codes(answers=[ANSWER, other | {"task": "nope"}]) == ["classification.unknown_task"]
    assert codes(answers=[ANSWER, other | {"part": str(UUID(int=5))}]) == ["classification.unknown_part"]


@pytest.mark.parametrize("bad", [math.nan, math.inf, "3", None, True])
def test_only_finite_numbers_are_coordinates(bad: Any) -> None:
    with pytest.raises(ValidationError):
        label(thing(geometry=box(1, 2, bad, 4)))


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1},
        {"id": "7"},
        {"page": -1},
        {"geometry": {"kind": "ellipse"}},
        {"geometry": polygon([[0, 0], [1, 1]])},
    ],
)
def test_unknown_or_ill_formed_members_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        label(thing(**change))


def test_the_limits_hold() -> None:
    ring = [[float(n), 0.0] for n in range(50_001)]
    with pytest.raises(ValidationError, match="vertices"):
        label(thing(geometry=polygon(ring, ring)))
    with pytest.raises(ValidationError, match="20000"):
        label(*[thing()] * 20_001)
    deep: list[dict[str, Any]] = []
    for _ in range(9):
        deep = [{"attr": "a", "options": [{"option": "o", "attributes": deep}]}]
    with pytest.raises(ValidationError, match="deeper"):
        label(thing(attributes=deep))


def test_json_comes_back_as_it_went() -> None:
    made = label(
        thing(1, box(0.1, 1 / 3, 2.5, 3)), thing(2, polygon(SQUARE), attributes=[{"attr": "sure", "value": True}])
    )
    assert Label.model_validate_json(made.model_dump_json()) == made
    assert '"class":"rbc"' in made.model_dump_json()
