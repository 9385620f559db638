"""Tasks, leases, drafts and the exact counters of a project's steps."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base, ProjectOwned
from labelkeep.infra.vault import SealedBytes


class TaskRow(ProjectOwned, Base):
    """One asset in one workflow step."""

    __tablename__ = "task"
    __table_args__ = (
        Index("uq_task_asset_step", "asset_id", "step", unique=True),
        Index(
            "ix_task_queue",
            "project_id",
            "step",
            literal_column("priority desc", Integer),
            "rank",
            postgresql_where=literal_column("status = 'todo'"),
        ),
        Index(
            "ix_task_redo",
            "project_id",
            "step",
            "sticky_user",
            "rank",
            postgresql_where=literal_column("status = 'redo'"),
        ),
        Index("ix_task_skipped", "project_id", "updated_at", postgresql_where=literal_column("status = 'skipped'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"))
    step: Mapped[str]
    """``label`` or ``review``."""
    status: Mapped[str]
    """``todo``, ``doing``, ``redo``, ``done``, ``skipped``, or ``blocked`` while a question waits for its answer."""
    cycle: Mapped[int] = mapped_column(default=1)
    priority: Mapped[int] = mapped_column(default=0)
    rank: Mapped[int] = mapped_column(BigInteger)
    """Place in the queue: smaller first."""
    split: Mapped[str | None]
    sticky_user: Mapped[UUID | None]
    """Who gets it back first after a return."""
    skips: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]


class WorkRow(ProjectOwned, Base):
    """Who has worked on which step of an asset: what step separation reads."""

    __tablename__ = "asset_work"

    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)


class LeaseRow(ProjectOwned, Base):
    """A claimed task: one live lease a task; one live and one reserved lease a person and step."""

    __tablename__ = "lease"
    __table_args__ = (
        Index("uq_lease_live_task", "task_id", unique=True, postgresql_where=literal_column("state = 'live'")),
        Index(
            "uq_lease_live_person",
            "project_id",
            "user_id",
            "step",
            unique=True,
            postgresql_where=literal_column("state = 'live'"),
        ),
        Index(
            "uq_lease_reserved_person",
            "project_id",
            "user_id",
            "step",
            unique=True,
            postgresql_where=literal_column("state = 'reserved'"),
        ),
        Index("ix_lease_reserved", "project_id", "ends_at", postgresql_where=literal_column("state = 'reserved'")),
        Index("ix_lease_ends", "project_id", "ends_at", postgresql_where=literal_column("state = 'live'")),
        Index("ix_lease_asset", "asset_id", "started_at"),
        Index("ix_lease_user", "user_id", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"))
    step: Mapped[str]
    cycle: Mapped[int]
    user_id: Mapped[UUID]
    session_id: Mapped[UUID | None]
    seq: Mapped[int] = mapped_column(default=1)
    """Fencing token: a second tab adopts the lease with the next number, the older becomes read-only."""
    state: Mapped[str] = mapped_column(default="live")
    """``reserved`` (the next picture, not begun), ``live``, ``submitted``, ``returned``, ``skipped`` or ``ended``."""
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    hard_ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    active_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    guideline_opened: Mapped[UUID | None]
    version_id: Mapped[UUID | None]
    """What the lease produced."""


class DraftRow(ProjectOwned, Base):
    """What a person has drawn on a task and not submitted; it outlives the lease and belongs to the person."""

    __tablename__ = "draft"
    __table_args__ = (
        Index("uq_draft_task_person", "task_id", "user_id", unique=True),
        Index("ix_draft_orphaned", "project_id", "saved_at", postgresql_where=literal_column("orphaned")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    user_id: Mapped[UUID]
    lease_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=1)
    body: Mapped[SealedBytes]
    body_sha256: Mapped[bytes]
    orphaned: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]


class TaskCountRow(ProjectOwned, Base):
    """Exact counts by step, status and split; the sum over shards is the count (decision 0003)."""

    __tablename__ = "task_count"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(primary_key=True)
    split: Mapped[str] = mapped_column(primary_key=True)
    shard: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger)
