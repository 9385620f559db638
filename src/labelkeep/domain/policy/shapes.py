"""What goes in and out of the policy room."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from labelkeep.domain.projects.shapes import Words

Exposure = Literal["standard", "restricted", "local"]
Delivery = Literal["rendered", "direct", "workstation"]
Path = Literal["browser", "server", "external"]
Answer = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class Note(Strict):
    """The operating note's four answers."""

    sensitive: Answer
    path: Answer
    reviewers: Answer
    exceptions: Answer


class PolicyIn(Strict):
    """A policy as somebody proposes it."""

    exposure: Exposure
    delivery: Delivery
    inference: Annotated[list[Path], Field(max_length=3)]
    approvals: Annotated[int, Field(ge=1, le=2)]
    thumbnails: bool = True
    note: Note | None = None
    second_person: UUID | None = None


class PolicyOut(PolicyIn):
    """One version of a policy."""

    id: UUID
    n: int
    state: str
    sentence: str
    """As it is agreed and recorded: in English."""
    sentences: Words
    costs: list[str]
    created_by: UUID
    created_at: datetime
    waits_for: UUID | None


class Refused(Strict):
    """A choice that cannot be taken, and why."""

    field: str
    message: str


class Part(Strict):
    """What one setting adds to the sentence."""

    field: str
    words: Words


class Preview(Strict):
    """What a policy would say and cost, before anybody commits to it; the sentence also part by part."""

    sentence: str
    sentences: Words
    parts: list[Part]
    costs: list[str]
    refused: list[Refused]
    loosens: list[str]


class Choice(Strict):
    """One choice of the interview."""

    value: str
    title: str
    explains: str
    cost: str
    available: bool
    why_not: str | None = None


class PolicyPage(Strict):
    """All that the policy page shows."""

    in_force: PolicyOut | None
    proposed: PolicyOut | None
    choices: dict[str, list[Choice]]
