"""Projects and memberships."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base, ProjectOwned
from labelkeep.infra.vault import SealedBytes


class ProjectRow(Base):
    """A project: starts without data; its first step is the policy."""

    __tablename__ = "project"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[SealedBytes]
    state: Mapped[str] = mapped_column(default="setup")
    """``setup`` (no policy), ``ready`` (policy in force), ``live`` (operating note in force)."""
    policy_id: Mapped[UUID | None]
    ontology_id: Mapped[UUID | None]
    guideline_id: Mapped[UUID | None]
    copy_forward: Mapped[bool] = mapped_column(default=False)
    """Whether the objects of the last submitted picture may be the start of the next one."""
    networks: Mapped[list[str] | None]
    """From where members may work, as CIDR; None lets every address in."""
    factor_required: Mapped[bool] = mapped_column(default=False)
    """Whether a session must have shown a second factor."""
    created_at: Mapped[datetime]


class MembershipRow(ProjectOwned, Base):
    """A person's role in a project: suspended, never deleted."""

    __tablename__ = "membership"
    __own_rows__ = True
    __table_args__ = (
        Index("uq_membership_person", "project_id", "user_id", unique=True),
        Index("ix_membership_user", "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    release_approver: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(default="active")
    networks: Mapped[list[str] | None]
    """From where this member may work, as CIDR; None lets every address in."""
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    """Outside of these dates the person is no member."""
    provider_id: Mapped[UUID | None]
    """The provider whose groups give this membership; None for one that people gave or changed by hand."""
    created_at: Mapped[datetime]
