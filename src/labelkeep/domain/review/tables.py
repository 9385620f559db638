"""Reviews, issues and their comments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base, ProjectOwned
from labelkeep.infra.vault import SealedBytes


class ReviewRow(ProjectOwned, Base):
    """One person's verdict on one label version."""

    __tablename__ = "review"
    __table_args__ = (
        Index("ix_review_asset", "asset_id", "created_at"),
        Index("ix_review_version", "version_id"),
        Index("ix_review_day", "created_at", postgresql_using="brin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("label_version.id"))
    result_id: Mapped[UUID | None]
    """The version that the reviewer made by editing."""
    lease_id: Mapped[UUID] = mapped_column(ForeignKey("lease.id"), unique=True)
    reviewer_id: Mapped[UUID]
    cycle: Mapped[int]
    verdict: Mapped[str]
    """``accept``, ``fix`` or ``return``."""
    active_ms: Mapped[int]
    created_at: Mapped[datetime]
    findings: Mapped[SealedBytes | None]
    """What the verdict says of single objects, as ``verdicts.Findings``; nothing where it says nothing of any."""


class IssueRow(ProjectOwned, Base):
    """A thread tied to a label version and, if wanted, an object or a place in it."""

    __tablename__ = "issue"
    __table_args__ = (
        Index("ix_issue_asset", "asset_id", "status"),
        Index(
            "ix_issue_open",
            "project_id",
            "created_at",
            postgresql_where=literal_column("status in ('open', 'answered')"),
        ),
        Index("ix_issue_time", "project_id", "created_at", "id"),
        Index("ix_issue_asker", "created_by", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"))
    version_id: Mapped[UUID | None]
    review_id: Mapped[UUID | None]
    kind: Mapped[str]
    """``issue`` (a reviewer's) or ``question`` (a labeler's)."""
    category: Mapped[str]
    object_id: Mapped[UUID | None]
    part_id: Mapped[UUID | None]
    """The picture of the asset that the place lies in; nothing where the thread is about all of it."""
    page: Mapped[int | None]
    x: Mapped[float | None]
    y: Mapped[float | None]
    status: Mapped[str] = mapped_column(default="open")
    blocking: Mapped[bool] = mapped_column(default=False)
    """The asker cannot go on before there is an answer."""
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]


class CommentRow(ProjectOwned, Base):
    """One thing said in a thread."""

    __tablename__ = "issue_comment"
    __table_args__ = (Index("ix_issue_comment_issue", "issue_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issue.id"))
    author_id: Mapped[UUID]
    body: Mapped[SealedBytes]
    created_at: Mapped[datetime]
