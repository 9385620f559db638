"""A small project to check labels against."""

from typing import Any
from uuid import UUID

from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.ontology.shapes import Ontology

PART = UUID(int=1)
PARTS = {PART: PartSize(100, 80, 2)}
ONTOLOGY = Ontology.model_validate(
    {
        "tasks": [
            {
                "id": "cells",
                "kind": "object",
                "label": "Cells",
                "geometry": ["bbox", "polygon"],
                "classes": [
                    {"id": "rbc", "label": "Red", "color": "#ff0000"},
                    {
                        "id": "wbc",
                        "label": "White",
                        "color": "#0000ff",
                        "attributes": [
                            {
                                "id": "kind",
                                "label": "Kind",
                                "type": "radio",
                                "required": True,
                                "options": [
                                    {"id": "eosinophil", "label": "Eosinophil"},
                                    {
                                        "id": "other",
                                        "label": "Other",
                                        "attributes": [
                                            {"id": "which", "label": "Which", "type": "text", "max_length": 5}
                                        ],
                                    },
                                ],
                            },
                            {"id": "size", "label": "Size", "type": "number", "min": 0, "max": 10},
                            {
                                "id": "seen",
                                "label": "Seen",
                                "type": "checklist",
                                "options": [{"id": "edge", "label": "Edge"}, {"id": "blur", "label": "Blur"}],
                            },
                            {"id": "sure", "label": "Sure", "type": "bool"},
                        ],
                    },
                ],
            },
            {
                "id": "picture",
                "kind": "classification",
                "label": "Picture",
                "attributes": [{"id": "ok", "label": "Ok", "type": "bool", "required": True}],
            },
        ]
    }
)
ANSWER = {"id": str(UUID(int=900)), "task": "picture", "attributes": [{"attr": "ok", "value": True}]}


def box(x: float, y: float, w: float, h: float) -> dict[str, Any]:
    return {"kind": "bbox", "x": x, "y": y, "w": w, "h": h}


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"kind": "polygon", "rings": [list(rings)]}


def thing(number: int = 10, geometry: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": str(UUID(int=number)),
        "task": "cells",
        "class": "rbc",
        "part": str(PART),
        "geometry": geometry or box(1, 2, 3, 4),
        "source": {"kind": "human"},
    }
    return made | changes


def label(*objects: dict[str, Any], answers: list[dict[str, Any]] | None = None) -> Label:
    given = [ANSWER] if answers is None else answers
    return Label.model_validate({"objects": list(objects), "classifications": given})
