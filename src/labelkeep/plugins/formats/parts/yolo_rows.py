"""One line of a YOLO label file. Boxes: ``class cx cy w h``; polygons: ``class x1 y1 x2 y2 ...``; all from 0 to 1."""

import re
from collections.abc import Container

from labelkeep.domain.assets.formats import FoundGeometry
from labelkeep.plugins.formats.parts.vocabulary import shown

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_CLASS = re.compile(r"\d{1,6}")
_SLACK = 1e-6
MAX_LINE = 4_000_000


class RefusedLine(Exception):
    """This line is not imported: stable code, sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def parse_line(line: str, size: tuple[int, int], classes: Container[int]) -> tuple[int, FoundGeometry]:
    """Return (class number, geometry in pixels) of a line for a picture of ``size``; raises ``RefusedLine``."""
    if len(line) > MAX_LINE:
        raise RefusedLine("yolo.long", "The line is too long.")
    fields = line.split()
    if not _CLASS.fullmatch(fields[0]) or int(fields[0]) not in classes:
        raise RefusedLine("yolo.class", f"There is no class {shown(fields[0], 40)}.")
    values = [_value(field) for field in fields[1:]]
    if len(values) == 4:
        return int(fields[0]), _box(values, size)
    if len(values) >= 6 and len(values) % 2 == 0:
        return int(fields[0]), _polygon(values, size)
    if len(values) == 5:
        raise RefusedLine("yolo.confidence", "The line has six numbers: predictions with a confidence are not labels.")
    message = f"The line has {len(fields)} numbers; a box has 5, a polygon 7 or a higher odd count."
    raise RefusedLine("yolo.count", message)


def _value(field: str) -> float:
    if not _NUMBER.fullmatch(field):
        raise RefusedLine("yolo.number", f"{shown(field, 40)} is not a finite number.")
    value = float(field)
    if not -_SLACK <= value <= 1 + _SLACK:
        raise RefusedLine("yolo.range", f"{shown(field, 40)} is not between 0 and 1.")
    return value


def _box(values: list[float], size: tuple[int, int]) -> FoundGeometry:
    cx, cy, w, h = values
    width, height = size
    return {"kind": "bbox", "x": (cx - w / 2) * width, "y": (cy - h / 2) * height, "w": w * width, "h": h * height}


def _polygon(values: list[float], size: tuple[int, int]) -> FoundGeometry:
    width, height = size
    points = [[x * width, y * height] for x, y in zip(values[::2], values[1::2], strict=True)]
    return {"kind": "polygon", "rings": [[points]]}
