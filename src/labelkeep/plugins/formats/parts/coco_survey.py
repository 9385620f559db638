"""The first pass over a COCO file: which pictures, classes and attributes it has, and which row belongs where.

It keeps about 30 bytes a row, whatever the size of the file.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

import numpy as np

from labelkeep.core.hashing import sha256
from labelkeep.core.jsonindex import Rows, index
from labelkeep.core.strictjson import bad
from labelkeep.domain.assets.formats import FoundProblem
from labelkeep.plugins.formats.parts.coco_rows import KNOWN, Row
from labelkeep.plugins.formats.parts.vocabulary import PICTURE, Vocabulary, clean, shown

MAX_BYTES = 4 << 30
SUPERCATEGORY = "COCO supercategory: "
NOBODY = -1
_FEW = 50


@dataclass(frozen=True, slots=True)
class Picture:
    """One row of ``images``."""

    foreign: str
    name: str
    declared: tuple[int, int] | None
    attributes: dict[str, Any]


@dataclass
class Survey:
    """What the first pass found in one file."""

    path: str
    rows: Rows
    pictures: list[Picture] = field(default_factory=list[Picture])
    classes: dict[Any, str] = field(default_factory=dict[Any, str])
    nodes: dict[Any, list[str]] = field(default_factory=dict[Any, list[str]])
    problems: list[FoundProblem] = field(default_factory=list[FoundProblem])
    owners: "array[int]" = field(default_factory=lambda: array("q"))
    ids: "array[int]" = field(default_factory=lambda: array("q"))
    _order: "np.ndarray[Any, Any] | None" = None

    def duplicates(self) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Return for each row whether an earlier row has its id."""
        ids = np.frombuffer(self.ids, dtype=np.int64)
        order = np.argsort(ids, kind="stable")
        twice = np.zeros(len(ids), dtype=bool)
        twice[order[1:]] = ids[order[1:]] == ids[order[:-1]]
        return twice

    def grouped(self) -> Iterator[tuple[int, list[int]]]:
        """Yield (number of the picture or ``NOBODY``, numbers of its rows in file order), pictures without rows too."""
        owners = np.frombuffer(self.owners, dtype=np.int64)
        order = np.argsort(owners, kind="stable")
        edges = np.searchsorted(owners[order], np.arange(-1, len(self.pictures) + 1))
        for number in range(len(edges) - 1):
            yield number - 1, order[edges[number] : edges[number + 1]].tolist()

    def say(self, code: str, message: str, at: str | None = None, refused: bool = False) -> None:
        """Add a remark about the file; only the first ones of a flood are kept."""
        if len(self.problems) < _FEW * 20:
            self.problems.append(FoundProblem(self.path, at, code, message, "refused" if refused else "warning"))


def survey(path: str, stream: BinaryIO, vocabulary: Vocabulary) -> Survey:
    """Read a COCO file once. Raises ``BadJson`` when it is not JSON or not COCO."""
    members = index(stream, max_bytes=MAX_BYTES)
    rows = members.get("annotations", Rows.empty(stream))
    images = members.get("images")
    if not isinstance(images, Rows) or not isinstance(rows, Rows):
        raise bad("shape", "This is not a COCO file: it has no list of images.")
    found = Survey(path, rows)
    numbers = _pictures(images, found, vocabulary)
    _categories(members.get("categories"), found, vocabulary)
    _annotations(numbers, found, vocabulary)
    return found


def _pictures(images: Rows, found: Survey, vocabulary: Vocabulary) -> dict[Any, int]:
    numbers: dict[Any, int] = {}
    for first, batch in images.batches():
        for number, row in enumerate(batch, first):
            if not isinstance(row, dict) or hashable(cast("Row", row).get("id")) is None:
                found.say("coco.image", "An entry of images has no id.", f"images/{number}", refused=True)
                continue
            picture = _picture(cast("Row", row))
            if row["id"] in numbers:
                message = f"The image id {shown(picture.foreign)} is there twice; the first one is used."
                found.say("coco.duplicate_image", message, f"images/{number}", refused=True)
                continue
            numbers[row["id"]] = len(found.pictures)
            found.pictures.append(picture)
            for key, value in picture.attributes.items():
                vocabulary.note(PICTURE, key, value)
    return numbers


def _picture(row: Row) -> Picture:
    name, size, attributes = row.get("file_name"), (row.get("width"), row.get("height")), row.get("attributes")
    declared = cast("tuple[int, int]", size) if all(type(edge) is int for edge in size) else None
    return Picture(
        foreign=clean(str(row["id"])[:200], 200),
        name=name if isinstance(name, str) else "",
        declared=declared,
        attributes=cast("dict[str, Any]", attributes) if isinstance(attributes, dict) else {},
    )


def _categories(categories: Any, found: Survey, vocabulary: Vocabulary) -> None:
    if not isinstance(categories, Rows):
        return
    names: set[str] = set()
    for first, batch in categories.batches():
        for number, row in enumerate(batch, first):
            _category(row, f"categories/{number}", names, found, vocabulary)


def _category(row: Any, at: str, names: set[str], found: Survey, vocabulary: Vocabulary) -> None:
    category = cast("Row", row) if isinstance(row, dict) else {}
    key = hashable(category.get("id"))
    if key is None or key in found.classes:
        found.say("coco.category", "An entry of categories has no id of its own.", at, refused=True)
        return
    name = category.get("name")
    name = name if isinstance(name, str) else ""
    if name in names:
        found.say("coco.same_name", f"Two categories are named {shown(name)}; they became one class.", at)
    if not name.strip() or len(name) > 200:
        found.say(
            "coco.class_name", f"The category name {shown(name)!r} is empty or longer than 200; it was changed.", at
        )
    names.add(name)
    above = category.get("supercategory")
    note = SUPERCATEGORY + above[:200] if isinstance(above, str) and above else None
    slug = vocabulary.add_class(name, note)
    if slug is None:
        found.say("coco.too_many_classes", "There are more classes than a project can hold.", at, refused=True)
    else:
        found.classes[key] = slug
        found.nodes[key] = _skeleton(category, slug, at, found, vocabulary)


def _skeleton(category: Row, slug: str, at: str, found: Survey, vocabulary: Vocabulary) -> list[str]:
    """Return the node ids of a category's keypoints, in their order; none when it has none that can be used."""
    names: Any = category.get("keypoints")
    pairs: Any = category.get("skeleton") or []
    if not isinstance(names, list) or not names:
        return []
    try:
        return vocabulary.add_skeleton(slug, cast("list[Any]", names), pairs)
    except (TypeError, ValueError):
        message = f"The keypoints of {shown(category.get('name'))} are not a list of names with pairs of numbers."
        found.say("coco.keypoints", message, at, refused=True)
        return []


def _annotations(numbers: dict[Any, int], found: Survey, vocabulary: Vocabulary) -> None:
    unknown: set[str] = set()
    for first, batch in found.rows.batches():
        for number, row in enumerate(cast("list[Row]", batch), first):
            if type(row) is not dict:
                raise bad("row", f"annotations/{number} is not an object.")
            found.owners.append(numbers.get(hashable(row.get("image_id")), NOBODY))
            found.ids.append(_id_key(row.get("id"), number))
            if row.get("segmentation"):
                vocabulary.polygons = vocabulary.polygons or isinstance(row["segmentation"], list)
                vocabulary.masks = vocabulary.masks or isinstance(row["segmentation"], dict)
            elif row.get("lk_kind"):
                pass
            elif row.get("bbox"):
                vocabulary.boxes = True
            if row.get("attributes") or row.get("iscrowd"):
                _attributes(row, found, vocabulary)
            if len(unknown) < _FEW and not row.keys() <= KNOWN:
                unknown |= row.keys() - KNOWN
    for key in sorted(unknown)[:_FEW]:
        found.say("coco.unknown_field", f"The field {shown(key)} of annotations is not known; it was not imported.")


def _attributes(row: Row, found: Survey, vocabulary: Vocabulary) -> None:
    owner = found.classes.get(hashable(row.get("category_id")))
    if owner is None:
        return
    for key, value in attributes_of(row).items():
        if not vocabulary.note(owner, key, value):
            message = (
                f"The attribute {shown(key)} is not text, a number or a yes/no, or there are too many; it was left out."
            )
            found.say("coco.attribute", message, shown(row.get("id")))


def attributes_of(row: Row) -> dict[str, Any]:
    """Return the attributes of an annotation; ``iscrowd`` is one of them when it is set."""
    given = row.get("attributes")
    found = dict(cast("dict[str, Any]", given)) if isinstance(given, dict) else {}
    if row.get("iscrowd"):
        found["iscrowd"] = True
    return found


def hashable(value: Any) -> Any:
    """Return an id that can be a key: a number or a text; None for anything else."""
    return value if type(value) in (int, str, float) else None


def _id_key(value: Any, number: int) -> int:
    if type(value) is int and abs(value) < 1 << 61:
        return value
    if value is None:  # no id can be no duplicate
        return -(1 << 62) - number
    digest = sha256(repr(value).encode("utf-8", "surrogatepass"))
    return (1 << 62) + int.from_bytes(digest[:7], "big")
