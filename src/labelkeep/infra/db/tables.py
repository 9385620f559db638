"""Tables of the moving parts: data keys, jobs and ledger events."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base
from labelkeep.infra.vault import SealedBytes


class DataKeyRow(Base):
    """A random key of a project, a person or the site, wrapped by the owner's master key. Erasing is destroying it."""

    __tablename__ = "data_key"
    __table_args__ = (Index("uq_data_key_owner", "kind", "owner_id", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    owner_id: Mapped[UUID]
    wrapped: Mapped[bytes | None]
    created_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]


class JobRow(Base):
    """Long work with a cursor: resumable, cancellable, with progress that people see."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_project", "project_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    kind: Mapped[str]
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    subject_id: Mapped[UUID]
    """The import or release that the job works on."""
    state: Mapped[str] = mapped_column(default="queued")
    """queued, running, done, failed or cancelled."""
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    cursor: Mapped[SealedBytes | None]
    """Where to go on after a stop: the room's own JSON."""
    message: Mapped[SealedBytes | None]
    error_code: Mapped[str | None]
    error: Mapped[SealedBytes | None]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class LedgerEventRow(Base):
    """One event of the audit log: the leaf is what the tree commits to, the payload is sealed."""

    __tablename__ = "ledger_event"
    __table_args__ = (
        Index("ix_ledger_event_project_at", "project_id", "at", "id"),
        Index("ix_ledger_event_object", "object_id", "at"),
        Index("ix_ledger_event_actor", "actor_id", "at"),
        CheckConstraint("octet_length(leaf) between 1 and 65535", name="leaf"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    project_id: Mapped[UUID | None] = mapped_column(ForeignKey("project.id"))
    at: Mapped[datetime]
    action: Mapped[str]
    actor_id: Mapped[UUID | None]
    object_type: Mapped[str]
    object_id: Mapped[UUID | None]
    outcome: Mapped[str]
    leaf: Mapped[bytes] = mapped_column(LargeBinary)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
