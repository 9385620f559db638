"""What goes in and out of the organisation room."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

CapabilityName = Literal[
    "Read", "Work", "Label", "Review", "Explore", "Steer", "Import", "Members", "Configure", "Manage", "Release",
    "Approve", "Audit",
]  # fmt: skip
"""The capabilities of projects; a test compares it with the code's own list."""
FactorRole = Literal["project_admin", "team_manager", "reviewer", "labeler", "auditor", "admin"]
Networks = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=1000)]


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class RulesIn(Strict):
    """The organisation's rules: from where its people work (null for everywhere), and who must show a second factor."""

    networks: Networks | None
    factor_required: bool
    factor_roles: list[FactorRole]


class RulesOut(Strict):
    """The same as they are; ``address`` is the one that asks."""

    networks: list[str] | None
    factor_required: bool
    factor_roles: list[str]
    address: str | None


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


Condition = Literal["account", "membership", "dates", "role", "networks", "factor"]


class Reason(Strict):
    """One condition of a decision and what it means here, in words."""

    condition: Condition
    holds: bool
    words: str


class Explanation(Strict):
    """Why a member may do something or not; what a request must bring besides stands among the reasons."""

    capability: CapabilityName
    allowed: bool
    reasons: list[Reason]


class EmergencyIn(Strict):
    """Joining a project in an emergency: why, and for how many hours."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=2000)]
    hours: Annotated[int, Field(ge=1, le=24)] = 4


class EmergencyOut(Strict):
    """Until when the membership holds."""

    project: UUID
    until: datetime


class SiteProject(Strict):
    """A project as organisation admins see it: that it exists, and nothing of what is in it."""

    id: UUID
    name: str


class SiteProjects(Strict):
    """All projects by name."""

    items: list[SiteProject]
    next: str | None = None
