"""Plain boxes take a short way into the store; it gives the bytes of the long one, or leaves the label to it."""

from typing import Any
from uuid import UUID

import pytest

from labelkeep.domain.assets.formats import FoundClassification, FoundLabel, FoundObject
from labelkeep.domain.labels.boxes import Plain
from labelkeep.domain.labels.checking import classes_of, stored
from labelkeep.domain.labels.repair import repair
from labelkeep.domain.labels.validation import PartSize
from labelkeep.domain.ontology.shapes import Ontology

PART = UUID(int=7)
SIZE = PartSize(100, 80, 2)
ONTOLOGY = Ontology.model_validate(
    {
        "tasks": [
            {
                "id": "t", "kind": "object", "label": "T", "geometry": ["bbox", "polygon"],
                "classes": [
                    {"id": "a", "label": "A", "color": "#aa0000"},
                    {"id": "b", "label": "B", "color": "#aa0000"},
                    {"id": "asks", "label": "C", "color": "#aa0000",
                     "attributes": [{"id": "old", "label": "Old", "type": "bool"}]},
                ],
            },
            {
                "id": "outlines", "kind": "object", "label": "O", "geometry": ["polygon"],
                "classes": [{"id": "a", "label": "A", "color": "#aa0000"}],
            },
        ]
    }
)  # fmt: skip


def found(number: int, x: float, y: float, w: float, h: float, **more: Any) -> FoundObject:
    made = FoundObject(f"row {number}", str(number), "t", "a", {"kind": "bbox", "x": x, "y": y, "w": w, "h": h})
    made.id = UUID(int=number)
    for name, value in more.items():
        setattr(made, name, value)
    return made


def label(*objects: FoundObject, **more: Any) -> FoundLabel:
    return FoundLabel("a.png", "a.json", list(objects), **more)


def test_the_short_way_stores_the_bytes_of_the_long_one() -> None:
    given = label(
        found(1, 0, 0, 100, 80),
        found(2, 1.1, 2.25, 3, 4.000000001, z=-3, page=1),
        found(3, 1e-7, 0.1 + 0.2, 1 / 3, 79, class_="b"),
    )

    short = Plain(ONTOLOGY, "import-1").stored(given, PART, SIZE)

    long = repair(given, ONTOLOGY, PART, SIZE, "import-1")
    assert long.remarks == []
    assert short == (stored(long.label), 3, " ".join(classes_of(long.label)))


@pytest.mark.parametrize(
    "given",
    [
        label(),
        label(found(1, 0, 0, 5, 5), found(1, 2, 2, 5, 5)),
        label(found(1, -1, 0, 5, 5)),
        label(found(1, 0, 0, 100.5, 5)),
        label(found(1, 5, 5, -5, 5)),
        label(found(1, 5, 5, 5, 0)),
        label(found(1, float("nan"), 5, 5, 5)),
        label(found(1, float("inf"), 5, 5, 5)),
        label(found(1, 0, 0, float("inf"), 5)),
        label(found(1, 5, 5, 5, 5, class_="nobody")),
        label(found(1, 5, 5, 5, 5, class_="asks")),
        label(found(1, 5, 5, 5, 5, task="outlines")),
        label(found(1, 5, 5, 5, 5, attributes=[{"attr": "old", "value": True}])),
        label(found(1, 5, 5, 5, 5, page=2)),
        label(found(1, 5, 5, 5, 5, z=2_000_000)),
        label(found(1, 5, 5, 5, 5, geometry={"kind": "polygon", "rings": [[[[0, 0], [5, 0], [5, 5]]]]})),
        label(found(1, 5, 5, 5, 5), classifications=[FoundClassification("q", [])]),
    ],
)
def test_everything_else_is_left_to_the_long_way(given: FoundLabel) -> None:
    assert Plain(ONTOLOGY, "import-1").stored(given, PART, SIZE) is None
