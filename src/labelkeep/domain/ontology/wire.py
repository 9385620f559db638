"""What goes in and out of the ontology room besides the ontology itself."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from labelkeep.domain.ontology.shapes import MAX_CLASSES, ClassRef, Ontology


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)


class Fate(Strict):
    """What becomes of a class that labels may hold: it stays readable, and no new objects of it are made."""

    retire: Literal[True]


class OntologyIn(Strict):
    """An ontology to publish; ``classes`` says by ``task/class`` what becomes of those that it leaves out."""

    body: Ontology
    classes: Annotated[dict[ClassRef, Fate], Field(max_length=MAX_CLASSES)] = Field(default_factory=dict[str, Fate])


class ChangeOut(Strict):
    """One change that an ontology would bring, and what it touches.

    ``labels`` are the current labels that hold the class, or whose task it is; ``objects`` is all that is drawn in
    those labels. Both are counted up to 10,000; ``more`` says that there are more than that.
    """

    kind: str
    what: str
    compatible: bool
    task: str
    class_: Annotated[str | None, Field(alias="class")]
    labels: int
    objects: int
    more: bool


class ImpactOut(Strict):
    """What publishing an ontology would change; ``compatible`` when every existing label stays right."""

    compatible: bool
    changes: list[ChangeOut]


class OntologyOut(Strict):
    """One version of the ontology."""

    id: UUID
    n: int
    body: Ontology
    created_at: datetime


class GuidelineIn(Strict):
    """A guideline to publish: Markdown, and what changed since the last one."""

    text: Annotated[str, Field(min_length=1, max_length=500_000)]
    change_note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)] = ""


class GuidelineOut(Strict):
    """One version of the guideline."""

    id: UUID
    n: int
    text: str
    change_note: str
    created_at: datetime


class ReadingOut(Strict):
    """The newest version of the guideline that the caller has acknowledged; ``current`` when it is the one in force."""

    acknowledged: UUID | None
    n: int | None
    current: bool
