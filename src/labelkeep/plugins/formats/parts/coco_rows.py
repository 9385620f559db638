"""One COCO annotation row: what it says, or why it is refused. https://cocodataset.org/#format-data."""

import math
from typing import Any, cast

from labelkeep.domain.assets.formats import FoundGeometry

KNOWN = frozenset({
    "id", "image_id", "category_id", "bbox", "area", "segmentation", "iscrowd", "keypoints", "num_keypoints",
    "attributes", "caption", "segments_info", "file_name", "lk_id",
})  # fmt: skip
Row = dict[str, Any]


class RefusedRow(Exception):
    """This annotation is not imported: stable code, sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def geometry_of(row: Row) -> FoundGeometry:
    """Return the polygon of a row, or its box when it has no polygon; raises ``RefusedRow``."""
    segmentation = row.get("segmentation")
    if isinstance(segmentation, dict):
        raise RefusedRow(
            "coco.mask", "Masks (run-length encoded) cannot be imported yet; they come with a later version."
        )
    if isinstance(segmentation, list) and segmentation:
        return {"kind": "polygon", "rings": [[_ring(piece)] for piece in cast("list[Any]", segmentation)]}
    if segmentation not in (None, [], ""):
        raise RefusedRow("coco.segmentation", "The segmentation is neither a list of polygons nor a mask.")
    if row.get("bbox") is None:
        raise RefusedRow(*_without_geometry(row))
    return _box(row["bbox"])


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
