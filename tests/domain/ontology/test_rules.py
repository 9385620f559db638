from typing import Any

import pytest
from pydantic import ValidationError

from labelkeep.domain.ontology.rules import breaking, impact, summary, with_retired
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


BODY = {"nodes": [{"id": "a", "label": "A", "x": 0, "y": 0}, {"id": "b", "label": "B", "x": 1, "y": 1}], "edges": []}


def bodies(**changes: Any) -> dict[str, Any]:
    one = {"id": "body", "label": "Body", "color": "#00ff00", "skeleton": BODY | changes}
    return {"id": "bodies", "kind": "object", "label": "Bodies", "geometry": ["skeleton"], "classes": [one]}


def joined(**changes: Any) -> dict[str, Any]:
    types = [{"id": "holds", "label": "holds"}, {"id": "wears", "label": "wears"}]
    made = {"id": "rel", "kind": "relation", "label": "Rel", "from": ["cells/rbc"], "to": ["cells/wbc"], "types": types}
    return made | changes


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (of(bodies()), of(bodies(nodes=BODY["nodes"][:1])), "skeleton.node_removed"),
        (of(bodies(nodes=BODY["nodes"][:1])), of(bodies()), "skeleton.node_added"),
        (of(cells(), joined()), of(cells()), "task.removed"),
        (of(cells(), joined()), of(cells(), joined(to=["cells/rbc"])), "relation.class_removed"),
        (of(cells(), joined()), of(cells(), joined(types=joined()["types"][:1])), "relation.type_removed"),
        (of(cells(), joined(directed=False)), of(cells(), joined()), "relation.direction"),
        (of(cells(geometry=["rbox"])), of(cells()), "geometry.removed"),
    ],
)
def test_what_breaks_skeletons_and_relations_is_named(old: Ontology, new: Ontology, kind: str) -> None:
    assert [change.kind for change in impact(old, new) if not change.compatible] == [kind]


def test_what_grows_skeletons_relations_and_geometries_is_compatible() -> None:
    old = of(cells(), joined(types=joined()["types"][:1]), bodies())
    new = of(cells(geometry=["bbox", "rbox"]), joined(), bodies(edges=[["a", "b"]]))
    assert [(change.kind, change.compatible) for change in impact(old, new)] == [
        ("geometry.added", True), ("relation.type_added", True), ("skeleton.words", True),
    ]  # fmt: skip
    assert impact(old, old) == []
    assert breaking(of(cells(geometry=["bbox"])), of(cells(geometry=["rbox"]))) == []


def test_retiring_keeps_what_was_left_out_and_brings_back_its_task() -> None:
    kept = with_retired(of(cells(), bodies()), of(), ["cells/wbc", "cells/none", "none/none"])
    assert [
        (task.id, [(one.id, one.retired, one.key) for one in task.classes]) for task in kept.object_tasks.values()
    ] == [("cells", [("wbc", True, None)])]
    assert breaking(of(cells()), with_retired(of(cells()), of(), ["cells/rbc", "cells/wbc"])) == []


@pytest.mark.parametrize(
    "tasks",
    [
        [cells(geometry=["skeleton"])],
        [bodies(edges=[["a", "c"]])],
        [bodies(edges=[["a", "a"]])],
        [bodies(edges=[["a", "b"], ["b", "a"]])],
        [bodies(nodes=[*BODY["nodes"], BODY["nodes"][0]])],
        [cells(), joined(to=["cells/none"])],
        [cells(), joined(types=[])],
        [picture({"id": "r", "label": "R", "type": "ranking"})],
    ],
)
def test_an_ontology_that_contradicts_itself_cannot_be_made(tasks: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError):
        of(*tasks)
