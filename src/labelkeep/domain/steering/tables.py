"""What was changed of many assets at once, and of which."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base, ProjectOwned
from labelkeep.infra.vault import SealedBytes


class SteeringRow(ProjectOwned, Base):
    """One change of many assets."""

    __tablename__ = "steering"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    verb: Mapped[str]
    undoes: Mapped[UUID | None]
    """The change that this one took back."""
    body: Mapped[SealedBytes]
    """``{"value", "before": {asset id: [split, priority of the label task, of the review task]}}`` as JSON."""
    n: Mapped[int]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]


class SteeringAssetRow(ProjectOwned, Base):
    """An asset that a change touched: the asset's history finds the change by it."""

    __tablename__ = "steering_asset"
    __table_args__ = (Index("ix_steering_asset_asset", "asset_id"),)

    steering_id: Mapped[UUID] = mapped_column(ForeignKey("steering.id"), primary_key=True)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"), primary_key=True)
