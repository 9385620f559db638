from typing import Any

import pytest
from pydantic import ValidationError

from labelkeep.domain.ontology.rules import breaking, summary
from labelkeep.domain.ontology.shapes import Ontology


def cells(**changes: Any) -> dict[str, Any]:
    rbc: dict[str, Any] = {"id": "rbc", "label": "Red", "color": "#ff0000", "key": "1", "attributes": []}
    wbc: dict[str, Any] = {"id": "wbc", "label": "White", "color": "#0000ff", "key": "2", "attributes": []}
    task = {"id": "cells", "kind": "object", "label": "Cells", "geometry": ["bbox"], "classes": [rbc, wbc]}
    return task | changes


def scale(**changes: Any) -> dict[str, Any]:
    return {"id": "size", "label": "Size", "type": "number", "required": False, "min": 0, "max": 10} | changes


def kind(*options: str, **changes: Any) -> dict[str, Any]:
    made = [{"id": option, "label": option, "attributes": []} for option in options]
    return {"id": "kind", "label": "Kind", "type": "radio", "required": False, "options": made} | changes


def picture(*attributes: dict[str, Any]) -> dict[str, Any]:
    return {"id": "picture", "kind": "classification", "label": "Picture", "attributes": list(attributes)}


def of(*tasks: dict[str, Any]) -> Ontology:
    return Ontology.model_validate({"schema": "lk-ontology/1", "tasks": list(tasks)})


def test_new_classes_colours_and_optional_attributes_are_compatible() -> None:
    grown = cells(label="Blood cells", geometry=["bbox", "polygon"])
    grown["classes"] = [*grown["classes"], {"id": "plt", "label": "Platelet", "color": "#00ff00"}]
    grown["classes"][0] |= {"label": "RBC", "color": "#aa0000", "attributes": [scale()]}
    assert breaking(of(cells()), of(grown, picture(kind("good", "bad")))) == []


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (of(cells()), of(), "class cells/rbc is removed"),
        (of(cells()), of(picture(scale()) | {"id": "cells"}), "changes its kind"),
        (of(cells(geometry=["bbox", "polygon"])), of(cells()), "no longer allows polygon"),
        (of(cells()), of(cells(classes=cells()["classes"][:1])), "class cells/wbc is removed"),
        (of(picture(scale(), kind("a"))), of(picture(scale())), "attribute kind is removed"),
        (of(picture(scale())), of(picture(scale(type="text", min=None, max=None))), "changes its type"),
        (of(picture(scale())), of(picture(scale(required=True))), "becomes required"),
        (of(picture(scale())), of(picture(scale(max=5))), "lower limit"),
        (of(picture(scale(min=None))), of(picture(scale())), "higher minimum"),
        (of(picture(kind("a", "b"))), of(picture(kind("a"))), "option b is removed"),
        (of(cells()), of(cells(), picture(scale(required=True))), "new and required"),
    ],
)
def test_what_could_make_a_label_invalid_is_named(old: Ontology, new: Ontology, word: str) -> None:
    changes = breaking(old, new)
    assert len(changes) == (2 if not new.tasks else 1)
    assert word in changes[0]


@pytest.mark.parametrize(
    "task",
    [
        cells(classes=[*cells()["classes"], cells()["classes"][0]]),
        cells(classes=[one | {"key": "1"} for one in cells()["classes"]]),
        cells(geometry=["bbox", "bbox"]),
        cells(classes=[]),
        cells(surprise=1),
        picture(scale(), scale()),
        picture(kind()),
        picture(kind("a", "a")),
        picture(scale(type="bool")),
        picture(scale(min=11)),
    ],
)
def test_an_ambiguous_or_unknown_ontology_cannot_be_made(task: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        of(task)


def test_questions_nest_eight_levels_and_no_deeper() -> None:
    def nested(levels: int) -> dict[str, Any]:
        attributes = [nested(levels - 1)] if levels > 1 else []
        return {
            "id": "q",
            "label": "Q",
            "type": "radio",
            "options": [{"id": "o", "label": "O", "attributes": attributes}],
        }

    of(picture(nested(8)))
    with pytest.raises(ValidationError):
        of(picture(nested(9)))


def test_the_summary_says_what_is_drawn_and_asked() -> None:
    assert summary(of(cells(), picture(scale()))) == "2 classes drawn as boxes; 1 question about the picture"
    assert summary(of()) == "nothing to label yet"
