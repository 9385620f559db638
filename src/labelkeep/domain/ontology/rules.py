"""What replacing one ontology by another means for existing labels, and an ontology in one sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from labelkeep.domain.ontology.shapes import (
    Attr,
    Class,
    ClassificationTask,
    ObjectTask,
    Ontology,
    RelationTask,
    SkeletonTemplate,
    Task,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a stable word, a sentence, whether every existing label stays right, and which class it is about.

    ``class_`` is ``task/class``; None when it is about a whole task.
    """

    kind: str
    what: str
    compatible: bool
    task: str
    class_: str | None = None


def impact(old: Ontology, new: Ontology) -> list[Change]:
    """Return each change from one ontology to the next.

    Compatible are: new tasks without required questions, new classes, optional attributes and options, wider bounds,
    a class that is retired, and any change of label, colour, key, description or order.
    """
    after = {task.id: task for task in new.tasks}
    found: list[Change] = []
    for task in old.tasks:
        found += _task(task, after.pop(task.id, None))
    for task in after.values():
        found.append(Change("task.added", f"task {task.id} is new", True, task.id))
        if isinstance(task, ClassificationTask):
            found += [change for change in _attributes(_Place(task.id), [], task.attributes) if not change.compatible]
    return found


def breaking(old: Ontology, new: Ontology) -> list[str]:
    """Return, in words, each change that could make an existing label invalid; empty means compatible."""
    return [change.what for change in impact(old, new) if not change.compatible]


def with_retired(old: Ontology, new: Ontology, classes: Iterable[str]) -> Ontology:
    """Return the new ontology with these classes (``task/class``) of the old one kept, as retired.

    A class that the new one still has is retired there. One that neither has is left alone.
    """
    wanted = set(classes)
    tasks = {task.id: task for task in new.tasks}
    for task in old.object_tasks.values():
        kept = [found for found in task.classes if f"{task.id}/{found.id}" in wanted]
        now = tasks.get(task.id)
        if kept and (now is None or isinstance(now, ObjectTask)):
            tasks[task.id] = _joined(task, now, kept)
    return Ontology.model_validate({"tasks": [task.model_dump() for task in tasks.values()]})


def _joined(task: ObjectTask, now: ObjectTask | None, kept: list[Class]) -> ObjectTask:
    ids = {found.id for found in kept}
    present = [found.model_copy(update={"retired": True}) if found.id in ids else found for found in _classes(now)]
    known = {found.id for found in present}
    back = [found.model_copy(update={"retired": True, "key": None}) for found in kept if found.id not in known]
    return (now or task).model_copy(update={"classes": [*present, *back]})


def _classes(task: ObjectTask | None) -> list[Class]:
    return task.classes if task else []


def summary(ontology: Ontology) -> str:
    """Return the ontology in one sentence, such as "3 classes drawn as boxes; 1 question about the picture"."""
    parts = [_drawn(task) for task in ontology.object_tasks.values()]
    if ontology.relation_tasks:
        parts.append(_count(sum(len(task.types) for task in ontology.relation_tasks.values()), "relation"))
    questions = sum(len(task.attributes) for task in ontology.classification_tasks.values())
    if questions:
        parts.append(f"{_count(questions, 'question')} about the picture")
    return "; ".join(parts) or "nothing to label yet"


_WORDS = {
    "bbox": "boxes", "rbox": "rotated boxes", "ellipse": "ellipses", "polygon": "polygons", "mask": "masks",
    "polyline": "lines", "point": "points", "skeleton": "skeletons",
}  # fmt: skip


def _drawn(task: ObjectTask) -> str:
    kinds = " or ".join(_WORDS[kind] for kind in task.geometry)
    used = sum(not found.retired for found in task.classes)
    return f"{_count(used, 'class', 'classes')} drawn as {kinds}"


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a change happens, in words and by id."""

    task: str
    class_: str | None = None
    words: str = ""

    def change(self, kind: str, what: str, compatible: bool = False) -> Change:
        return Change(kind, f"{self.words or f'task {self.task}'}{what}", compatible, self.task, self.class_)

    def inside(self, words: str) -> "_Place":
        return _Place(self.task, self.class_, f"{self.words or f'task {self.task}'}: {words}")


def _task(old: Task, new: Task | None) -> Iterator[Change]:
    place = _Place(old.id)
    if new is None:
        if not isinstance(old, ObjectTask):
            yield place.change("task.removed", " is removed")
        else:
            yield from (
                _Place(old.id, f"{old.id}/{one.id}", f"class {old.id}/{one.id}").change("class.removed", " is removed")
                for one in old.classes
            )
    elif isinstance(old, ObjectTask) and isinstance(new, ObjectTask):
        yield from _object_task(place, old, new)
    elif isinstance(old, ClassificationTask) and isinstance(new, ClassificationTask):
        yield from _attributes(place, old.attributes, new.attributes)
    elif isinstance(old, RelationTask) and isinstance(new, RelationTask):
        yield from _relation_task(place, old, new)
    else:
        yield place.change("task.kind", " changes its kind")
        return
    if new is not None and old.label != new.label:
        yield place.change("task.words", " changes its words", compatible=True)


def _object_task(place: _Place, old: ObjectTask, new: ObjectTask) -> Iterator[Change]:
    for kind in old.geometry:
        if kind not in new.geometry and not (kind == "bbox" and "rbox" in new.geometry):
            yield place.change("geometry.removed", f" no longer allows {kind}")
    for kind in new.geometry:
        if kind not in old.geometry:
            yield place.change("geometry.added", f" also allows {kind}", compatible=True)
    for found in old.classes:
        ref = f"{old.id}/{found.id}"
        yield from _class(_Place(old.id, ref, f"class {ref}"), found, new.classes_by_id.get(found.id))
    for found in new.classes:
        if found.id not in old.classes_by_id:
            ref = f"{old.id}/{found.id}"
            yield _Place(old.id, ref, f"class {ref}").change("class.added", " is new", compatible=True)


def _class(place: _Place, old: Class, new: Class | None) -> Iterator[Change]:
    if new is None:
        yield place.change("class.removed", " is removed")
        return
    if new.retired != old.retired:
        word = " is retired" if new.retired else " is no longer retired"
        yield place.change("class.retired" if new.retired else "class.used_again", word, compatible=True)
    if (old.label, old.color, old.key, old.description) != (new.label, new.color, new.key, new.description):
        yield place.change("class.words", " changes its words, colour or key", compatible=True)
    yield from _skeleton(place, old.skeleton, new.skeleton)
    yield from _attributes(place, old.attributes, new.attributes)


def _skeleton(place: _Place, old: SkeletonTemplate | None, new: SkeletonTemplate | None) -> Iterator[Change]:
    before, after = (set(each.nodes_by_id) if each else set[str]() for each in (old, new))
    if old is None:
        return
    for node in sorted(before - after):
        yield place.change("skeleton.node_removed", f": node {node} of the skeleton is removed")
    for node in sorted(after - before):
        yield place.change("skeleton.node_added", f": node {node} of the skeleton is new")
    if before == after and old != new:
        yield place.change("skeleton.words", ": the skeleton is drawn differently", compatible=True)


def _relation_task(place: _Place, old: RelationTask, new: RelationTask) -> Iterator[Change]:
    for side, before, after in (("from", old.from_, new.from_), ("to", old.to, new.to)):
        for ref in before:
            if ref not in after:
                yield place.change("relation.class_removed", f" no longer goes {side} {ref}")
        for ref in after:
            if ref not in before:
                yield place.change("relation.class_added", f" also goes {side} {ref}", compatible=True)
    for found in old.types:
        if found.id not in new.types_by_id:
            yield place.change("relation.type_removed", f": type {found.id} is removed")
    for found in new.types:
        if found.id not in old.types_by_id:
            yield place.change("relation.type_added", f": type {found.id} is new", compatible=True)
    if new.directed != old.directed:
        yield place.change("relation.direction", " changes whether it has a direction", compatible=old.directed)
    yield from _attributes(place, old.attributes, new.attributes)


def _attributes(place: _Place, old: list[Attr], new: list[Attr]) -> Iterator[Change]:
    after = {attr.id: attr for attr in new}
    for attr in old:
        successor = after.pop(attr.id, None)
        here = place.inside(f"attribute {attr.id}")
        if successor is None:
            yield here.change("attribute.removed", " is removed")
        else:
            yield from _attribute(here, attr, successor)
    for attr in after.values():
        here = place.inside(f"attribute {attr.id}")
        if attr.required:
            yield here.change("attribute.new_required", " is new and required")
        else:
            yield here.change("attribute.added", " is new", compatible=True)


def _attribute(place: _Place, old: Attr, new: Attr) -> Iterator[Change]:
    if old.type != new.type:
        yield place.change("attribute.type", " changes its type")
        return
    if new.required and not old.required:
        yield place.change("attribute.required", " becomes required")
    if _narrower(new.max, old.max) or _narrower(new.max_length, old.max_length):
        yield place.change("attribute.narrower", " gets a lower limit")
    if new.min is not None and (old.min is None or new.min > old.min):
        yield place.change("attribute.narrower", " gets a higher minimum")
    yield from _options(place, old, new)
    if old.label != new.label:
        yield place.change("attribute.words", " changes its words", compatible=True)


def _options(place: _Place, old: Attr, new: Attr) -> Iterator[Change]:
    for option in old.options:
        successor = new.options_by_id.get(option.id)
        if successor is None:
            yield place.inside(f"option {option.id}").change("option.removed", " is removed")
        else:
            yield from _attributes(place.inside(f"option {option.id}"), option.attributes, successor.attributes)
    more = [option.id for option in new.options if option.id not in old.options_by_id]
    complete = not (new.type == "ranking" and new.required)  # a full ranking would miss the new option
    for found in more:
        yield place.inside(f"option {found}").change("option.added", " is new", compatible=complete)


def _narrower(new: float | None, old: float | None) -> bool:
    return new is not None and (old is None or new < old)
