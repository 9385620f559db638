"""Geometries as COCO rows say them; what COCO has no word for is approximated and counted as a loss."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import cos, pi, radians, sin
from typing import Any

from labelkeep.domain.labels import geometry as plane
from labelkeep.domain.labels import runs
from labelkeep.domain.ontology.shapes import SkeletonTemplate

Geometry = Mapping[str, Any]
Row = dict[str, Any]
_SIDES = 72
"""Corners of the polygon that stands for an ellipse: at most 0.1 % of the half axis away from it."""


def shape(geometry: Geometry, template: SkeletonTemplate | None, losses: Counter[str]) -> Row:
    """Return bbox, area and segmentation (and keypoints) of a geometry."""
    kind = geometry["kind"]
    if kind == "bbox":
        return _turned(geometry, losses) if geometry.get("rotation") else _upright(geometry)
    if kind == "polygon":
        return _polygon(geometry["rings"], losses)
    if kind == "mask":
        return _mask(geometry)
    if kind == "skeleton":
        return _keypoints(geometry["points"], template)
    if kind == "ellipse":
        losses["ellipse.outline"] += 1
        return _region(_outline(geometry), pi * geometry["rx"] * geometry["ry"])
    losses[f"{kind}.geometry"] += 1
    points = geometry["points"] if kind == "polyline" else [[geometry["x"], geometry["y"]]]
    return {"bbox": _around(points), "area": 0.0, "segmentation": [], "lk_kind": kind}


def category(template: SkeletonTemplate | None) -> Row:
    """Return what a category says about its skeleton; empty without one."""
    if template is None:
        return {}
    places = {node.id: number for number, node in enumerate(template.nodes, 1)}
    return {
        "keypoints": [node.id for node in template.nodes],
        "skeleton": [[places[one], places[other]] for one, other in template.edges],
    }


def _upright(box: Geometry) -> Row:
    x, y, w, h = box["x"], box["y"], box["w"], box["h"]
    return {"bbox": [x, y, w, h], "area": w * h, "segmentation": []}


def _turned(box: Geometry, losses: Counter[str]) -> Row:
    losses["bbox.rotation"] += 1
    half_w, half_h = box["w"] / 2, box["h"] / 2
    centre = (box["x"] + half_w, box["y"] + half_h)
    corners = [(-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h)]
    return _region(_rotated(corners, centre, box["rotation"]), box["w"] * box["h"])


def _outline(ellipse: Geometry) -> list[list[float]]:
    steps = [2 * pi * number / _SIDES for number in range(_SIDES)]
    points = [(ellipse["rx"] * cos(step), ellipse["ry"] * sin(step)) for step in steps]
    return _rotated(points, (ellipse["cx"], ellipse["cy"]), ellipse["rotation"])


def _rotated(points: Sequence[tuple[float, float]], centre: tuple[float, float], degrees: float) -> list[list[float]]:
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return [[centre[0] + x * c - y * s, centre[1] + x * s + y * c] for x, y in points]


def _region(ring: list[list[float]], area: float) -> Row:
    return {"bbox": _around(ring), "area": area, "segmentation": [[value for point in ring for value in point]]}


def _around(points: Sequence[Sequence[float]]) -> list[float]:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return [min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)]


def _polygon(rings: list[list[list[list[float]]]], losses: Counter[str]) -> Row:
    left, top, right, bottom = plane.bounds(rings)
    holes = sum(len(piece) - 1 for piece in rings)
    if holes:
        losses["polygon.holes"] += holes
    return {
        "bbox": [left, top, right - left, bottom - top],
        "area": plane.area(rings),
        "segmentation": [[value for point in piece[0] for value in point] for piece in rings],
    }


def _mask(mask: Geometry) -> Row:
    return {
        "bbox": mask["bbox"],
        "area": runs.pixels(runs.decoded(mask["counts"])),
        "segmentation": {"size": mask["size"], "counts": mask["counts"]},
    }


def _keypoints(points: Sequence[Mapping[str, Any]], template: SkeletonTemplate | None) -> Row:
    joints = {joint["node"]: joint for joint in points}
    order = [node.id for node in template.nodes] if template else list(joints)
    rows = [joints.get(node, {"x": 0.0, "y": 0.0, "v": 0}) for node in order]
    flat = [value for joint in rows for value in ((joint["x"], joint["y"], joint["v"]) if joint["v"] else (0, 0, 0))]
    seen = [[joint["x"], joint["y"]] for joint in rows if joint["v"]]
    bbox = _around(seen) if seen else [0.0, 0.0, 0.0, 0.0]
    return {
        "bbox": bbox,
        "area": bbox[2] * bbox[3],
        "segmentation": [],
        "keypoints": flat,
        "num_keypoints": len(seen),
        "lk_kind": "skeleton",
    }
