"""The label as JSON, ``lk-label/1``.

Coordinates are floats in pixels of the upright original picture (EXIF orientation applied), counted from its top left
pixel edge: a box over the whole of a 640x480 picture is ``x=0, y=0, w=640, h=480``. They are never rounded. Shapes say
what is well formed; whether it fits the picture and the ontology says ``validation.check``.
"""

from collections.abc import Sequence
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from labelkeep.domain.labels.kinds import Geometry
from labelkeep.domain.ontology.shapes import MAX_DEPTH, Finite, Shape, Slug

MAX_OBJECTS = 20_000
MAX_RELATIONS = 20_000

# Strict would refuse the text form of an id when a body was parsed to Python values first.
Id = Annotated[UUID, Field(strict=False)]
Page = Annotated[int, Field(ge=0, le=1_000_000)]
Text = Annotated[str, StringConstraints(max_length=100_000)]
Group = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.:-]+$")]


class OptionValue(Shape):
    """A chosen option with the answers to what it asks."""

    option: Slug
    attributes: Annotated[list["AttrValue"], Field(max_length=100)] = Field(default_factory=list["AttrValue"])


class AttrValue(Shape):
    """The answer to one attribute: ``value`` for text, number, bool and date; ``options`` for the others.

    A date is ``2026-01-31``. The options of a ranking stand in ranked order, the first one first.
    """

    attr: Slug
    value: Text | Finite | bool | None = None
    options: Annotated[list[OptionValue], Field(max_length=1_000)] = Field(default_factory=list[OptionValue])


class Source(Shape):
    """Where an object came from; ``ref`` names the import or the model."""

    kind: Literal["human", "import", "model"]
    ref: Annotated[str, StringConstraints(max_length=200)] | None = None


class LabelObject(Shape):
    """One drawn thing. Its id survives versions; ``part`` and ``page`` say on which picture it stands.

    Objects with the same ``group`` belong together.
    """

    id: Id
    task: Slug
    class_: Annotated[Slug, Field(alias="class")]
    part: Id
    page: Page = 0
    geometry: Geometry
    attributes: Annotated[list[AttrValue], Field(max_length=200)] = Field(default_factory=list[AttrValue])
    z: Annotated[int, Field(ge=-1_000_000, le=1_000_000)] = 0
    group: Group | None = None
    source: Source


class Relation(Shape):
    """What one or more objects have to do with others; the ends are ids of objects of the same label."""

    id: Id
    task: Slug
    type: Slug
    from_: Annotated[list[Id], Field(alias="from", min_length=1, max_length=1_000)]
    to: Annotated[list[Id], Field(min_length=1, max_length=1_000)]
    attributes: Annotated[list[AttrValue], Field(max_length=200)] = Field(default_factory=list[AttrValue])


class Classification(Shape):
    """Answers about the whole asset (``part`` null), one part, or one page of it."""

    id: Id
    task: Slug
    part: Id | None = None
    page: Page | None = None
    attributes: Annotated[list[AttrValue], Field(max_length=200)] = Field(default_factory=list[AttrValue])


class Label(Shape):
    """One person's or model's answer for one asset."""

    schema_: Annotated[Literal["lk-label/1"], Field(alias="schema")] = "lk-label/1"
    objects: Annotated[list[LabelObject], Field(max_length=MAX_OBJECTS)] = Field(default_factory=list[LabelObject])
    classifications: Annotated[list[Classification], Field(max_length=1_000)] = Field(
        default_factory=list[Classification]
    )
    relations: Annotated[list[Relation], Field(max_length=MAX_RELATIONS)] = Field(default_factory=list[Relation])

    @model_validator(mode="after")
    def _is_shallow(self) -> Self:
        for found in (*self.objects, *self.classifications, *self.relations):
            if found.attributes:
                _shallow(found.attributes, 1)
        return self


def _shallow(attributes: Sequence[AttrValue], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError(f"attributes nest deeper than {MAX_DEPTH} levels")
    for value in attributes:
        for option in value.options:
            if option.attributes:
                _shallow(option.attributes, depth + 1)
