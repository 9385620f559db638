"""Who acts, and what they are in the project at hand: read once when a transaction is entered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a transaction and the session that proves it (none for console and jobs)."""

    id: UUID
    session_id: UUID | None = None
    session_kind: str = "console"
    """``browser``, ``token`` or ``console``."""
    site_role: str | None = None
    session_ends: datetime | None = None
    idle_ends: datetime | None = None
    strong_at: datetime | None = None
    """When the session last showed a second factor."""
    scoped: bool = False
    """A token for one project or for some capabilities only."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the actor is in the project, and what the project's policy enforces at this moment."""

    project_id: UUID
    role: str
    release_approver: bool
    project_state: str
    policy_id: UUID | None
    exposure: str | None
    delivery: str | None
    thumbnails: bool
    approvals: int
    inference: tuple[str, ...]
    ontology_id: UUID | None
    guideline_id: UUID | None


def actor_of(row: Any) -> Actor:
    """Read the actor from a row of ``lk_enter``."""
    return Actor(
        row.person_id, row.session_id, row.session_kind, row.site_role, row.session_ends, row.idle_ends,
        row.strong_at, row.scoped,
    )  # fmt: skip


def standing_of(row: Any, project_id: UUID) -> Standing | None:
    """Read the standing from a row of ``lk_enter``; None for a stranger."""
    if row.member_role is None:
        return None
    return Standing(
        project_id=project_id,
        role=row.member_role,
        release_approver=row.release_approver,
        project_state=row.project_state,
        policy_id=row.policy_id,
        exposure=row.exposure,
        delivery=row.delivery,
        thumbnails=bool(row.thumbnails),
        approvals=row.approvals or 1,
        inference=tuple(row.inference or ()),
        ontology_id=row.ontology_id,
        guideline_id=row.guideline_id,
    )
