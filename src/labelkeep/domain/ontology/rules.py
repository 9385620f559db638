"""Which ontology may replace another while labels exist, and an ontology in one sentence."""

from collections.abc import Iterator

from labelkeep.domain.ontology.shapes import Attr, Class, ClassificationTask, ObjectTask, Ontology


def breaking(old: Ontology, new: Ontology) -> list[str]:
    """Return, in words, each change that could make an existing label invalid; empty means compatible.

    Compatible are: new tasks without required questions, new classes, optional attributes and options, wider bounds,
    and any change of label, colour, key, description or order.
    """
    return list(_task_changes(old, new))


def summary(ontology: Ontology) -> str:
    """Return the ontology in one sentence, such as "3 classes drawn as boxes; 1 question about the picture"."""
    parts = [_drawn(task) for task in ontology.object_tasks.values()]
    questions = sum(len(task.attributes) for task in ontology.classification_tasks.values())
    if questions:
        parts.append(f"{_count(questions, 'question')} about the picture")
    return "; ".join(parts) or "nothing to label yet"


def _drawn(task: ObjectTask) -> str:
    words = {"bbox": "boxes", "polygon": "polygons"}
    kinds = " or ".join(words[kind] for kind in task.geometry)
    return f"{_count(len(task.classes), 'class', 'classes')} drawn as {kinds}"


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _task_changes(old: Ontology, new: Ontology) -> Iterator[str]:
    after = {task.id: task for task in new.tasks}
    for task in old.tasks:
        successor = after.pop(task.id, None)
        if successor is None:
            yield f"task {task.id} is removed"
        elif isinstance(task, ObjectTask) and isinstance(successor, ObjectTask):
            yield from _object_task(task, successor)
        elif isinstance(task, ClassificationTask) and isinstance(successor, ClassificationTask):
            yield from _attributes(f"task {task.id}", task.attributes, successor.attributes)
        else:
            yield f"task {task.id} changes its kind"
    for task in after.values():
        if isinstance(task, ClassificationTask):
            yield from _attributes(f"task {task.id}", [], task.attributes)


def _object_task(old: ObjectTask, new: ObjectTask) -> Iterator[str]:
    for kind in old.geometry:
        if kind not in new.geometry:
            yield f"task {old.id} no longer allows {kind}"
    for found in old.classes:
        yield from _class(old.id, found, new.classes_by_id.get(found.id))


def _class(task: str, old: Class, new: Class | None) -> Iterator[str]:
    if new is None:
        yield f"class {task}/{old.id} is removed"
    else:
        yield from _attributes(f"class {task}/{old.id}", old.attributes, new.attributes)


def _attributes(where: str, old: list[Attr], new: list[Attr]) -> Iterator[str]:
    after = {attr.id: attr for attr in new}
    for attr in old:
        successor = after.pop(attr.id, None)
        if successor is None:
            yield f"{where}: attribute {attr.id} is removed"
        else:
            yield from _attribute(f"{where}: attribute {attr.id}", attr, successor)
    for attr in after.values():
        if attr.required:
            yield f"{where}: attribute {attr.id} is new and required"


def _attribute(where: str, old: Attr, new: Attr) -> Iterator[str]:
    if old.type != new.type:
        yield f"{where} changes its type"
        return
    if new.required and not old.required:
        yield f"{where} becomes required"
    if _narrower(new.max, old.max) or _narrower(new.max_length, old.max_length):
        yield f"{where} gets a lower limit"
    if new.min is not None and (old.min is None or new.min > old.min):
        yield f"{where} gets a higher minimum"
    for option in old.options:
        successor = new.options_by_id.get(option.id)
        if successor is None:
            yield f"{where}: option {option.id} is removed"
        else:
            yield from _attributes(f"{where}: option {option.id}", option.attributes, successor.attributes)


def _narrower(new: float | None, old: float | None) -> bool:
    return new is not None and (old is None or new < old)
