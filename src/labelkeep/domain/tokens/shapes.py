"""What goes in and out of the tokens room."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from labelkeep.domain.projects.shapes import CapabilityName, Networks


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class TokenIn(Strict):
    """A token to make for a program: never for the account or the organisation."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    project: UUID | None = None
    """The one project that it opens; null for all of its person's."""
    capabilities: Annotated[list[CapabilityName], Field(min_length=1)]
    networks: Networks | None = None
    days: Annotated[int, Field(ge=1, le=365)] = 90


class TokenMade(Strict):
    """A fresh token; the secret is shown here and nowhere else."""

    id: UUID
    token: str
    ends_at: datetime


class TokenOut(Strict):
    """A token without its secret. ``last_use`` is a day, null before the first."""

    id: UUID
    person: UUID
    person_name: str
    name: str | None
    project: UUID | None
    project_name: str | None
    capabilities: list[str] | None
    """Null for all that the person has."""
    networks: list[str] | None
    created_at: datetime
    last_use: datetime | None
    ends_at: datetime


class TokensOut(Strict):
    """Tokens that are let in now, the newest first."""

    items: list[TokenOut]
    next: str | None = None
