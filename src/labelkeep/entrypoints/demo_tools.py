"""What the demo's second project holds: a few pictures, and a task for each way to draw and to answer."""

from typing import Any

from labelkeep.domain.ontology.shapes import Ontology

TOOLS_PICTURES = {
    "astronaut.png": "1 astronaut.png",
    "ihc.png": "2 stained tissue.png",
    "retina.jpg": "3 retina.jpg",
    "coins.png": "4 coins.png",
}
"""File in the package -> name in the project."""

_NODES = [
    ("nose", "Nose", 0.5, 0.06),
    ("left-eye", "Left eye", 0.55, 0.04),
    ("right-eye", "Right eye", 0.45, 0.04),
    ("left-shoulder", "Left shoulder", 0.68, 0.2),
    ("right-shoulder", "Right shoulder", 0.32, 0.2),
    ("left-elbow", "Left elbow", 0.8, 0.36),
    ("right-elbow", "Right elbow", 0.2, 0.36),
    ("left-wrist", "Left wrist", 0.85, 0.5),
    ("right-wrist", "Right wrist", 0.15, 0.5),
    ("left-hip", "Left hip", 0.6, 0.52),
    ("right-hip", "Right hip", 0.4, 0.52),
]
_EDGES = [
    ["nose", "left-eye"], ["nose", "right-eye"], ["left-shoulder", "right-shoulder"], ["left-hip", "right-hip"],
    ["left-shoulder", "left-elbow"], ["left-elbow", "left-wrist"], ["left-shoulder", "left-hip"],
    ["right-shoulder", "right-elbow"], ["right-elbow", "right-wrist"], ["right-shoulder", "right-hip"],
]  # fmt: skip


def _task(task: str, label: str, geometry: list[str], *classes: dict[str, Any]) -> dict[str, Any]:
    return {"id": task, "kind": "object", "label": label, "geometry": geometry, "classes": list(classes)}


def _class(name: str, label: str, color: str, key: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": name, "label": label, "color": color, "key": key, **more}


TOOLS_ONTOLOGY = Ontology.model_validate(
    {
        "schema": "lk-ontology/1",
        "tasks": [
            _task(
                "things",
                "Things",
                ["bbox", "rbox", "polygon"],
                _class("person", "Person", "#5b5fc7", "1"),
                _class("thing", "Thing", "#b56576", "2"),
            ),
            _task(
                "regions",
                "Regions",
                ["ellipse", "mask", "polygon"],
                _class("nucleus", "Nucleus", "#00798c", "3"),
                _class("coin", "Coin", "#edae49", "4"),
                _class("optic-disc", "Optic disc", "#d1495b", "5"),
            ),
            _task("lines", "Lines", ["polyline"], _class("vessel", "Vessel", "#c1121f", "6")),
            _task("places", "Places", ["point"], _class("fovea", "Fovea", "#3a5a40", "7")),
            _task(
                "bodies",
                "Bodies",
                ["skeleton"],
                _class(
                    "body",
                    "Body",
                    "#52a447",
                    "8",
                    skeleton={
                        "nodes": [{"id": node, "label": word, "x": x, "y": y} for node, word, x, y in _NODES],
                        "edges": _EDGES,
                    },
                ),
            ),
            {
                "id": "belongs",
                "kind": "relation",
                "label": "Belongs together",
                "from": ["bodies/body", "things/thing", "lines/vessel"],
                "to": ["things/person", "regions/optic-disc"],
                "types": [
                    {"id": "part-of", "label": "is part of"},
                    {"id": "worn-by", "label": "is worn by"},
                    {"id": "leads-to", "label": "leads to"},
                ],
                "directed": True,
            },
            {
                "id": "picture",
                "kind": "classification",
                "label": "Whole picture",
                "attributes": [
                    {
                        "id": "matters",
                        "label": "What matters most here",
                        "type": "ranking",
                        "options": [
                            {"id": "shape", "label": "shape"},
                            {"id": "colour", "label": "colour"},
                            {"id": "texture", "label": "texture"},
                        ],
                    },
                    {"id": "taken", "label": "Taken on", "type": "date"},
                    {"id": "words", "label": "In your own words", "type": "text", "max_length": 500},
                ],
            },
        ],
    }
)
TOOLS_GUIDELINE = """# Try every tool

Nothing here is required: draw what you like, and send it off when you have seen enough.

- **Astronaut:** a box around the person, a rotated box around what is tilted, a skeleton for the body. Join
  the skeleton to the person: *is part of*.
- **Stained tissue:** nuclei as ellipses, or painted as masks.
- **Retina:** vessels as lines from the optic disc outwards, the fovea as a point.
- **Coins:** a mask or an ellipse for each coin.

Then rank what matters in the picture, give it a date and say something about it in your own words.
"""
