"""Labels of every kind go out and come back: equal, or with the loss declared."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from pycocotools import mask as oracle

from labelkeep.domain.assets.formats import FoundLabel
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.repair import Repaired, repair
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.plugins.formats.coco import KIND as COCO
from labelkeep.plugins.formats.jsonl import KIND as JSONL
from tests.domain.labels import every
from tests.domain.labels.made import PART
from tests.plugins.formats import given as g
from tests.plugins.formats.test_releases import facts, item, written

SIZES = {"1.jpg": every.SIZE}


def back(found: list[Any], ontology: Ontology) -> Repaired:
    label = g.labels(found).get("1.jpg", FoundLabel("1.jpg", "x", []))
    return repair(label, ontology, PART, PartSize(*every.SIZE), "test")


@settings(max_examples=60)
@given(every.labels)
def test_our_own_lines_lose_nothing(made: dict[str, Any]) -> None:
    label = Label.model_validate(made)
    files = written(JSONL, [item(1, label)], facts(every.ONTOLOGY))
    found = g.read(JSONL, files, SIZES)
    again = back(found, g.ontology(found))
    assert again.remarks == []
    assert g.ontology(found) == every.ONTOLOGY
    assert again.label.relations == label.relations
    assert again.label.classifications == label.classifications
    assert [one.model_copy(update={"source": None}) for one in again.label.objects] == [
        one.model_copy(update={"source": None}) for one in label.objects
    ]


LOSSES = {
    "turned": "bbox.rotation", "ellipse": "ellipse.outline", "holed": "polygon.holes", "polyline": "polyline.geometry",
    "point": "point.geometry",
}  # fmt: skip


def expected(label: Label) -> set[str]:
    lost = {"object.group"} if any(one.group for one in label.objects) else set[str]()
    lost |= {"relation"} if label.relations else set()
    for one in label.objects:
        raw: Any = one.geometry
        name = "turned" if one.geometry.kind == "bbox" and raw.rotation else one.geometry.kind
        name = "holed" if name == "polygon" and len(raw.rings[0]) > 1 else name
        lost |= {LOSSES[name]} if name in LOSSES else set()
    return lost


@settings(max_examples=80)
@given(every.labels)
def test_coco_gives_equal_geometries_or_says_what_it_lost(made: dict[str, Any]) -> None:
    label = Label.model_validate(made)
    about = facts(every.ONTOLOGY)
    found = g.read(COCO, written(COCO, [item(1, label)], about), SIZES)
    again = back(found, g.ontology(found))
    assert set(about.losses) == expected(label)
    kept = {"bbox", "polygon", "mask", "skeleton"}
    whole = [one for one in label.objects if one.geometry.kind in kept and not expected(Label(objects=[one]))]
    ours = [one.geometry.model_dump() for one in whole]
    theirs = [one.geometry.model_dump() for one in again.label.objects]
    assert all(one in theirs for one in ours)
    assert len(g.labels(found)["1.jpg"].objects) == sum(
        one.geometry.kind not in ("polyline", "point") for one in label.objects
    )


@pytest.mark.parametrize("compressed", [True, False])
def test_masks_of_others_are_read_in_both_forms(compressed: bool) -> None:
    pixels = every.np.zeros((80, 100), dtype=every.np.uint8)
    pixels[10:20, 30:50] = 1
    theirs = oracle.encode(every.np.asfortranarray(pixels))
    counts: Any = theirs["counts"].decode() if compressed else [30 * 80 + 10, *[10, 70] * 19, 10, 50 * 80 + 60]
    row = {"segmentation": {"size": [80, 100], "counts": counts}, "iscrowd": 1, "bbox": [0, 0, 1, 1]}
    body = {
        "images": [{"id": 1, "file_name": "1.jpg", "width": 100, "height": 80}],
        "categories": [{"id": 1, "name": "crowd"}],
        "annotations": [row | {"id": 1, "image_id": 1, "category_id": 1}],
    }
    found = g.read(COCO, {"instances.json": json.dumps(body).encode()}, SIZES)
    again = back(found, g.ontology(found))
    assert again.remarks == []
    (mask,) = again.label.objects
    assert mask.geometry.model_dump()["counts"] == theirs["counts"].decode()
    assert mask.geometry.model_dump()["bbox"] == [30, 10, 20, 10]
    assert [answer.attr for answer in mask.attributes] == ["iscrowd"]
