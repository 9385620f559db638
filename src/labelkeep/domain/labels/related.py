"""Whether the relations of a label fit the ontology and the objects that they join: pure rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from labelkeep.domain.labels.answers import wrong_answers
from labelkeep.domain.labels.shapes import Label, LabelObject, Relation
from labelkeep.domain.ontology.shapes import Ontology, RelationTask


@dataclass(frozen=True, slots=True)
class WrongRelation:
    """What is wrong with one relation: JSON pointer, stable code, sentence, its id."""

    at: str
    code: str
    message: str
    relation: UUID


def wrong_relations(label: Label, ontology: Ontology) -> Iterator[WrongRelation]:
    """Yield everything that keeps the relations of a label from being submitted."""
    objects = {found.id: found for found in label.objects}
    seen: set[UUID] = set()
    for number, relation in enumerate(label.relations):
        at = f"/relations/{number}"
        if relation.id in seen:
            yield WrongRelation(at + "/id", "relation.duplicate_id", "Two relations have the same id.", relation.id)
        seen.add(relation.id)
        yield from _ends(relation, objects, at)
        task = ontology.relation_tasks.get(relation.task)
        if task is None:
            message = f"There is no relation {relation.task} in this project. Delete it."
            yield WrongRelation(at + "/task", "relation.unknown_task", message, relation.id)
            continue
        if relation.type not in task.types_by_id:
            message = f"{task.label} has no type {relation.type}. Choose another."
            yield WrongRelation(at + "/type", "relation.unknown_type", message, relation.id)
        yield from _classes(relation, task, objects, at)
        for wrong in wrong_answers(relation.attributes, task.attributes_by_id, at):
            yield WrongRelation(wrong.at, wrong.code, wrong.message, relation.id)


def _ends(relation: Relation, objects: Mapping[UUID, LabelObject], at: str) -> Iterator[WrongRelation]:
    seen: set[UUID] = set()
    for side, ends in (("from", relation.from_), ("to", relation.to)):
        for number, end in enumerate(ends):
            here = f"{at}/{side}/{number}"
            if end not in objects:
                message = "The relation ends at an object that is not there. Join it to another object, or delete it."
                yield WrongRelation(here, "relation.unknown_object", message, relation.id)
            elif end in seen:
                message = "The relation names the same object twice. Take it out once."
                yield WrongRelation(here, "relation.same_object", message, relation.id)
            seen.add(end)


def _classes(
    relation: Relation, task: RelationTask, objects: Mapping[UUID, LabelObject], at: str
) -> Iterator[WrongRelation]:
    allowed = (task.from_, task.to)
    if not task.directed and _any_wrong(relation.from_, task.from_, objects):
        allowed = (task.to, task.from_)  # without a direction the two ends may stand either way round
    for side, ends, classes in (("from", relation.from_, allowed[0]), ("to", relation.to, allowed[1])):
        for number, end in enumerate(ends):
            if _any_wrong([end], classes, objects):
                found = objects[end]
                message = f"{task.label} cannot be {side} {found.task}/{found.class_}; choose another object."
                yield WrongRelation(f"{at}/{side}/{number}", "relation.class_not_allowed", message, relation.id)


def _any_wrong(ends: Sequence[UUID], classes: Sequence[str], objects: Mapping[UUID, LabelObject]) -> bool:
    found = (objects[end] for end in ends if end in objects)
    return any(f"{each.task}/{each.class_}" not in classes for each in found)
