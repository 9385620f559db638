"""Every geometry, relations, groups, rankings and dates against an ontology that allows them all."""

import json
import math
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from labelkeep.domain.labels.changes import changes
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.labels.validation import check, retired
from labelkeep.domain.ontology.shapes import Ontology
from tests.domain.labels import every
from tests.domain.labels.made import PART

PARTS = {PART: PartSize(*every.SIZE)}
POINT = {"kind": "point", "x": 5.0, "y": 5.0}
BODY = {"kind": "skeleton", "points": [{"node": node, "x": 1.0, "y": 1.0, "v": 2} for node in every.NODES]}


def codes(label: dict[str, Any]) -> list[str]:
    return [problem.code for problem in check(Label.model_validate(label), every.ONTOLOGY, PARTS)]


def of(geometry: dict[str, Any]) -> list[str]:
    return codes({"objects": [every.drawn(1, geometry)]})


def joints(*nodes: str, **change: Any) -> dict[str, Any]:
    return {"kind": "skeleton", "points": [{"node": node, "x": 1.0, "y": 1.0, "v": 2} | change for node in nodes]}


def line(*points: list[float], **change: Any) -> dict[str, Any]:
    return {"kind": "polyline", "points": list(points)} | change


def turned(x: float, y: float, w: float, h: float) -> dict[str, Any]:
    return {"kind": "bbox", "x": x, "y": y, "w": w, "h": h, "rotation": 30.0}


def ellipse(cx: float, cy: float, rx: float, ry: float) -> dict[str, Any]:
    return {"kind": "ellipse", "cx": cx, "cy": cy, "rx": rx, "ry": ry, "rotation": 10.0}


@settings(max_examples=80)
@given(every.labels)
def test_every_generated_label_is_right_and_comes_back_from_json_as_it_went(made: dict[str, Any]) -> None:
    label = Label.model_validate(made)
    assert check(label, every.ONTOLOGY, PARTS) == []
    assert Label.model_validate_json(label.model_dump_json()) == label
    assert sum(changes(label, label).counts().values()) == 0


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (turned(1, 1, 0, 5), "box.no_area"),
        (turned(99, 1, 10, 5), "box.outside"),
        (ellipse(5, 5, 0, 3), "ellipse.no_area"),
        (ellipse(5, 5, -1, 3), "ellipse.no_area"),
        (ellipse(-1, 5, 2, 3), "ellipse.outside"),
        (line([1, 1], [1, 1]), "polyline.no_length"),
        (line([1, 1], [2, 2], closed=True), "polyline.closed_short"),
        (line([1, 1], [200, 2]), "polyline.outside"),
        ({"kind": "point", "x": -3, "y": 1}, "point.outside"),
        (joints("head", "hand"), "skeleton.missing_node"),
        (joints("head", "hand", "foot", "foot"), "skeleton.duplicate_node"),
        (joints("head", "hand", "foot", "tail"), "skeleton.unknown_node"),
        (joints(*every.NODES, v=0), "skeleton.empty"),
        (joints(*every.NODES, x=-9.0), "skeleton.outside"),
    ],
)
def test_a_geometry_that_does_not_fit_is_named(geometry: dict[str, Any], code: str) -> None:
    assert of(geometry) == [code]


def test_a_turned_shape_may_reach_over_the_edge_when_its_centre_does_not() -> None:
    assert of(turned(-3, 1, 10, 5)) == []
    assert of(ellipse(0, 0, 10, 5)) == []


def test_what_is_not_in_the_picture_may_be_anywhere() -> None:
    body = joints(*every.NODES)
    body["points"][0] |= {"v": 0, "x": -50.0}
    assert of(body) == []


@pytest.mark.parametrize("kind", ["ellipse", "polyline", "point", "skeleton", "mask", "rotated"])
def test_a_geometry_that_the_task_does_not_name_is_refused(kind: str) -> None:
    raw = every.ONTOLOGY.model_dump()
    raw["tasks"][0]["geometry"] = ["bbox"]
    made = {
        "ellipse": ellipse(5, 5, 2, 2), "polyline": line([1, 1], [2, 2]), "point": POINT, "skeleton": BODY,
        "mask": every.mask_of(every.np.ones((80, 100))), "rotated": turned(1, 1, 5, 5),
    }[kind]  # fmt: skip
    thing = every.drawn(1, made) | {"task": "things", "class": "thing"}
    found = check(Label.model_validate({"objects": [thing]}), Ontology.model_validate(raw), PARTS)
    assert found[0].code == "object.geometry_not_allowed"


@pytest.mark.parametrize(
    "geometry",
    [
        turned(1, 1, 5, 5) | {"rotation": 360.0},
        turned(1, 1, 5, 5) | {"rotation": -1.0},
        ellipse(1, 1, 5, 5) | {"rotation": 180.0},
        ellipse(math.nan, 1, 5, 5),
        {"kind": "point", "x": math.inf, "y": 1},
        line([1, 1]),
        line([1, 1], [2, math.inf]),
        line(*[[float(n), 1.0] for n in range(100_001)]),
        joints(*every.NODES, v=3),
        {"kind": "mask", "size": [1], "counts": "1", "bbox": [0, 0, 1, 1]},
        {"kind": "mask", "size": [1, 1], "counts": "1", "bbox": [0.5, 0, 1, 1]},
        {"kind": "circle", "cx": 1, "cy": 1, "r": 1},
    ],
)
def test_ill_formed_geometries_are_refused_by_shape(geometry: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        of(geometry)


def related(**change: Any) -> list[str]:
    label = every.whole([POINT, BODY], None)
    label["relations"][0] |= change
    return codes(label)


GONE, THING, PERSON = str(UUID(int=77)), str(UUID(int=1)), str(UUID(int=2))


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({}, []),
        ({"to": [GONE]}, ["relation.unknown_object"]),
        ({"from": [THING]}, ["relation.same_object", "relation.class_not_allowed"]),
        ({"to": [PERSON], "from": [THING]}, ["relation.class_not_allowed"] * 2),
        ({"type": "nope"}, ["relation.unknown_type"]),
        ({"task": "nope"}, ["relation.unknown_task"]),
        ({"attributes": [{"attr": "since", "value": "28.2.2026"}]}, ["attribute.date"]),
        ({"attributes": [{"attr": "since", "value": 3}]}, ["attribute.date"]),
    ],
)
def test_a_relation_joins_what_the_ontology_lets_it_join(change: dict[str, Any], wanted: list[str]) -> None:
    assert related(**change) == wanted


def test_a_relation_without_direction_may_stand_either_way_round() -> None:
    raw = every.ONTOLOGY.model_dump()
    raw["tasks"][2]["directed"] = False
    label = every.whole([POINT, BODY], None)
    label["relations"][0] |= {"from": [THING], "to": [PERSON]}
    assert check(Label.model_validate(label), Ontology.model_validate(raw), PARTS) == []


def test_a_required_ranking_ranks_every_option_once() -> None:
    raw = every.ONTOLOGY.model_dump()
    raw["tasks"][3]["attributes"][0]["required"] = True
    asked = Ontology.model_validate(raw)

    def ranked(*options: str) -> list[str]:
        label = every.whole([], None)
        label["classifications"][0]["attributes"][0]["options"] = [{"option": each} for each in options]
        return [problem.code for problem in check(Label.model_validate(label), asked, PARTS)]

    assert ranked("b", "c", "a") == []
    assert ranked("b", "c") == ["attribute.ranking_incomplete"]
    assert ranked("b", "c", "b", "a") == ["attribute.twice"]
    assert ranked() == ["attribute.required"]


def test_objects_of_a_retired_class_are_named() -> None:
    raw = every.ONTOLOGY.model_dump()
    raw["tasks"][0]["classes"][0]["retired"] = True
    label = Label.model_validate({"objects": [every.drawn(1, POINT), every.drawn(2, BODY)]})
    assert [each.code for each in retired(label, Ontology.model_validate(raw)).values()] == ["object.class_retired"]
    assert retired(label, every.ONTOLOGY) == {}


def test_a_label_that_was_stored_before_groups_and_relations_is_still_read() -> None:
    old = every.drawn(1, POINT)
    text = json.dumps({"schema": "lk-label/1", "objects": [old], "classifications": []})
    label = Label.model_validate_json(text)
    assert (label.objects[0].group, label.relations) == (None, [])


def test_changes_tell_groups_and_relations() -> None:
    before, after = every.whole([POINT, BODY], None), every.whole([POINT, BODY], "pair")
    after["relations"][0]["type"] = "other"
    told = changes(Label.model_validate(before), Label.model_validate(after))
    assert told.attributes == [UUID(int=1), UUID(int=2), UUID(int=5_000)]
    without = changes(Label.model_validate(before), Label.model_validate(before | {"relations": []}))
    assert without.attributes == [UUID(int=5_000)]
