"""A project that lets people draw everything, and generated labels of it."""

from typing import Any
from uuid import UUID

import numpy as np
from hypothesis import strategies as st

from labelkeep.domain.labels import runs
from labelkeep.domain.ontology.shapes import Ontology
from tests.domain.labels.made import PART

SIZE = (100, 80)
NODES = ["head", "hand", "foot"]
KINDS = ["bbox", "rbox", "ellipse", "polygon", "mask", "polyline", "point"]
ONTOLOGY = Ontology.model_validate(
    {
        "tasks": [
            {
                "id": "things",
                "kind": "object",
                "label": "Things",
                "geometry": KINDS,
                "classes": [{"id": "thing", "label": "thing", "color": "#ff0000"}],
            },
            {
                "id": "bodies",
                "kind": "object",
                "label": "Bodies",
                "geometry": ["skeleton"],
                "classes": [
                    {
                        "id": "body",
                        "label": "body",
                        "color": "#00ff00",
                        "skeleton": {
                            "nodes": [{"id": node, "label": node, "x": 0.5, "y": 0.5} for node in NODES],
                            "edges": [["head", "hand"], ["hand", "foot"]],
                        },
                    }
                ],
            },
            {
                "id": "holds",
                "kind": "relation",
                "label": "Holds",
                "from": ["bodies/body"],
                "to": ["things/thing"],
                "types": [{"id": "by-hand", "label": "by hand"}],
                "attributes": [{"id": "since", "label": "Since", "type": "date"}],
            },
            {
                "id": "picture",
                "kind": "classification",
                "label": "Picture",
                "attributes": [
                    {
                        "id": "order",
                        "label": "Order",
                        "type": "ranking",
                        "options": [{"id": each, "label": each} for each in "abc"],
                    },
                ],
            },
        ]
    }
)

_x = st.floats(0, SIZE[0], allow_subnormal=False)
_y = st.floats(0, SIZE[1], allow_subnormal=False)
_side = st.floats(0.5, 20)


def mask_of(pixels: "np.ndarray[Any, Any]") -> dict[str, Any]:
    """Return the mask geometry of a picture of zeros and ones."""
    flat = pixels.flatten(order="F").astype(bool)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flat)).astype(np.int8))) if len(flat) else np.zeros(0)
    lengths = np.diff(np.concatenate(([0], edges, [len(flat)])))
    bbox = runs.bounds(lengths, pixels.shape[0])
    return {
        "kind": "mask",
        "size": list(pixels.shape),
        "counts": runs.encoded(lengths),
        "bbox": list(bbox) if bbox else [0, 0, 0, 0],
    }


def _mask(x: int, y: int, w: int, h: int, seed: int) -> dict[str, Any]:
    pixels = np.zeros((SIZE[1], SIZE[0]), dtype=np.uint8)
    pixels[y : y + h, x : x + w] = np.random.default_rng(seed).random((h, w))[: SIZE[1] - y, : SIZE[0] - x] > 0.3
    pixels[y, x] = 1
    return mask_of(pixels)


def _square(x: float, y: float, side: float) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side]]


boxes = st.builds(
    lambda x, y, w, h: {"kind": "bbox", "x": x, "y": y, "w": w, "h": h, "rotation": 0.0},
    st.floats(0, 75), st.floats(0, 55), _side, _side,
)  # fmt: skip
turned = st.builds(
    lambda x, y, w, h, turn: {"kind": "bbox", "x": x, "y": y, "w": w, "h": h, "rotation": turn},
    st.floats(0, 75), st.floats(0, 55), _side, _side, st.floats(0.1, 359.9),
)  # fmt: skip
ellipses = st.builds(
    lambda x, y, rx, ry, turn: {"kind": "ellipse", "cx": x, "cy": y, "rx": rx, "ry": ry, "rotation": turn},
    _x, _y, _side, _side, st.floats(0, 179.9),
)  # fmt: skip
polygons = st.builds(
    lambda x, y, side: {"kind": "polygon", "rings": [[_square(x, y, side)]]}, st.floats(0, 75), st.floats(0, 55), _side
)
holed = st.builds(
    lambda x, y, side: {
        "kind": "polygon",
        "rings": [[_square(x, y, side), _square(x + side / 4, y + side / 4, side / 2)]],
    },
    st.floats(0, 75), st.floats(0, 55), _side,
)  # fmt: skip
lines = st.builds(
    lambda points, directed: {"kind": "polyline", "points": points, "closed": False, "directed": directed},
    st.lists(st.tuples(_x, _y).map(list), min_size=2, max_size=6, unique_by=tuple), st.booleans(),
)  # fmt: skip
points = st.builds(lambda x, y: {"kind": "point", "x": x, "y": y}, _x, _y)
masks = st.builds(
    _mask, st.integers(0, 99), st.integers(0, 79), st.integers(1, 30), st.integers(1, 30), st.integers(0, 9)
)
skeletons = st.builds(
    lambda places: {
        "kind": "skeleton",
        "points": [
            {"node": node, "x": x if v else 0.0, "y": y if v else 0.0, "v": v}
            for node, (x, y, v) in zip(NODES, places, strict=True)
        ],
    },
    st.tuples(
        st.tuples(_x, _y, st.sampled_from([1, 2])),
        st.tuples(_x, _y, st.sampled_from([0, 1, 2])),
        st.tuples(_x, _y, st.sampled_from([0, 1, 2])),
    ),
)
EVERY = [boxes, turned, ellipses, polygons, holed, lines, points, masks, skeletons]


def drawn(number: int, geometry: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an object of the class that is drawn so."""
    body = geometry["kind"] == "skeleton"
    return {
        "id": str(UUID(int=number)),
        "task": "bodies" if body else "things",
        "class": "body" if body else "thing",
        "part": str(PART),
        "geometry": geometry,
        "source": {"kind": "human"},
    } | more


def whole(geometries: list[dict[str, Any]], group: str | None) -> dict[str, Any]:
    """Return a label of these geometries, with a relation from each body to each thing, and a ranking."""
    objects = [drawn(number, geometry, group=group) for number, geometry in enumerate(geometries, 1)]
    ends = {task: [each["id"] for each in objects if each["task"] == task] for task in ("bodies", "things")}
    relation = {
        "id": str(UUID(int=5_000)),
        "task": "holds",
        "type": "by-hand",
        "from": ends["bodies"],
        "to": ends["things"],
        "attributes": [{"attr": "since", "value": "2026-02-28"}],
    }
    ranked = [{"attr": "order", "options": [{"option": each} for each in "cab"]}]
    return {
        "objects": objects,
        "classifications": [{"id": str(UUID(int=6_000)), "task": "picture", "attributes": ranked}],
        "relations": [relation] if all(ends.values()) else [],
    }


labels = st.builds(whole, st.lists(st.one_of(EVERY), max_size=6), st.sampled_from([None, "g1"]))
