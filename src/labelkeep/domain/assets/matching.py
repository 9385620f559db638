"""Joins what files speak of with what the project speaks of: pure, by id first, then by the words people read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from labelkeep.domain.assets.formats import FoundClassification, FoundLabel, FoundObject
from labelkeep.domain.assets.intake import Remark
from labelkeep.domain.ontology.shapes import Attr, Class, ClassificationTask, GeometryKind, ObjectTask, Ontology, Task

_KEYS = "123456789"


def union(found: Sequence[Ontology]) -> Ontology:
    """Return one ontology with every task, class and attribute of all; of two with one id the first one stays."""
    tasks: dict[str, Task] = {}
    for ontology in found:
        for task in ontology.tasks:
            before = tasks.get(task.id)
            tasks[task.id] = task if before is None else _joined(before, task)
    return Ontology(tasks=[_with_keys(task) for task in tasks.values()])


def _joined(first: Task, second: Task) -> Task:
    if isinstance(first, ObjectTask) and isinstance(second, ObjectTask):
        classes = {found.id: found for found in first.classes}
        for found in second.classes:
            before = classes.get(found.id)
            attributes = _more(before.attributes if before else [], found.attributes)
            classes[found.id] = (before or found).model_copy(update={"attributes": attributes})
        more: list[GeometryKind] = [kind for kind in second.geometry if kind not in first.geometry]
        return ObjectTask(
            id=first.id,
            kind="object",
            label=first.label,
            geometry=[*first.geometry, *more],
            classes=_fresh(classes.values()),
        )
    if isinstance(first, ClassificationTask) and isinstance(second, ClassificationTask):
        attributes = _more(first.attributes, second.attributes)
        return ClassificationTask(id=first.id, kind="classification", label=first.label, attributes=attributes)
    return first


def _more(first: list[Attr], second: list[Attr]) -> list[Attr]:
    return list({attr.id: attr for attr in [*second, *first]}.values())


def _fresh(classes: Iterable[Class]) -> list[Class]:
    return [found.model_copy(update={"key": None}) for found in classes]


def _with_keys(task: Task) -> Task:
    if not isinstance(task, ObjectTask) or any(found.key for found in task.classes):
        return task
    keys = [*_KEYS[: len(task.classes)], *[None] * max(0, len(task.classes) - len(_KEYS))]
    classes = [found.model_copy(update={"key": key}) for found, key in zip(task.classes, keys, strict=True)]
    return task.model_copy(update={"classes": classes})


class Matching:
    """Says for each task and class of a file which one of the project it is."""

    def __init__(self, found: Ontology, ours: Ontology) -> None:
        self._ours = ours
        self._classes = dict(_classes(found, ours))
        self._tasks = dict(_questions(found, ours))

    def label(self, found: FoundLabel) -> tuple[FoundLabel, list[Remark]]:
        """Return the label in the project's words, with what had to be left out."""
        remarks: list[Remark] = []
        for one in found.objects:
            one.task, one.class_ = self._classes.get((one.task, one.class_), (one.task, one.class_))
            if one.attributes:
                self._object(found, one, remarks)
        if not found.classifications:
            return found, remarks
        return replace(
            found, classifications=[self._answer(found, one, remarks) for one in found.classifications]
        ), remarks

    def _object(self, found: FoundLabel, one: FoundObject, remarks: list[Remark]) -> None:
        task = self._ours.object_tasks.get(one.task)
        class_ = task.classes_by_id.get(one.class_) if task else None
        if class_ is not None:
            where = f"{found.image}, {one.at}"
            one.attributes = _known(one.attributes, class_.attributes_by_id, where, found.file, one.foreign, remarks)

    def _answer(self, found: FoundLabel, one: FoundClassification, remarks: list[Remark]) -> FoundClassification:
        ours = self._ours.classification_tasks.get(self._tasks.get(one.task, one.task))
        if ours is None:
            return one
        kept = _known(one.attributes, ours.attributes_by_id, found.image, found.file, None, remarks)
        return replace(one, task=ours.id, attributes=kept)


def _known(
    values: list[dict[str, Any]],
    asked: Mapping[str, Attr],
    at: str,
    file: str,
    object_: str | None,
    remarks: list[Remark],
) -> list[dict[str, Any]]:
    kept = [value for value in values if value.get("attr") in asked]
    for value in values:
        if value.get("attr") not in asked:
            message = f"{at}: this project does not ask for {value.get('attr')}; the answer was left out."
            remarks.append(Remark(file, "repaired", "attribute.dropped", message, object_))
    return kept


def _classes(found: Ontology, ours: Ontology) -> Iterable[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield (task, class) of the file to (task, class) of the project, where there is one."""
    for task in found.object_tasks.values():
        for class_ in task.classes:
            same = ours.object_tasks.get(task.id)
            if same is not None and class_.id in same.classes_by_id:
                yield (task.id, class_.id), (task.id, class_.id)
                continue
            for other in ours.object_tasks.values():
                match = other.classes_by_id.get(class_.id) or _by_words(other, class_.label)
                if match is not None:
                    yield (task.id, class_.id), (other.id, match.id)
                    break


def _by_words(task: ObjectTask, label: str) -> Class | None:
    wanted = label.strip().casefold()
    return next((found for found in task.classes if found.label.strip().casefold() == wanted), None)


def _questions(found: Ontology, ours: Ontology) -> Iterable[tuple[str, str]]:
    for task in found.classification_tasks.values():
        for other in ours.classification_tasks.values():
            if other.id == task.id or other.label.strip().casefold() == task.label.strip().casefold():
                yield task.id, other.id
                break
