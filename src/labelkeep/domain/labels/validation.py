"""Whether a label fits its pictures and its ontology: pure rules, the same for a submit, an import and a model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from labelkeep.domain.labels.answers import wrong_answers
from labelkeep.domain.labels.fitting import PartSize, geometry_problem, skeleton_problem
from labelkeep.domain.labels.kinds import Bbox, Geometry, Skeleton
from labelkeep.domain.labels.related import wrong_relations
from labelkeep.domain.labels.shapes import Classification, Label, LabelObject
from labelkeep.domain.ontology.shapes import Class, ObjectTask, Ontology


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a label is not right: ``at`` is a JSON pointer into it, ``code`` stable, ``message`` one sentence.

    ``object`` is the id of the object, answer or relation that it is about.
    """

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
    problems.extend(
        Problem(wrong.at, wrong.code, wrong.message, wrong.relation) for wrong in wrong_relations(label, ontology)
    )
    return problems


def retired(label: Label, ontology: Ontology) -> dict[tuple[UUID, str, str], Problem]:
    """Return by (id, task, class) the objects whose class is retired, each with what to say when it is a new one."""
    out = ontology.retired_classes
    if not out:
        return {}
    found: dict[tuple[UUID, str, str], Problem] = {}
    for number, each in enumerate(label.objects):
        one = out.get((each.task, each.class_))
        if one is not None:
            message = f"{one.label} is retired: no new objects of it are made. Choose another class."
            at = f"/objects/{number}/class"
            found[each.id, each.task, each.class_] = Problem(at, "object.class_retired", message, each.id)
    return found


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
    refused = _not_allowed(found.geometry, task)
    if refused:
        yield Problem(at + "/geometry", "object.geometry_not_allowed", refused, found.id)
    asked = task.classes_by_id.get(found.class_)
    if asked is None:
        yield Problem(
            at + "/class", "object.unknown_class", f"There is no class {found.class_} in {task.label}.", found.id
        )
        return
    wrong_joints = _joints(found, asked)
    if wrong_joints:
        yield Problem(at + "/geometry", *wrong_joints, found.id)
    if asked.attributes or found.attributes:
        for wrong in wrong_answers(found.attributes, asked.attributes_by_id, at):
            yield Problem(wrong.at, wrong.code, wrong.message, found.id)


def _not_allowed(geometry: Geometry, task: ObjectTask) -> str | None:
    if isinstance(geometry, Bbox):
        if "rbox" in task.geometry or ("bbox" in task.geometry and not geometry.rotation):
            return None
        if "bbox" in task.geometry:
            return f"{task.label} allows upright boxes only. Set the rotation to 0."
    if geometry.kind in task.geometry:
        return None
    return f"{task.label} does not allow the geometry {geometry.kind}. Draw it as {' or '.join(task.geometry)}."


def _joints(found: LabelObject, asked: Class) -> tuple[str, str] | None:
    if not isinstance(found.geometry, Skeleton):
        return None
    if asked.skeleton is None:
        return "skeleton.no_template", f"{asked.label} is not drawn as a skeleton. Choose another class."
    return skeleton_problem(found.geometry, asked.skeleton)


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
