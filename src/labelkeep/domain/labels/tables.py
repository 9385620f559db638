"""Labels and their versions, which never change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base, ProjectOwned
from labelkeep.infra.vault import SealedBytes


class LabelRow(ProjectOwned, Base):
    """The answer for an asset in one slot; its versions tell how it came about."""

    __tablename__ = "label"
    __table_args__ = (Index("uq_label_slot", "asset_id", "slot", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"))
    slot: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class VersionRow(ProjectOwned, Base):
    """One immutable version of a label."""

    __tablename__ = "label_version"
    __table_args__ = (
        Index("uq_label_version_n", "label_id", "n", unique=True),
        Index("ix_label_version_asset", "asset_id", "created_at"),
        Index("ix_label_version_author", "author_id", "created_at"),
        Index("ix_label_version_day", "created_at", postgresql_using="brin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    label_id: Mapped[UUID] = mapped_column(ForeignKey("label.id"))
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"))
    n: Mapped[int]
    kind: Mapped[str]
    """``human``, ``review`` (edited by a reviewer) or ``import``."""
    author_id: Mapped[UUID]
    lease_id: Mapped[UUID | None]
    step: Mapped[str | None]
    cycle: Mapped[int]
    parent_id: Mapped[UUID | None]
    ontology_id: Mapped[UUID]
    guideline_opened: Mapped[UUID | None]
    guideline_submitted: Mapped[UUID | None]
    body: Mapped[SealedBytes]
    body_sha256: Mapped[bytes]
    objects: Mapped[int]
    classes: Mapped[list[str]]
    active_ms: Mapped[int] = mapped_column(BigInteger)
    elapsed_ms: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
