"""Whether a label fits its pictures and its ontology: pure rules, the same for a submit, an import and a model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from labelkeep.domain.labels import geometry as plane
from labelkeep.domain.labels.answers import wrong_answers
from labelkeep.domain.labels.shapes import Bbox, Classification, Label, LabelObject, Polygon
from labelkeep.domain.ontology.shapes import Ontology


@dataclass(frozen=True, slots=True)
class PartSize:
    """Upright size of a part in pixels, and its number of pages."""

    width: int
    height: int
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a label is not right: ``at`` is a JSON pointer into it, ``code`` stable, ``message`` one sentence."""

    at: str
    code: str
    message: str
    object: UUID | None = None
    level: Literal["error", "warning"] = "error"


def check(label: Label, ontology: Ontology, parts: Mapping[UUID, PartSize]) -> list[Problem]:
    """Return everything that keeps a label from being submitted (``error``) or is worth a look (``warning``)."""
    problems: list[Problem] = []
    seen: set[UUID] = set()
    for number, found in enumerate(label.objects):
        at = f"/objects/{number}"
        if found.id in seen:
            problems.append(Problem(at + "/id", "object.duplicate_id", "Two objects have the same id.", found.id))
        seen.add(found.id)
        problems.extend(object_problems(found, ontology, parts, at))
    problems.extend(_classification_problems(label.classifications, ontology, parts))
    return problems


def object_problems(found: LabelObject, ontology: Ontology, parts: Mapping[UUID, PartSize], at: str) -> list[Problem]:
    """Return what is wrong with one object; ``at`` is its JSON pointer."""
    problems = list(_meaning(found, ontology, at))
    size = parts.get(found.part)
    if size is None:
        problems.append(
            Problem(
                at + "/part",
                "object.unknown_part",
                "The object's picture is not part of this asset.",
                found.id,
            )
        )
        return problems
    if found.page >= size.pages:
        problems.append(
            Problem(
                at + "/page",
                "object.unknown_page",
                f"Page {found.page + 1} does not exist; there are {size.pages}.",
                found.id,
            )
        )
    wrong = geometry_problem(found.geometry, size)
    if wrong:
        problems.append(Problem(at + "/geometry", wrong[0], wrong[1], found.id))
    return problems


def _meaning(found: LabelObject, ontology: Ontology, at: str) -> Iterator[Problem]:
    task = ontology.object_tasks.get(found.task)
    if task is None:
        yield Problem(at + "/task", "object.unknown_task", f"There is no drawing task {found.task}.", found.id)
        return
    if found.geometry.kind not in task.geometry:
        message = f"{task.label} does not allow the geometry {found.geometry.kind}."
        yield Problem(at + "/geometry", "object.geometry_not_allowed", message, found.id)
    asked = task.classes_by_id.get(found.class_)
    if asked is None:
        yield Problem(
            at + "/class", "object.unknown_class", f"There is no class {found.class_} in {task.label}.", found.id
        )
    elif asked.attributes or found.attributes:
        for wrong in wrong_answers(found.attributes, asked.attributes_by_id, at):
            yield Problem(wrong.at, wrong.code, wrong.message, found.id)


def geometry_problem(geometry: Bbox | Polygon, size: PartSize) -> tuple[str, str] | None:
    """Return (code, sentence) of what is wrong with a geometry on a picture of this size, or None."""
    if isinstance(geometry, Bbox):
        return _box_problem(geometry, size)
    return _polygon_problem(geometry, size)


def _box_problem(box: Bbox, size: PartSize) -> tuple[str, str] | None:
    x, y, w, h = box.x, box.y, box.w, box.h
    if w <= 0 or h <= 0:
        return "box.no_area", "The box has no area."
    slack = plane.TOLERANCE
    if x < -slack or y < -slack or x + w > size.width + slack or y + h > size.height + slack:
        return "box.outside", "The box reaches outside the picture."
    return None


def _polygon_problem(polygon: Polygon, size: PartSize) -> tuple[str, str] | None:
    left, top, right, bottom = plane.bounds(polygon.rings)
    slack = plane.TOLERANCE
    if left < -slack or top < -slack or right > size.width + slack or bottom > size.height + slack:
        return "polygon.outside", "The polygon reaches outside the picture."
    if not plane.is_simple(polygon.rings):
        return "polygon.crosses", "The outline crosses or touches itself. Move or delete a corner."
    if plane.area(polygon.rings) <= 0:
        return "polygon.no_area", "The polygon has no area."
    return None


def _classification_problems(
    found: Sequence[Classification], ontology: Ontology, parts: Mapping[UUID, PartSize]
) -> Iterator[Problem]:
    seen: set[tuple[str, UUID | None, int | None]] = set()
    ids: set[UUID] = set()
    for number, answer in enumerate(found):
        at = f"/classifications/{number}"
        key = (answer.task, answer.part, answer.page)
        if key in seen or answer.id in ids:
            yield Problem(at, "classification.duplicate", "The same question is answered twice.", answer.id)
        seen.add(key)
        ids.add(answer.id)
        yield from _one_classification(answer, ontology, parts, at)
    answered = {answer.task for answer in found}
    for task in ontology.classification_tasks.values():
        if task.id not in answered and any(attr.required for attr in task.attributes):
            yield Problem("/classifications", "classification.missing", f"{task.label} is not answered yet.")


def _one_classification(
    answer: Classification, ontology: Ontology, parts: Mapping[UUID, PartSize], at: str
) -> Iterator[Problem]:
    task = ontology.classification_tasks.get(answer.task)
    if task is None:
        yield Problem(at + "/task", "classification.unknown_task", f"There is no question {answer.task}.", answer.id)
        return
    size = parts.get(answer.part) if answer.part else None
    if answer.part is not None and size is None:
        yield Problem(
            at + "/part",
            "classification.unknown_part",
            "The answer's picture is not part of this asset.",
            answer.id,
        )
    elif answer.page is not None and (size is None or answer.page >= size.pages):
        yield Problem(
            at + "/page", "classification.unknown_page", "The answer is about a page that does not exist.", answer.id
        )
    for wrong in wrong_answers(answer.attributes, task.attributes_by_id, at):
        yield Problem(wrong.at, wrong.code, wrong.message, answer.id)
