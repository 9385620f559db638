"""Policy versions: immutable once in force."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base, ProjectOwned
from labelkeep.infra.vault import SealedBytes


class PolicyRow(ProjectOwned, Base):
    """One version of a project's policy."""

    __tablename__ = "policy_version"
    __table_args__ = (Index("uq_policy_version_n", "project_id", "n", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    n: Mapped[int]
    state: Mapped[str]
    """``proposed``, ``in_force``, ``superseded`` or ``refused``."""
    exposure: Mapped[str]
    delivery: Mapped[str]
    inference: Mapped[list[str]]
    approvals: Mapped[int]
    thumbnails: Mapped[bool]
    note: Mapped[SealedBytes | None]
    """The operating note's four answers as JSON."""
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    waits_for: Mapped[UUID | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
