"""Writes COCO object detection files, one per split, in one pass and with flat memory."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import orjson

from labelkeep.core.errors import Invalid
from labelkeep.domain.ontology.shapes import Attr, Ontology
from labelkeep.domain.releases.formats import ReleaseFacts, ReleaseItem, ReleasePart
from labelkeep.plugins.formats.parts.coco_shapes import category, shape
from labelkeep.plugins.formats.parts.coco_survey import SUPERCATEGORY

_CHUNK = 1 << 18
_EMPTY: dict[str, Any] = {"objects": [], "classifications": []}


def write(facts: ReleaseFacts, items: Iterable[ReleaseItem]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield ``annotations/instances_<split>.json`` for each split; ids are dense over the whole release, from 1.

    Assets without objects are kept. Counted in ``facts.losses``: holes of polygons, turned boxes and ellipses (written
    as polygons), lines and points (only their bounds are written), groups, relations, the nesting of attributes.
    """
    numbers = _Numbers(facts.ontology)
    done: set[str] = set()
    for split, group in groupby(items, key=lambda item: item.split or "all"):
        if split in done:
            raise Invalid("The assets of a release must come ordered by split.")
        done.add(split)
        yield f"annotations/instances_{split}.json", _file(facts, group, numbers)
    if not done:
        yield "annotations/instances_all.json", _file(facts, (), numbers)


class _Numbers:
    """Dense ids, and what the ontology says about each class."""

    def __init__(self, ontology: Ontology) -> None:
        self.image = 0
        self.annotation = 0
        pairs = [(task.id, found) for task in ontology.object_tasks.values() for found in task.classes]
        self.categories = {(task, found.id): number for number, (task, found) in enumerate(pairs, 1)}
        self.skeletons = {(task, found.id): found.skeleton for task, found in pairs}
        self.asked = {(task, found.id): found.attributes_by_id for task, found in pairs}
        self.questions = {task.id: task.attributes_by_id for task in ontology.classification_tasks.values()}
        self.rows = [
            {
                "id": number,
                "name": found.label,
                "supercategory": _above(found.description),
                "lk_id": f"{task}/{found.id}",
                **category(found.skeleton),
            }
            for number, (task, found) in enumerate(pairs, 1)
        ]


def _above(description: str | None) -> str:
    known = description is not None and description.startswith(SUPERCATEGORY)
    return description[len(SUPERCATEGORY) :] if known and description else ""


def _file(facts: ReleaseFacts, items: Iterable[ReleaseItem], numbers: _Numbers) -> Iterator[bytes]:
    # Annotations first: they are many and can go at once. The rows of images wait compressed, about 60 bytes each.
    images = _Packed()
    yield b'{"annotations":[\n'
    yield from _joined(row for item in items for row in _item(facts, item, numbers, images))
    yield b'\n],"images":[\n'
    yield from images.chunks()
    yield b'\n],"categories":' + orjson.dumps(numbers.rows)
    yield b',"licenses":[],"info":' + orjson.dumps(_info(facts)) + b"}\n"


def _info(facts: ReleaseFacts) -> dict[str, Any]:
    return {
        "description": f"{facts.project}: {facts.name}",
        "version": str(facts.number),
        "year": int(facts.created_at[:4]),
        "contributor": "",
        "url": "",
        "date_created": facts.created_at,
        "purpose": facts.purpose,
        "ontology_version": facts.ontology_version,
        "guideline_version": facts.guideline_version,
        "lossy": dict(sorted(facts.losses.items())),
    }


def _item(facts: ReleaseFacts, item: ReleaseItem, numbers: _Numbers, images: "_Packed") -> Iterator[bytes]:
    label = orjson.loads(item.label) if item.label else _EMPTY
    places: dict[tuple[str, int], int] = {}
    for part in item.parts:
        for page in range(part.pages):
            numbers.image += 1
            places[part.id, page] = numbers.image
            images.add(orjson.dumps(_image(facts, item, part, page, label["classifications"], numbers)))
    if label.get("relations"):
        facts.losses["relation"] += len(label["relations"])
    for found in label["objects"]:
        if found.get("group"):
            facts.losses["object.group"] += 1
        numbers.annotation += 1
        yield orjson.dumps(_annotation(facts, found, places[found["part"], found.get("page", 0)], numbers))


def _image(
    facts: ReleaseFacts,
    item: ReleaseItem,
    part: ReleasePart,
    page: int,
    answers: list[dict[str, Any]],
    numbers: _Numbers,
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": numbers.image,
        "width": part.width,
        "height": part.height,
        "file_name": item.name,
        "license": 0,
        "date_captured": "",
        "lk_id": item.id,
    }
    if len(item.parts) > 1 or part.pages > 1:
        row |= {"lk_part": part.id, "lk_page": page}
    attributes: dict[str, Any] = {}
    for answer in answers:
        if answer.get("part") in (None, part.id) and answer.get("page") in (None, page):
            asked = numbers.questions.get(answer["task"], {})
            attributes |= flat(answer["attributes"], asked, answer["task"] + "/", facts)
    return row | {"attributes": attributes} if attributes else row


def _annotation(facts: ReleaseFacts, found: dict[str, Any], image: int, numbers: _Numbers) -> dict[str, Any]:
    key = (found["task"], found["class"])
    number = numbers.categories.get(key)
    if number is None:
        raise Invalid(f"A label uses the class {key[0]}/{key[1]}, which the ontology of this release does not have.")
    attributes = flat(found["attributes"], numbers.asked[key], "", facts) if found.get("attributes") else {}
    return {
        "id": numbers.annotation,
        "image_id": image,
        "category_id": number,
        **shape(found["geometry"], numbers.skeletons[key], facts.losses),
        "iscrowd": int(attributes.pop("iscrowd", False) is True),
        "attributes": attributes,
        "lk_id": found["id"],
    }


def flat(values: list[dict[str, Any]], asked: Mapping[str, Attr], prefix: str, facts: ReleaseFacts) -> dict[str, Any]:
    """Return answers as one flat mapping: ``attribute`` or ``attribute/option/attribute`` to value or options."""
    result: dict[str, Any] = {}
    for value in values:
        key, attr = prefix + value["attr"], asked.get(value["attr"])
        options: list[dict[str, Any]] = value.get("options") or []
        chosen = [option["option"] for option in options]
        if attr is not None and attr.type in ("checklist", "ranking"):
            result[key] = chosen
        elif chosen or value.get("value") is not None:
            result[key] = chosen[0] if chosen else value["value"]
        for option in options:
            if option.get("attributes"):
                facts.losses["attribute.nesting"] += 1
                below = attr.options_by_id[option["option"]].attributes_by_id if attr else {}
                result |= flat(option["attributes"], below, f"{key}/{option['option']}/", facts)
    return result


class _Packed:
    """Rows that are written later, kept compressed in memory: never on a disk, where they would lie in clear."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(1)
        self._packed: list[bytes] = []
        self._first = True

    def add(self, row: bytes) -> None:
        self._packed.append(self._packer.compress(row if self._first else b",\n" + row))
        self._first = False

    def chunks(self) -> Iterator[bytes]:
        unpacker = zlib.decompressobj()
        for piece in (*filter(None, self._packed), self._packer.flush()):
            rest = piece
            while rest:
                yield unpacker.decompress(rest, _CHUNK)
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()


def _joined(rows: Iterable[bytes]) -> Iterator[bytes]:
    """Yield rows with commas between, in chunks of about 256 KiB."""
    waiting: list[bytes] = []
    size, lead = 0, b""
    for row in rows:
        waiting.append(row)
        size += len(row)
        if size > _CHUNK:
            yield lead + b",\n".join(waiting)
            waiting, size, lead = [], 0, b",\n"
    if waiting:
        yield lead + b",\n".join(waiting)
