"""The ontology as JSON, ``lk-ontology/1``: tasks, classes, attributes and nested options."""

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

MAX_CLASSES = 2_000
MAX_NODES = 200
"""Joints of one skeleton."""
MAX_DEPTH = 8
"""How deep attributes may nest in options, in an ontology and in a label."""


def _visible(text: str) -> str:
    if not text.strip() or "\x00" in text:
        raise ValueError("is empty or holds a NUL character")
    return text


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_visible)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
GeometryKind = Literal["bbox", "rbox", "ellipse", "polygon", "mask", "polyline", "point", "skeleton"]
"""What a task lets people draw: ``bbox`` upright boxes only, ``rbox`` boxes at any angle."""
ClassRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}/[a-z0-9][a-z0-9_-]{0,63}$")]
"""``task/class``."""


Edge = Annotated[list[Slug], Field(min_length=2, max_length=2)]


class Shape(BaseModel):
    """Base of what crosses the API: unknown keys refused, no silent conversion, never changed after it was checked."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )


class Option(Shape):
    """One choice of a radio, checklist or ranking; choosing it in the first two may ask further attributes."""

    id: Slug
    label: Words
    attributes: Annotated[list["Attr"], Field(max_length=100)] = Field(default_factory=list["Attr"])

    @cached_property
    def attributes_by_id(self) -> dict[str, "Attr"]:
        """The attributes that this option asks, by id."""
        return {attr.id: attr for attr in self.attributes}


class Attr(Shape):
    """One question about an object or a picture. ``min``/``max`` bound numbers, ``max_length`` bounds text."""

    id: Slug
    label: Words
    type: Literal["radio", "checklist", "text", "number", "bool", "date", "ranking"]
    required: bool = False
    options: Annotated[list[Option], Field(max_length=1_000)] = Field(default_factory=list[Option])
    min: Finite | None = None
    max: Finite | None = None
    max_length: Annotated[int, Field(ge=1, le=100_000)] | None = None

    @cached_property
    def options_by_id(self) -> dict[str, Option]:
        """The options by id."""
        return {option.id: option for option in self.options}

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        chooses = self.type in ("radio", "checklist", "ranking")
        if chooses != bool(self.options):
            raise ValueError(f"attribute {self.id}: options belong to radio, checklist and ranking; those need some")
        if self.type == "ranking" and any(option.attributes for option in self.options):
            raise ValueError(f"attribute {self.id}: the options of a ranking ask nothing further")
        if self.type != "number" and (self.min is not None or self.max is not None):
            raise ValueError(f"attribute {self.id}: min and max belong to numbers")
        if self.type != "text" and self.max_length is not None:
            raise ValueError(f"attribute {self.id}: max_length belongs to text")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"attribute {self.id}: min is above max")
        _once("option", (option.id for option in self.options))
        for option in self.options:
            _once("attribute", (attr.id for attr in option.attributes))
        return self


class Node(Shape):
    """A joint of a skeleton and where it stands in the template: x and y from 0 to 1 of the drawn box."""

    id: Slug
    label: Words
    x: Annotated[Finite, Field(ge=0, le=1)]
    y: Annotated[Finite, Field(ge=0, le=1)]


class SkeletonTemplate(Shape):
    """The joints of a class that is drawn as a skeleton, and which of them are joined by a line."""

    nodes: Annotated[list[Node], Field(min_length=1, max_length=MAX_NODES)]
    edges: Annotated[list[Edge], Field(max_length=MAX_NODES * 4)] = Field(default_factory=list[Edge])

    @cached_property
    def nodes_by_id(self) -> dict[str, Node]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    @model_validator(mode="after")
    def _is_unambiguous(self) -> Self:
        _once("node", (node.id for node in self.nodes))
        for one, other in self.edges:
            unknown = next((end for end in (one, other) if end not in self.nodes_by_id), None)
            if unknown is not None:
                raise ValueError(f"an edge names the node {unknown}, which the skeleton does not have")
            if one == other:
                raise ValueError(f"an edge joins the node {one} with itself")
        _once("edge", (" ".join(sorted(edge)) for edge in self.edges))
        return self


class Class(Shape):
    """What an object can be; ``color`` and ``key`` are for the screen only.

    Of a ``retired`` class no new objects are made; those that exist stay.
    """

    id: Slug
    label: Words
    color: Color
    key: Annotated[str, StringConstraints(pattern=r"^[1-9]$")] | None = None
    description: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    attributes: Annotated[list[Attr], Field(max_length=100)] = Field(default_factory=list[Attr])
    skeleton: SkeletonTemplate | None = None
    retired: bool = False

    @cached_property
    def attributes_by_id(self) -> dict[str, Attr]:
        """The attributes by id."""
        return {attr.id: attr for attr in self.attributes}


class ObjectTask(Shape):
    """Draw objects of these classes with these geometries."""

    id: Slug
    kind: Literal["object"]
    label: Words
    geometry: Annotated[list[GeometryKind], Field(min_length=1)]
    classes: Annotated[list[Class], Field(min_length=1, max_length=MAX_CLASSES)]

    @cached_property
    def classes_by_id(self) -> dict[str, Class]:
        """The classes by id."""
        return {found.id: found for found in self.classes}

    @model_validator(mode="after")
    def _is_unambiguous(self) -> Self:
        _once("geometry", self.geometry)
        _once("class", (found.id for found in self.classes))
        _once("key", (found.key for found in self.classes if found.key))
        for found in self.classes:
            _once("attribute", (attr.id for attr in found.attributes))
            _shallow(found.attributes, 1)
            if "skeleton" in self.geometry and found.skeleton is None:
                raise ValueError(f"class {found.id} needs a skeleton, because {self.id} is drawn as skeletons")
        return self


class ClassificationTask(Shape):
    """Answer questions about the whole picture or one of its pages."""

    id: Slug
    kind: Literal["classification"]
    label: Words
    attributes: Annotated[list[Attr], Field(min_length=1, max_length=100)]

    @cached_property
    def attributes_by_id(self) -> dict[str, Attr]:
        """The attributes by id."""
        return {attr.id: attr for attr in self.attributes}

    @model_validator(mode="after")
    def _is_unambiguous(self) -> Self:
        _once("attribute", (attr.id for attr in self.attributes))
        _shallow(self.attributes, 1)
        return self


class RelationType(Shape):
    """One way in which objects can be related."""

    id: Slug
    label: Words


class RelationTask(Shape):
    """Say what objects have to do with each other; the ends are of these classes, as ``task/class``."""

    id: Slug
    kind: Literal["relation"]
    label: Words
    from_: Annotated[list[ClassRef], Field(alias="from", min_length=1, max_length=MAX_CLASSES)]
    to: Annotated[list[ClassRef], Field(min_length=1, max_length=MAX_CLASSES)]
    types: Annotated[list[RelationType], Field(min_length=1, max_length=100)]
    directed: bool = True
    attributes: Annotated[list[Attr], Field(max_length=100)] = Field(default_factory=list[Attr])

    @cached_property
    def types_by_id(self) -> dict[str, RelationType]:
        """The types by id."""
        return {found.id: found for found in self.types}

    @cached_property
    def attributes_by_id(self) -> dict[str, Attr]:
        """The attributes by id."""
        return {attr.id: attr for attr in self.attributes}

    @model_validator(mode="after")
    def _is_unambiguous(self) -> Self:
        _once("class", self.from_)
        _once("class", self.to)
        _once("type", (found.id for found in self.types))
        _once("attribute", (attr.id for attr in self.attributes))
        _shallow(self.attributes, 1)
        return self


Task = Annotated[ObjectTask | ClassificationTask | RelationTask, Field(discriminator="kind")]


class Ontology(Shape):
    """Everything that a label of a project may say."""

    schema_: Annotated[Literal["lk-ontology/1"], Field(alias="schema")] = "lk-ontology/1"
    tasks: Annotated[list[Task], Field(max_length=100)]

    @cached_property
    def object_tasks(self) -> dict[str, ObjectTask]:
        """The drawing tasks by id."""
        return {task.id: task for task in self.tasks if isinstance(task, ObjectTask)}

    @cached_property
    def classification_tasks(self) -> dict[str, ClassificationTask]:
        """The whole-picture tasks by id."""
        return {task.id: task for task in self.tasks if isinstance(task, ClassificationTask)}

    @cached_property
    def retired_classes(self) -> dict[tuple[str, str], Class]:
        """The classes of which no new objects are made, by task and class id."""
        return {(task.id, one.id): one for task in self.object_tasks.values() for one in task.classes if one.retired}

    @cached_property
    def relation_tasks(self) -> dict[str, RelationTask]:
        """The tasks that relate objects by id."""
        return {task.id: task for task in self.tasks if isinstance(task, RelationTask)}

    @model_validator(mode="after")
    def _is_unambiguous(self) -> Self:
        _once("task", (task.id for task in self.tasks))
        total = sum(len(task.classes) for task in self.tasks if isinstance(task, ObjectTask))
        if total > MAX_CLASSES:
            raise ValueError(f"there are {total} classes; at most {MAX_CLASSES} are possible")
        known = {f"{task.id}/{found.id}" for task in self.object_tasks.values() for found in task.classes}
        for task in self.relation_tasks.values():
            unknown = next((end for end in (*task.from_, *task.to) if end not in known), None)
            if unknown is not None:
                raise ValueError(f"relation {task.id} names the class {unknown}, which is not in this ontology")
        return self


def _once(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for found in ids:
        if found in seen:
            raise ValueError(f"{what} {found} is there twice")
        seen.add(found)


def _shallow(attributes: list[Attr], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError(f"attributes nest deeper than {MAX_DEPTH} levels")
    for attr in attributes:
        for option in attr.options:
            if option.attributes:
                _shallow(option.attributes, depth + 1)
