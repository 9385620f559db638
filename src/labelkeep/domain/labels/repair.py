"""Turns what a reader found into a label that passes ``validation.check``; every repair and every refusal is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from labelkeep.core.ids import new_id
from labelkeep.domain.assets.formats import FoundLabel, FoundObject
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.mending import Refused, mended
from labelkeep.domain.labels.related import wrong_relations
from labelkeep.domain.labels.shapes import MAX_OBJECTS, Classification, Label, LabelObject, Relation, Source
from labelkeep.domain.labels.validation import Problem, check, object_problems
from labelkeep.domain.ontology.shapes import Ontology, SkeletonTemplate


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


_OBJECTS = TypeAdapter(list[LabelObject])


def repair(
    found: FoundLabel,
    ontology: Ontology,
    part: UUID,
    size: PartSize,
    source: str,
    beside: Mapping[UUID, PartSize] | None = None,
) -> Repaired:
    """Build the label of one picture from what a reader found, or of all that are its asset's parts (``beside``).

    Repaired, in words: a box that reaches outside is cut at the picture's edge, reversed corners are swapped, a
    closing point and equal neighbours are dropped, a polygon that reaches outside is cut, one that touches itself is
    taken apart when its area stays the same, points outside are moved to the edge, angles are brought into one turn,
    a mask's bbox is made anew, unnamed nodes of a skeleton count as not in the picture. Refused, in words: no area,
    wholly outside, a bow-tie, an unknown task, class, attribute or option, a retired class, a missing required
    answer, an id twice, a relation without its ends, too much. ``source`` names the import.
    """
    remarks: list[Remark] = []
    parts = {**(beside or {}), part: size}
    origin = Source(kind="import", ref=source)
    drafts: list[_Draft] = []
    seen: set[UUID] = set()
    templates = {(task.id, one.id): one.skeleton for task in ontology.object_tasks.values() for one in task.classes}
    for one in found.objects:
        try:
            on = one.part or part
            geometry = _Geometry(on, _size(parts, on), templates.get((one.task, one.class_)))
            drafts.append(_draft(one, geometry, origin, seen))
        except Refused as refused:
            remarks.append(Remark(one.at, refused.code, refused.message, "refused", one.foreign))
    objects = list(_kept(drafts, ontology, parts, remarks))
    answers = list(_classifications(found, ontology, part, parts, remarks))
    label = Label(objects=objects, classifications=answers)
    return Repaired(_with_relations(label, found, ontology, remarks), remarks)


def _size(parts: Mapping[UUID, PartSize], part: UUID) -> PartSize:
    if part not in parts:
        raise Refused("object.unknown_part", "The object's picture is not part of this asset.")
    return parts[part]


@dataclass(frozen=True, slots=True)
class _Geometry:
    """What a geometry is held against."""

    part: UUID
    size: PartSize
    template: SkeletonTemplate | None


@dataclass(slots=True)
class _Draft:
    """An object with repaired geometry that was not yet held against shapes and ontology."""

    one: FoundObject
    body: dict[str, Any]
    said: list[Remark]


def _draft(one: FoundObject, held: _Geometry, origin: Source, seen: set[UUID]) -> _Draft:
    said: list[Remark] = []

    def say(code: str, message: str) -> None:
        said.append(Remark(one.at, code, message, "repaired", one.foreign))

    found_id = one.id or new_id()
    if found_id in seen:
        raise Refused("object.duplicate_id", "Another object already has this id.")
    if len(seen) >= MAX_OBJECTS:
        raise Refused("object.too_many", f"A picture can hold {MAX_OBJECTS} objects; this one is beyond that.")
    body = {
        "id": found_id,
        "task": one.task,
        "class": one.class_,
        "part": held.part,
        "page": one.page,
        "geometry": mended(one.geometry, held.size, held.template, say),
        "attributes": one.attributes,
        "z": one.z,
        "group": one.group,
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
        if (found.task, found.class_) in ontology.retired_classes:
            problems.append(Problem("/class", "object.class_retired", "The class is retired.", found.id))
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


def _classifications(
    found: FoundLabel, ontology: Ontology, part: UUID, parts: Mapping[UUID, PartSize], remarks: list[Remark]
) -> Iterable[Classification]:
    for one in found.classifications:
        about = {"part": (one.part or part) if one.of_part else None, "page": one.page}
        try:
            made = Classification.model_validate(
                {"id": one.id or new_id(), "task": one.task, "attributes": one.attributes, **about}
            )
        except ValidationError:
            remarks.append(Remark(found.image, "classification.shape", "The answer is not well formed.", "refused"))
            continue
        problems = [wrong for wrong in check(Label(classifications=[made]), ontology, parts) if wrong.object == made.id]
        if problems:
            remarks.append(Remark(found.image, problems[0].code, problems[0].message, "refused"))
        else:
            yield made


def _with_relations(label: Label, found: FoundLabel, ontology: Ontology, remarks: list[Remark]) -> Label:
    made: list[Relation] = []
    for raw in found.relations:
        try:
            made.append(Relation.model_validate(raw))
        except ValidationError:
            remarks.append(Remark(found.image, "relation.shape", "The relation is not well formed.", "refused"))
    if not made:
        return label
    whole = label.model_copy(update={"relations": made})
    wrong = {each.relation: each for each in wrong_relations(whole, ontology)}
    remarks += [Remark(found.image, each.code, each.message, "refused", str(key)) for key, each in wrong.items()]
    return whole.model_copy(update={"relations": [each for each in made if each.id not in wrong]})
