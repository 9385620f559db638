"""What goes in and out of the ontology room besides the ontology itself."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from labelkeep.domain.ontology.shapes import Ontology


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)


class OntologyIn(Strict):
    """An ontology to publish."""

    body: Ontology


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
