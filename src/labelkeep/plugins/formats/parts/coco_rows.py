"""One COCO annotation row: what it says, or why it is refused. https://cocodataset.org/#format-data."""

import math
from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from labelkeep.domain.assets.formats import FoundGeometry, JointGeometry
from labelkeep.domain.labels.kinds import MAX_COUNTS
from labelkeep.domain.labels.runs import encoded

_MOST_RUNS = 1_000_000

KNOWN = frozenset({
    "id", "image_id", "category_id", "bbox", "area", "segmentation", "iscrowd", "keypoints", "num_keypoints",
    "attributes", "caption", "segments_info", "file_name", "lk_id", "lk_kind",
})  # fmt: skip
Row = dict[str, Any]


class RefusedRow(Exception):
    """This annotation is not imported: stable code, sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def geometry_of(row: Row) -> FoundGeometry:
    """Return the mask or polygon of a row, or its box when it has neither; raises ``RefusedRow``."""
    if row.get("lk_kind") in ("polyline", "point"):
        raise RefusedRow("coco.lost_kind", "COCO cannot hold lines and points; import the JSON Lines release instead.")
    segmentation = row.get("segmentation")
    if isinstance(segmentation, dict):
        return _mask(cast("Row", segmentation))
    if isinstance(segmentation, list) and segmentation:
        return {"kind": "polygon", "rings": [[_ring(piece)] for piece in cast("list[Any]", segmentation)]}
    if segmentation not in (None, [], ""):
        raise RefusedRow("coco.segmentation", "The segmentation is neither a list of polygons nor a mask.")
    if row.get("bbox") is None:
        raise RefusedRow(*_without_geometry(row))
    return _box(row["bbox"])


def keypoints_of(row: Row, nodes: Sequence[str]) -> FoundGeometry | None:
    """Return the skeleton of a row whose category has these nodes; None without a keypoint; raises ``RefusedRow``."""
    flat = row.get("keypoints")
    if not isinstance(flat, list) or not any(cast("list[Any]", flat)):
        return None
    values = cast("list[Any]", flat)
    if not nodes or len(values) != 3 * len(nodes):
        message = (
            f"The category has {len(nodes)} keypoints, so the row needs {3 * len(nodes)} numbers; it has {len(values)}."
        )
        raise RefusedRow("coco.keypoints", message)
    points: list[JointGeometry] = []
    for node, x, y, v in zip(nodes, values[::3], values[1::3], values[2::3], strict=True):
        if v not in (0, 1, 2):
            raise RefusedRow("coco.keypoints", "The visibility of a keypoint is not 0, 1 or 2.")
        points.append({"node": node, "x": number(x), "y": number(y), "v": int(v)})
    return {"kind": "skeleton", "points": points}


def _mask(given: Row) -> FoundGeometry:
    size, counts = given.get("size"), given.get("counts")
    if not isinstance(size, list) or [type(edge) for edge in cast("list[Any]", size)] != [int, int]:
        raise RefusedRow("coco.mask", "The mask has no size of two whole numbers.")
    if isinstance(counts, list):
        lengths = cast("list[Any]", counts)
        if len(lengths) > _MOST_RUNS or not all(type(run) is int and 0 <= run < 1 << 40 for run in lengths):
            raise RefusedRow("coco.mask", "The run lengths of the mask are not whole numbers, or too many.")
        counts = encoded(np.array(lengths, dtype=np.int64))
    if not isinstance(counts, str) or len(counts) > MAX_COUNTS or not counts.isascii():
        raise RefusedRow("coco.mask", "The run lengths of the mask are missing or too long.")
    return {"kind": "mask", "size": cast("list[int]", size), "counts": counts}


def _box(bbox: Any) -> FoundGeometry:
    if not isinstance(bbox, list) or len(cast("list[Any]", bbox)) != 4:
        raise RefusedRow("coco.bbox", "The bbox is not a list of four numbers.")
    x, y, w, h = cast("list[Any]", bbox)
    return {"kind": "bbox", "x": number(x), "y": number(y), "w": number(w), "h": number(h)}


def _ring(flat: Any) -> list[list[float]]:
    if not isinstance(flat, list):
        raise RefusedRow("coco.segmentation", "A piece of the segmentation is not a list of numbers.")
    numbers = [number(value) for value in cast("list[Any]", flat)]
    if len(numbers) < 6 or len(numbers) % 2:
        raise RefusedRow(
            "coco.segmentation", f"A polygon needs at least three x,y pairs; this one has {len(numbers)} numbers."
        )
    return [[x, y] for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


def number(value: Any) -> float:
    """Return a coordinate exactly as given; raises ``RefusedRow`` for what is not a finite number."""
    if type(value) is float and math.isfinite(value):
        return value
    if type(value) is int and abs(value) < 1 << 53:
        return value
    if isinstance(value, float | int) and not isinstance(value, bool):
        raise RefusedRow("number.not_finite", "A coordinate is not a finite number (NaN, infinite or far too large).")
    raise RefusedRow("number.wrong_type", "A coordinate is not a number.")


def _without_geometry(row: Row) -> tuple[str, str]:
    if "caption" in row:
        return "coco.caption", "Captions cannot be imported yet; they come with a later version."
    if "segments_info" in row:
        return "coco.panoptic", "Panoptic segments cannot be imported yet; they come with a later version."
    return "coco.no_geometry", "The annotation has neither a bbox nor a polygon."
