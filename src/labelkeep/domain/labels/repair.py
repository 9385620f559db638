"""Turns what a reader found into a label that passes ``validation.check``; every repair and every refusal is said."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from labelkeep.core.ids import new_id
from labelkeep.domain.assets.formats import BoxGeometry, FoundClassification, FoundLabel, FoundObject, PolygonGeometry
from labelkeep.domain.labels import geometry as plane
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.kinds import MAX_VERTICES
from labelkeep.domain.labels.shapes import MAX_OBJECTS, Classification, Label, LabelObject, Source
from labelkeep.domain.labels.validation import check, object_problems
from labelkeep.domain.ontology.shapes import Ontology


@dataclass(frozen=True, slots=True)
class Remark:
    """What happened to one found object: its place in the file, a stable code, a sentence, and its foreign id."""

    at: str
    code: str
    message: str
    level: Literal["repaired", "refused"]
    object: str | None = None


@dataclass(frozen=True, slots=True)
class Repaired:
    """The label that could be kept, and what is to be said about it."""

    label: Label
    remarks: list[Remark]


class _Refused(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


_OBJECTS = TypeAdapter(list[LabelObject])
Say = Callable[[str, str], None]


def repair(found: FoundLabel, ontology: Ontology, part: UUID, size: PartSize, source: str) -> Repaired:
    """Build the label of one picture from what a reader found.

    Repaired, in words: a box that reaches outside is cut at the picture's edge, reversed corners are swapped, a
    closing point and equal neighbours are dropped, a polygon that reaches outside is cut, one that touches itself is
    taken apart when its area stays the same. Refused, in words: no area, wholly outside, a bow-tie, an unknown task,
    class, attribute or option, a missing required answer, an id twice, too much. ``source`` names the import.
    """
    remarks: list[Remark] = []
    origin = Source(kind="import", ref=source)
    drafts: list[_Draft] = []
    seen: set[UUID] = set()
    for one in found.objects:
        try:
            drafts.append(_draft(one, part, size, origin, seen))
        except _Refused as refused:
            remarks.append(Remark(one.at, refused.code, refused.message, "refused", one.foreign))
    objects = list(_kept(drafts, ontology, {part: size}, remarks))
    answers = list(_classifications(found.classifications, ontology, found.image, remarks))
    return Repaired(Label(objects=objects, classifications=answers), remarks)


@dataclass(slots=True)
class _Draft:
    """An object with repaired geometry that was not yet held against shapes and ontology."""

    one: FoundObject
    body: dict[str, Any]
    said: list[Remark]


def _draft(one: FoundObject, part: UUID, size: PartSize, origin: Source, seen: set[UUID]) -> _Draft:
    said: list[Remark] = []

    def say(code: str, message: str) -> None:
        said.append(Remark(one.at, code, message, "repaired", one.foreign))

    found_id = one.id or new_id()
    if found_id in seen:
        raise _Refused("object.duplicate_id", "Another object already has this id.")
    if len(seen) >= MAX_OBJECTS:
        raise _Refused("object.too_many", f"A picture can hold {MAX_OBJECTS} objects; this one is beyond that.")
    body = {
        "id": found_id,
        "task": one.task,
        "class": one.class_,
        "part": part,
        "page": one.page,
        "geometry": _geometry(one.geometry, size, say),
        "attributes": one.attributes,
        "z": one.z,
        "source": origin,
    }
    seen.add(found_id)
    return _Draft(one, body, said)


def _kept(
    drafts: list[_Draft], ontology: Ontology, parts: Mapping[UUID, PartSize], remarks: list[Remark]
) -> Iterable[LabelObject]:
    try:  # all at once is three times faster; one by one only when one of them is not well formed
        made: list[LabelObject | None] = [*_OBJECTS.validate_python([draft.body for draft in drafts])]
    except ValidationError:
        made = [_shaped(draft, remarks) for draft in drafts]
    for draft, found in zip(drafts, made, strict=True):
        if found is None:
            continue
        problems = object_problems(found, ontology, parts, "")
        if problems:
            first = problems[0]
            remarks.append(Remark(draft.one.at, first.code, first.message, "refused", draft.one.foreign))
            continue
        remarks.extend(draft.said)
        yield found


def _shaped(draft: _Draft, remarks: list[Remark]) -> LabelObject | None:
    try:
        return LabelObject.model_validate(draft.body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(str(step) for step in first["loc"])
        message = f"The object is not well formed: {where}: {first['msg']}."
        remarks.append(Remark(draft.one.at, "object.shape", message, "refused", draft.one.foreign))
        return None


def _geometry(raw: BoxGeometry | PolygonGeometry, size: PartSize, say: Say) -> dict[str, Any]:
    if raw["kind"] == "bbox":
        return _box(raw, size, say)
    return {"kind": "polygon", "rings": _rings(raw["rings"], size, say)}


def _box(raw: BoxGeometry, size: PartSize, say: Say) -> dict[str, Any]:
    x, y, w, h = raw["x"], raw["y"], raw["w"], raw["h"]
    if w < 0 or h < 0:
        x, y, w, h = min(x, x + w), min(y, y + h), abs(w), abs(h)
        say("box.reversed", "The corners were in reverse order; they were swapped.")
    if w == 0 or h == 0:
        raise _Refused("box.no_area", "The box has no area.")
    right, bottom, slack = x + w, y + h, plane.TOLERANCE
    if x >= size.width or y >= size.height or right <= 0 or bottom <= 0:
        raise _Refused("box.outside", "The box lies wholly outside the picture.")
    if x < -slack or y < -slack or right > size.width + slack or bottom > size.height + slack:
        x, y, right, bottom = max(x, 0.0), max(y, 0.0), min(right, float(size.width)), min(bottom, float(size.height))
        w, h = right - x, bottom - y
        say("box.clipped", "The box reached outside the picture; it was cut at the edge.")
    return {"kind": "bbox", "x": x, "y": y, "w": w, "h": h}


def _rings(raw: list[list[list[list[float]]]], size: PartSize, say: Say) -> list[list[list[list[float]]]]:
    if sum(len(ring) for piece in raw for ring in piece) > MAX_VERTICES:
        raise _Refused("polygon.too_many", f"The polygon has more than {MAX_VERTICES} corners.")
    rings = _simple(_without_repeats(raw, say), say)
    if not any(plane.ring_area(piece[0]) for piece in rings):
        raise _Refused("polygon.no_area", "The polygon has no area.")
    left, top, right, bottom = plane.bounds(rings)
    slack = plane.TOLERANCE
    if left < -slack or top < -slack or right > size.width + slack or bottom > size.height + slack:
        rings = plane.clipped(rings, size.width, size.height)
        if not rings:
            raise _Refused("polygon.outside", "The polygon lies wholly outside the picture.")
        say("polygon.clipped", "The polygon reached outside the picture; it was cut at the edge.")
    return rings


def _without_repeats(raw: list[list[list[list[float]]]], say: Say) -> list[list[list[list[float]]]]:
    rings = [[plane.without_repeats(ring) for ring in piece] for piece in raw]
    if any(len(ring) < 3 for piece in rings for ring in piece) or not all(rings) or not rings:
        raise _Refused("polygon.no_area", "A ring of the polygon has fewer than three different corners.")
    if sum(len(ring) for piece in rings for ring in piece) < sum(len(ring) for piece in raw for ring in piece):
        say("polygon.repeats", "Corners that repeat their neighbour, or the first corner at the end, were dropped.")
    return rings


def _simple(rings: list[list[list[list[float]]]], say: Say) -> list[list[list[list[float]]]]:
    result: list[list[list[list[float]]]] = []
    for piece in rings:
        if plane.is_simple([piece]):
            result.append(piece)
            continue
        pieces = plane.untangled(piece)
        if pieces is None:
            raise _Refused("polygon.crosses", "The outline crosses itself, so it is not clear what it covers.")
        if not pieces:
            raise _Refused("polygon.no_area", "The polygon has no area.")
        say("polygon.untangled", "The outline touched itself; it was taken apart without changing its area.")
        result.extend(pieces)
    return result


def _classifications(
    found: Iterable[FoundClassification], ontology: Ontology, image: str, remarks: list[Remark]
) -> Iterable[Classification]:
    for one in found:
        try:
            made = Classification.model_validate(
                {"id": one.id or new_id(), "task": one.task, "attributes": one.attributes}
            )
        except ValidationError:
            remarks.append(Remark(image, "classification.shape", "The answer is not well formed.", "refused"))
            continue
        problems = [wrong for wrong in check(Label(classifications=[made]), ontology, {}) if wrong.object == made.id]
        if problems:
            remarks.append(Remark(image, problems[0].code, problems[0].message, "refused"))
        else:
            yield made
