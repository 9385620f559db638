"""Repairs what a file says about a geometry, by kind, as far as nothing has to be guessed; every repair is said."""

from collections.abc import Callable, Sequence
from typing import Any

from labelkeep.domain.assets.formats import (
    BoxGeometry,
    EllipseGeometry,
    FoundGeometry,
    MaskGeometry,
    PointGeometry,
    PolylineGeometry,
    SkeletonGeometry,
)
from labelkeep.domain.labels import geometry as plane
from labelkeep.domain.labels import runs
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.kinds import MAX_VERTICES
from labelkeep.domain.ontology.shapes import SkeletonTemplate

Say = Callable[[str, str], None]
Rings = list[list[list[list[float]]]]


class Refused(Exception):
    """This object cannot be kept: stable code, sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def mended(raw: FoundGeometry, size: PartSize, template: SkeletonTemplate | None, say: Say) -> dict[str, Any]:
    """Return the geometry as it can be kept, having said what was changed. Raises ``Refused``."""
    if raw["kind"] == "bbox":
        return _turned_box(raw, say) if raw.get("rotation") else _box(raw, size, say)
    if raw["kind"] == "polygon":
        return {"kind": "polygon", "rings": _rings(raw["rings"], size, say)}
    if raw["kind"] == "ellipse":
        return _ellipse(raw, say)
    if raw["kind"] == "polyline":
        return _polyline(raw, size, say)
    if raw["kind"] == "point":
        return _point(raw, size, say)
    return _skeleton(raw, size, template, say) if raw["kind"] == "skeleton" else _mask(raw, size, say)


def _box(raw: BoxGeometry, size: PartSize, say: Say) -> dict[str, Any]:
    x, y, w, h = raw["x"], raw["y"], raw["w"], raw["h"]
    if w < 0 or h < 0:
        x, y, w, h = min(x, x + w), min(y, y + h), abs(w), abs(h)
        say("box.reversed", "The corners were in reverse order; they were swapped.")
    if w == 0 or h == 0:
        raise Refused("box.no_area", "The box has no area.")
    right, bottom, slack = x + w, y + h, plane.TOLERANCE
    if x >= size.width or y >= size.height or right <= 0 or bottom <= 0:
        raise Refused("box.outside", "The box lies wholly outside the picture.")
    if x < -slack or y < -slack or right > size.width + slack or bottom > size.height + slack:
        x, y, right, bottom = max(x, 0.0), max(y, 0.0), min(right, float(size.width)), min(bottom, float(size.height))
        w, h = right - x, bottom - y
        say("box.clipped", "The box reached outside the picture; it was cut at the edge.")
    return {"kind": "bbox", "x": x, "y": y, "w": w, "h": h}


def _turned_box(raw: BoxGeometry, say: Say) -> dict[str, Any]:
    """A turned box cannot be cut at the edge; whether its centre is on the picture is checked afterwards."""
    x, y, w, h = raw["x"], raw["y"], raw["w"], raw["h"]
    if w < 0 or h < 0:
        x, y, w, h = min(x, x + w), min(y, y + h), abs(w), abs(h)
        say("box.reversed", "The corners were in reverse order; they were swapped.")
    return {"kind": "bbox", "x": x, "y": y, "w": w, "h": h, "rotation": _angle(raw.get("rotation", 0.0), 360, say)}


def _angle(given: float, turn: int, say: Say) -> float:
    if 0 <= given < turn:
        return given
    say("rotation.wrapped", f"The rotation {given:g} was brought to between 0 and {turn} degrees.")
    return given % turn % turn  # twice, because a tiny negative number becomes the whole turn by rounding


def _ellipse(raw: EllipseGeometry, say: Say) -> dict[str, Any]:
    if raw["rx"] == 0 or raw["ry"] == 0:
        raise Refused("ellipse.no_area", "The ellipse has no area.")
    if raw["rx"] < 0 or raw["ry"] < 0:
        say("ellipse.reversed", "A half axis was negative; its sign was dropped.")
    return {**raw, "rx": abs(raw["rx"]), "ry": abs(raw["ry"]), "rotation": _angle(raw["rotation"], 180, say)}


def _polyline(raw: PolylineGeometry, size: PartSize, say: Say) -> dict[str, Any]:
    if len(raw["points"]) > MAX_VERTICES:
        raise Refused("polyline.too_many", f"The line has more than {MAX_VERTICES} points.")
    points = _inside("polyline", raw["points"], size, say)
    if len(points) < 2:
        raise Refused("polyline.no_length", "A line needs two points.")
    return {**raw, "points": points}


def _point(raw: PointGeometry, size: PartSize, say: Say) -> dict[str, Any]:
    ((x, y),) = _inside("point", [[raw["x"], raw["y"]]], size, say)
    return {"kind": "point", "x": x, "y": y}


def _inside(what: str, points: Sequence[Sequence[float]], size: PartSize, say: Say) -> list[list[float]]:
    """Return points with those outside moved to the nearest edge; refused when all are outside."""
    slack = plane.TOLERANCE
    width, height = float(size.width), float(size.height)
    on = [-slack <= x <= width + slack and -slack <= y <= height + slack for x, y in points]
    if all(on):
        return [list(point) for point in points]
    if not any(on):
        raise Refused(f"{what}.outside", f"The {what} lies wholly outside the picture.")
    say(f"{what}.clamped", f"The {what} reached outside the picture; what was outside was moved to the edge.")
    return [
        list(point) if fits else [min(max(point[0], 0.0), width), min(max(point[1], 0.0), height)]
        for point, fits in zip(points, on, strict=True)
    ]


def _skeleton(raw: SkeletonGeometry, size: PartSize, template: SkeletonTemplate | None, say: Say) -> dict[str, Any]:
    there = [joint for joint in raw["points"] if joint["v"]]
    if not there:
        raise Refused("skeleton.empty", "No node of the skeleton is in the picture.")
    places = iter(_inside("skeleton", [[joint["x"], joint["y"]] for joint in there], size, say))
    points: list[dict[str, Any]] = []
    for joint in raw["points"]:
        x, y = next(places) if joint["v"] else (0.0, 0.0)
        points.append({"node": joint["node"], "x": x, "y": y, "v": joint["v"]})
    known = {joint["node"] for joint in raw["points"]}
    missing = [node.id for node in template.nodes if node.id not in known] if template else []
    if missing:
        say("skeleton.missing_node", "Nodes that the file does not name were taken as not in the picture.")
    return {"kind": "skeleton", "points": points + [{"node": node, "x": 0.0, "y": 0.0, "v": 0} for node in missing]}


def _mask(raw: MaskGeometry, size: PartSize, say: Say) -> dict[str, Any]:
    if raw["size"] != [size.height, size.width]:
        shape = " x ".join(map(str, raw["size"][::-1]))
        message = f"The mask is made for {shape} pixels; the picture has {size.width} x {size.height}."
        raise Refused("mask.size", message)
    try:
        tight = runs.bounds(runs.decoded(raw["counts"]), size.height)
    except runs.BadRuns as error:
        raise Refused("mask.malformed", f"The mask's run lengths cannot be read: the text {error}.") from error
    if tight is None:
        raise Refused("mask.empty", "The mask has no pixels.")
    return {"kind": "mask", "size": raw["size"], "counts": raw["counts"], "bbox": list(tight)}


def _rings(raw: Rings, size: PartSize, say: Say) -> Rings:
    if sum(len(ring) for piece in raw for ring in piece) > MAX_VERTICES:
        raise Refused("polygon.too_many", f"The polygon has more than {MAX_VERTICES} corners.")
    rings = _simple(_without_repeats(raw, say), say)
    if not any(plane.ring_area(piece[0]) for piece in rings):
        raise Refused("polygon.no_area", "The polygon has no area.")
    left, top, right, bottom = plane.bounds(rings)
    slack = plane.TOLERANCE
    if left < -slack or top < -slack or right > size.width + slack or bottom > size.height + slack:
        rings = plane.clipped(rings, size.width, size.height)
        if not rings:
            raise Refused("polygon.outside", "The polygon lies wholly outside the picture.")
        say("polygon.clipped", "The polygon reached outside the picture; it was cut at the edge.")
    return rings


def _without_repeats(raw: Rings, say: Say) -> Rings:
    rings = [[plane.without_repeats(ring) for ring in piece] for piece in raw]
    if any(len(ring) < 3 for piece in rings for ring in piece) or not all(rings) or not rings:
        raise Refused("polygon.no_area", "A ring of the polygon has fewer than three different corners.")
    if sum(len(ring) for piece in rings for ring in piece) < sum(len(ring) for piece in raw for ring in piece):
        say("polygon.repeats", "Corners that repeat their neighbour, or the first corner at the end, were dropped.")
    return rings


def _simple(rings: Rings, say: Say) -> Rings:
    result: Rings = []
    for piece in rings:
        if plane.is_simple([piece]):
            result.append(piece)
            continue
        pieces = plane.untangled(piece)
        if pieces is None:
            raise Refused("polygon.crosses", "The outline crosses itself, so it is not clear what it covers.")
        if not pieces:
            raise Refused("polygon.no_area", "The polygon has no area.")
        say("polygon.untangled", "The outline touched itself; it was taken apart without changing its area.")
        result.extend(pieces)
    return result
