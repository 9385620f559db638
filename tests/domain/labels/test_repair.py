from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelkeep.domain.assets.formats import FoundClassification, FoundLabel, FoundObject
from labelkeep.domain.labels import geometry as plane
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.kinds import Bbox, Polygon
from labelkeep.domain.labels.repair import Repaired, repair
from labelkeep.domain.labels.validation import check
from tests.domain.labels.made import ONTOLOGY, PART, PARTS, box, polygon

SIZE = PartSize(100, 80)


def found(*geometries: Any, **changes: Any) -> FoundLabel:
    given = {"task": "cells", "class_": "rbc"} | changes
    objects = [FoundObject(at=f"row {n}", foreign=str(n), geometry=one, **given) for n, one in enumerate(geometries)]
    return FoundLabel("a.jpg", "a.json", objects)


def repaired(*geometries: Any, **changes: Any) -> Repaired:
    return repair(found(*geometries, **changes), ONTOLOGY, PART, SIZE, "import-1")


def codes(result: Repaired) -> list[str]:
    return [remark.code for remark in result.remarks]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (box(-5, -5, 10, 10), (0, 0, 5, 5), "box.clipped"),
        (box(90, 70, 50, 50), (90, 70, 10, 10), "box.clipped"),
        (box(5, 5, -3, -3), (2, 2, 3, 3), "box.reversed"),
    ],
)
def test_a_box_is_repaired_and_it_is_said(before: Any, after: tuple[float, ...], code: str) -> None:
    result = repaired(before)
    geometry = result.label.objects[0].geometry
    assert isinstance(geometry, Bbox)
    assert (geometry.x, geometry.y, geometry.w, geometry.h) == after
    assert [(r.code, r.level, r.at, r.object) for r in result.remarks] == [(code, "repaired", "row 0", "0")]


def test_exact_coordinates_pass_untouched() -> None:
    geometry = repaired(box(0.1, 1 / 3, 2.7000000000000002, 3)).label.objects[0].geometry
    assert geometry == Bbox(kind="bbox", x=0.1, y=1 / 3, w=2.7000000000000002, h=3)


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (box(1, 1, 0, 0), "box.no_area"),
        (box(200, 1, 5, 5), "box.outside"),
        (box(-50, 1, 5, 5), "box.outside"),
        (box(1e308, 1, 1e308, 1), "box.outside"),
        (polygon([[0, 0], [4, 4], [0, 4], [4, 0]]), "polygon.crosses"),
        (polygon([[0, 0], [0, 0], [4, 0]]), "polygon.no_area"),
        (polygon([[0, 0], [5, 5], [10, 10]]), "polygon.no_area"),
        (polygon([[200, 200], [210, 200], [210, 210]]), "polygon.outside"),
    ],
)
def test_what_cannot_be_repaired_is_refused_alone(geometry: Any, code: str) -> None:
    result = repaired(geometry, box(1, 1, 2, 2))
    assert len(result.label.objects) == 1
    assert [(r.code, r.level, r.object) for r in result.remarks] == [(code, "refused", "0")]


def test_repeats_and_a_closing_point_are_dropped() -> None:
    result = repaired(polygon([[0, 0], [10, 0], [10, 0], [10, 10], [0, 0]]))
    geometry = result.label.objects[0].geometry
    assert isinstance(geometry, Polygon)
    assert geometry.rings == [[[[0, 0], [10, 0], [10, 10]]]]
    assert codes(result) == ["polygon.repeats"]


def test_an_outline_with_a_spur_keeps_its_area() -> None:
    result = repaired(polygon([[0, 0], [10, 0], [10, 5], [20, 5], [10, 5], [10, 10], [0, 10]]))
    geometry = result.label.objects[0].geometry
    assert isinstance(geometry, Polygon)
    assert plane.area(geometry.rings) == 100
    assert codes(result) == ["polygon.untangled"]


def test_a_polygon_over_the_edge_is_cut() -> None:
    result = repaired(polygon([[90, 10], [110, 10], [110, 20], [90, 20]]))
    geometry = result.label.objects[0].geometry
    assert isinstance(geometry, Polygon)
    assert plane.bounds(geometry.rings) == (90, 10, 100, 20)
    assert codes(result) == ["polygon.clipped"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"class_": "nope"}, "object.unknown_class"),
        ({"task": "nope"}, "object.unknown_task"),
        ({"class_": "wbc"}, "attribute.required"),
        ({"attributes": [{"attr": "nope", "value": 1}]}, "attribute.unknown"),
        ({"attributes": [{"attr": "NOT A SLUG", "value": 1}]}, "object.shape"),
        ({"page": 1}, "object.unknown_page"),
    ],
)
def test_what_the_ontology_does_not_have_is_refused(change: dict[str, Any], code: str) -> None:
    result = repaired(box(1, 1, 2, 2), **change)
    assert result.label.objects == []
    assert codes(result) == [code]


def test_an_id_twice_is_refused_the_second_time() -> None:
    result = repaired(box(1, 1, 2, 2), box(3, 3, 2, 2), id=UUID(int=5))
    assert [one.id for one in result.label.objects] == [UUID(int=5)]
    assert codes(result) == ["object.duplicate_id"]


def test_wrong_answers_about_the_picture_are_refused_and_right_ones_kept() -> None:
    one = found()
    one.classifications.extend(
        [
            FoundClassification("picture", [{"attr": "ok", "value": True}]),
            FoundClassification("nope", []),
            FoundClassification("picture", [{"attr": "ok", "value": "yes"}]),
        ]
    )
    result = repair(one, ONTOLOGY, PART, SIZE, "import-1")
    assert len(result.label.classifications) == 1
    assert codes(result) == ["classification.unknown_task", "attribute.type"]


numbers = st.floats(-300, 300)
boxes = st.builds(box, numbers, numbers, numbers, numbers)
rings = st.lists(st.tuples(numbers, numbers).map(list), min_size=3, max_size=8)


@given(st.lists(boxes | st.builds(polygon, rings), max_size=6))
def test_whatever_comes_in_passes_the_check_or_is_refused(geometries: list[Any]) -> None:
    result = repaired(*geometries)
    wrong = [p for p in check(result.label, ONTOLOGY, PARTS) if p.code != "classification.missing"]
    assert wrong == []
    refused = [remark for remark in result.remarks if remark.level == "refused"]
    assert len(result.label.objects) + len(refused) == len(geometries)
