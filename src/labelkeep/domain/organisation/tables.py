"""The one row of the organisation's rules; none means that nothing was set."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.infra.db.model import Base


class OrganisationRow(Base):
    """Rules for everybody. Its id is that of the site."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    networks: Mapped[list[str] | None]
    """From where people may work, as CIDR; None lets every address in."""
    factor_required: Mapped[bool] = mapped_column(default=False)
    """Whether everybody must show a second factor."""
    factor_roles: Mapped[list[str]]
    """Roles, of a project or of the organisation, whose holders must."""
    changed_at: Mapped[datetime]
