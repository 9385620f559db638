"""What goes in and out of the tasks room."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Seq = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""Fencing number of a lease."""
ActiveMs = Annotated[int, Field(ge=0, le=86_400_000)]
"""Milliseconds of work since the last message that the server took."""
Reason = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)]


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class SeqIn(Strict):
    """The caller's fencing number."""

    seq: Seq


class Beat(Strict):
    """A sign of work."""

    seq: Seq
    active_ms: ActiveMs


class BeatOut(Strict):
    """Until when the lease lasts now."""

    ends_at: datetime


class SkipIn(Strict):
    """Why a task is passed on to somebody else."""

    seq: Seq
    reason: Reason
    comment: Words = ""


class CommentIn(Strict):
    """Why, in words."""

    comment: Words = ""


class BegunOut(Strict):
    """The next task, which is in hand now."""

    id: UUID
    seq: int
    ends_at: datetime


class Empty(Strict):
    """There is nothing to hand out, and why."""

    empty: Literal[True] = True
    reason: Literal["nothing", "starved", "not_live", "paused"]
    detail: str
