"""What every table is made of: the declarative base, ownership marks and the sealed column."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, LargeBinary, MetaData, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from labelkeep.infra.vault import SealedBytes

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Sealed(TypeDecorator[SealedBytes]):
    """A vault column: holds only what ``Access.seal`` made, never plain text."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: SealedBytes | None, dialect: Any) -> bytes | None:
        """Pass sealed bytes on; the type checker keeps plain ones out."""
        return value

    def process_result_value(self, value: Any | None, dialect: Any) -> SealedBytes | None:
        """Return the sealed bytes as read."""
        return None if value is None else SealedBytes(bytes(value))


class Base(DeclarativeBase):
    """Base of all tables. ``covered`` names what proves a change of the table when no event of its own does."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        datetime: DateTime(timezone=True),
        SealedBytes: Sealed,
        list[str]: ARRAY(Text),
    }


class ProjectOwned:
    """Mark and column of a row that belongs to one project: every statement is limited to the scope's project."""

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=False)
