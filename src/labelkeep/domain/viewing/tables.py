"""Views."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base, ProjectOwned


class ViewRow(ProjectOwned, Base):
    """One person's permission to see one asset now, bound to session and minutes."""

    __tablename__ = "view"
    __table_args__ = (
        Index("ix_view_person", "project_id", "user_id", "ends_at"),
        Index("ix_view_asset", "asset_id"),
        Index("ix_view_lease", "lease_id"),
        Index("ix_view_open", "project_id", "ends_at", postgresql_where=literal_column("closed_at is null")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"))
    user_id: Mapped[UUID]
    session_id: Mapped[UUID]
    lease_id: Mapped[UUID | None]
    ground: Mapped[str]
    """``lease``, ``review`` or ``explore``."""
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    display_n: Mapped[int] = mapped_column(default=0)
    window_center: Mapped[float | None]
    window_width: Mapped[float | None]
    gamma: Mapped[float] = mapped_column(default=1.0)
    invert: Mapped[bool] = mapped_column(default=False)


class ViewCounterRow(ProjectOwned, Base):
    """Tiles and bytes served in a view; summed up by the event at its close."""

    __tablename__ = "view_counter"

    view_id: Mapped[UUID] = mapped_column(ForeignKey("view.id"), primary_key=True)
    tiles: Mapped[int] = mapped_column(default=0)
    size_bytes: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
