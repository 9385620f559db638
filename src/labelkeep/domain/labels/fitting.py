"""Whether a geometry fits its picture: pure rules, one for each kind."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

from labelkeep.domain.labels import geometry as plane
from labelkeep.domain.labels import runs
from labelkeep.domain.labels.kinds import Bbox, Ellipse, Geometry, Mask, Point, Polygon, Polyline, Skeleton
from labelkeep.domain.ontology.shapes import SkeletonTemplate

Wrong = tuple[str, str]
"""Stable code, sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class PartSize:
    """Upright size of a part in pixels, and its number of pages."""

    width: int
    height: int
    pages: int = 1


def geometry_problem(geometry: Geometry, size: PartSize) -> Wrong | None:
    """Return (code, sentence) of what is wrong with a geometry on a picture of this size, or None."""
    if isinstance(geometry, Point):
        return _outside("point", [[geometry.x, geometry.y]], size)
    # the kind is a member of the union, so its rule takes exactly this geometry
    rule: Callable[[Any, PartSize], Wrong | None] = _RULES[geometry.kind]
    return rule(geometry, size)


def _outside(what: str, points: Iterable[Sequence[float]], size: PartSize) -> Wrong | None:
    slack = plane.TOLERANCE
    if all(-slack <= x <= size.width + slack and -slack <= y <= size.height + slack for x, y in points):
        return None
    return f"{what}.outside", f"The {what} reaches outside the picture. Move it inside."


def _box(box: Bbox, size: PartSize) -> Wrong | None:
    x, y, w, h = box.x, box.y, box.w, box.h
    if w <= 0 or h <= 0:
        return "box.no_area", "The box has no area. Draw it larger, or delete it."
    if box.rotation:
        return _centre("box", x + w / 2, y + h / 2, size)
    slack = plane.TOLERANCE
    if x < -slack or y < -slack or x + w > size.width + slack or y + h > size.height + slack:
        return "box.outside", "The box reaches outside the picture. Move its edges inside."
    return None


def _centre(what: str, x: float, y: float, size: PartSize) -> Wrong | None:
    """A turned shape may reach over the edge, because it cannot be cut there; its centre may not."""
    if _outside(what, [[x, y]], size) is None:
        return None
    return f"{what}.outside", f"The centre of the {what} is outside the picture. Move it inside."


def _ellipse(ellipse: Ellipse, size: PartSize) -> Wrong | None:
    if ellipse.rx <= 0 or ellipse.ry <= 0:
        return "ellipse.no_area", "The ellipse has no area. Draw it larger, or delete it."
    return _centre("ellipse", ellipse.cx, ellipse.cy, size)


def _polygon(polygon: Polygon, size: PartSize) -> Wrong | None:
    left, top, right, bottom = plane.bounds(polygon.rings)
    slack = plane.TOLERANCE
    if left < -slack or top < -slack or right > size.width + slack or bottom > size.height + slack:
        return "polygon.outside", "The polygon reaches outside the picture. Move its corners inside."
    if not plane.is_simple(polygon.rings):
        if plane.has_stray_hole(polygon.rings):
            return "polygon.hole_outside", "A hole reaches outside its outline. Move it inside, or delete it."
        return "polygon.crosses", "The outline crosses or touches itself. Move or delete a corner."
    if plane.area(polygon.rings) <= 0:
        return "polygon.no_area", "The polygon has no area. Draw it larger, or delete it."
    return None


def _polyline(line: Polyline, size: PartSize) -> Wrong | None:
    if all(point == line.points[0] for point in line.points):
        return "polyline.no_length", "The line has no length. Draw it longer, or delete it."
    if line.closed and len(plane.without_repeats(line.points)) < 3:
        return "polyline.closed_short", "A closed line needs three different points. Open it, or add a point."
    return _outside("polyline", line.points, size)


def _mask(mask: Mask, size: PartSize) -> Wrong | None:
    height, width = mask.size
    if (width, height) != (size.width, size.height):
        message = f"The mask is made for {width} x {height} pixels; the picture has {size.width} x {size.height}."
        return "mask.size", message + " Draw it again on this picture."
    try:
        lengths = runs.decoded(mask.counts)
    except runs.BadRuns as error:
        return "mask.malformed", f"The mask's run lengths cannot be read: the text {error}. Draw the mask again."
    covered = int(lengths.sum())
    if covered != width * height:
        message = f"The mask's runs cover {covered} pixels; the picture has {width * height}. Draw the mask again."
        return "mask.length", message
    tight = runs.bounds(lengths, height)
    if tight is None:
        return "mask.empty", "The mask has no pixels. Paint some, or delete it."
    if tight != tuple(mask.bbox):
        return "mask.bbox", f"The mask's bbox is not the tight one, which is {', '.join(map(str, tight))}."
    return None


def _skeleton(skeleton: Skeleton, size: PartSize) -> Wrong | None:
    seen = [[joint.x, joint.y] for joint in skeleton.points if joint.v]
    if not seen:
        return "skeleton.empty", "No node of the skeleton is in the picture. Place one, or delete it."
    return _outside("skeleton", seen, size)


_RULES: dict[str, Any] = {
    "bbox": _box, "ellipse": _ellipse, "polygon": _polygon, "polyline": _polyline, "skeleton": _skeleton,
    "mask": _mask,
}  # fmt: skip


def skeleton_problem(skeleton: Skeleton, template: SkeletonTemplate) -> Wrong | None:
    """Return what keeps a skeleton from having each node of its class once, or None."""
    seen: set[str] = set()
    for joint in skeleton.points:
        if joint.node not in template.nodes_by_id:
            return "skeleton.unknown_node", f"The class's skeleton has no node {joint.node}. Remove it."
        if joint.node in seen:
            return "skeleton.duplicate_node", f"The node {joint.node} is there twice. Keep one."
        seen.add(joint.node)
    missing = next((node for node in template.nodes if node.id not in seen), None)
    if missing:
        return "skeleton.missing_node", f"{missing.label} is missing. Place it, or say that it is not in the picture."
    return None


def corners(box: Bbox) -> list[list[float]]:
    """Return the four corners of a box, turned; clockwise from what is the top left one before turning."""
    cx, cy = box.x + box.w / 2, box.y + box.h / 2
    angle = radians(box.rotation)
    c, s = (cos(angle), sin(angle)) if box.rotation else (1.0, 0.0)
    half = ((-box.w / 2, -box.h / 2), (box.w / 2, -box.h / 2), (box.w / 2, box.h / 2), (-box.w / 2, box.h / 2))
    return [[cx + dx * c - dy * s, cy + dx * s + dy * c] for dx, dy in half]
