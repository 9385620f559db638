"""Snapshots and releases."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text, Uuid

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base, ProjectOwned
from labelkeep.infra.vault import SealedBytes


class SnapshotRow(ProjectOwned, Base):
    """A named frozen set of label versions, with the Merkle root over them."""

    __tablename__ = "snapshot"
    __table_args__ = (Index("ix_snapshot_project", "project_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[SealedBytes]
    assets: Mapped[int] = mapped_column(BigInteger, default=0)
    labels: Mapped[int] = mapped_column(BigInteger, default=0)
    root: Mapped[bytes]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]


class SnapshotItemRow(ProjectOwned, Base):
    """One asset of a snapshot and the label version that it had."""

    __tablename__ = "snapshot_item"

    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("snapshot.id"), primary_key=True)
    asset_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    asset_id: Mapped[UUID]
    version_id: Mapped[UUID | None]
    split: Mapped[str | None]
    reviewed: Mapped[bool]
    """Whether the last review of exactly this version accepted it, or made it."""


class ReleaseRow(ProjectOwned, Base):
    """An export that was asked for, approved by another person, written, signed and handed over."""

    __tablename__ = "release"
    __table_args__ = (Index("uq_release_n", "project_id", "n", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    n: Mapped[int]
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("snapshot.id"))
    format: Mapped[str]
    splits: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    classes: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    only_reviewed: Mapped[bool] = mapped_column(default=True)
    changes: Mapped[SealedBytes]
    """What differs from the release that was ready before this one was asked for, as JSON."""
    purpose: Mapped[SealedBytes]
    notes: Mapped[SealedBytes | None]
    state: Mapped[str] = mapped_column(default="requested")
    """``requested``, ``approved``, ``ready``, ``refused`` or ``failed``; people also see ``writing``."""
    requested_by: Mapped[UUID]
    requested_at: Mapped[datetime]
    approvals_needed: Mapped[int]
    recipients: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    refused_by: Mapped[UUID | None]
    refusal: Mapped[SealedBytes | None]
    decided_at: Mapped[datetime | None]
    job_id: Mapped[UUID | None]
    blob: Mapped[str | None]
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    assets: Mapped[int | None] = mapped_column(BigInteger)
    labels: Mapped[int | None] = mapped_column(BigInteger)
    manifest_sha256: Mapped[bytes | None]
    ready_at: Mapped[datetime | None]


class ApprovalRow(ProjectOwned, Base):
    """One person's approval of a release; never the requester's."""

    __tablename__ = "release_approval"
    __table_args__ = (Index("uq_release_approval", "release_id", "user_id", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"))
    user_id: Mapped[UUID]
    at: Mapped[datetime]


class HandoverRow(ProjectOwned, Base):
    """One recipient's single download of a release."""

    __tablename__ = "release_handover"
    __table_args__ = (Index("uq_release_handover", "release_id", "user_id", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"))
    user_id: Mapped[UUID]
    at: Mapped[datetime]
