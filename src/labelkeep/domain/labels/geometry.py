"""Exact plane geometry of boxes and polygons, in pixels."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, cast

from shapely import Polygon, box, make_valid, union_all
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

Points = Sequence[Sequence[float]]
Rings = Sequence[Sequence[Points]]
"""Pieces of rings: the first ring of a piece is its outer one, the others are holes."""
PlainRings = list[list[list[list[float]]]]

TOLERANCE = 1e-6
"""How many pixels a coordinate may lie outside its picture: what floating point loses on the way."""
_SAME_AREA = 1e-9


def ring_area(points: Points) -> float:
    """Return the area inside an open ring in square pixels by the shoelace formula (self-crossing rings cancel out)."""
    ax, ay = points[0]
    total = 0.0
    for (bx, by), (cx, cy) in pairwise(points[1:]):
        total += (bx - ax) * (cy - ay) - (cx - ax) * (
            by - ay
        )  # relative to the first point: keeps precision far from 0
    return abs(total) / 2


def area(rings: Rings) -> float:
    """Return the area of a polygon: holes do not count, overlapping pieces count once."""
    if len(rings) == 1:
        return ring_area(rings[0][0]) - sum(ring_area(hole) for hole in rings[0][1:])
    return float(union_all([Polygon(piece[0], piece[1:]) for piece in rings]).area)


def bounds(rings: Rings) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom) of the outer rings."""
    xs = [point[0] for piece in rings for point in piece[0]]
    ys = [point[1] for piece in rings for point in piece[0]]
    return min(xs), min(ys), max(xs), max(ys)


def is_simple(rings: Rings) -> bool:
    """Say whether every piece is a valid polygon: no ring crosses or touches itself along a line, holes lie inside."""
    return all(Polygon(piece[0], piece[1:]).is_valid for piece in rings)


def has_stray_hole(rings: Rings) -> bool:
    """Say whether a hole of otherwise sound rings does not lie inside its outer ring."""
    for piece in rings:
        loops = [Polygon(ring) for ring in piece]
        if all(loop.is_valid for loop in loops) and not all(loops[0].covers(hole) for hole in loops[1:]):
            return True
    return False


def without_repeats(points: Points) -> list[list[float]]:
    """Return an open ring: neighbours that are equal and a closing point that repeats the first are dropped."""
    kept: list[list[float]] = []
    for point in points:
        if not kept or kept[-1] != point:
            kept.append(list(point))
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def untangled(piece: Sequence[Points]) -> PlainRings | None:
    """Return a self-touching piece as valid pieces of the same area, or None when that would change what it covers.

    A piece without any area gives no pieces. A ring with a spur or a doubled edge keeps its area. A bow-tie does not:
    which of its two readings was meant nobody can know, so it is not guessed.
    """
    signed = ring_area(piece[0]) - sum(ring_area(hole) for hole in piece[1:])
    try:
        repaired = make_valid(Polygon(piece[0], piece[1:]))
    except (GEOSException, ValueError):
        return None
    polygons = _polygons(repaired)
    if polygons and abs(repaired.area - signed) > _SAME_AREA * max(1.0, signed):
        return None
    return [_plain(polygon) for polygon in polygons]


def clipped(rings: Rings, width: float, height: float) -> PlainRings:
    """Return the part of a valid polygon that lies on the picture; empty when none does."""
    frame = box(0, 0, width, height)
    pieces: PlainRings = []
    for piece in rings:
        inside = frame.intersection(Polygon(piece[0], piece[1:]))
        pieces.extend(_plain(polygon) for polygon in _polygons(inside))
    return pieces


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [geometry] if geometry.area > 0 else []
    if isinstance(geometry, BaseMultipartGeometry):
        parts = cast("list[BaseGeometry]", list(cast("Any", geometry).geoms))
        return [polygon for part in parts for polygon in _polygons(part)]
    return []


def _plain(polygon: Polygon) -> list[list[list[float]]]:
    return [[[x, y] for x, y in ring.coords[:-1]] for ring in (polygon.exterior, *polygon.interiors)]
