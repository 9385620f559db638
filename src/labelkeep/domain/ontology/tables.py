"""Versions of the ontology and of the guideline: never changed, only followed by the next."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base, ProjectOwned
from labelkeep.infra.vault import SealedBytes


class OntologyRow(ProjectOwned, Base):
    """One version of what may be labelled: classes, geometries, attributes."""

    __tablename__ = "ontology_version"
    __table_args__ = (Index("uq_ontology_version_n", "project_id", "n", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    n: Mapped[int]
    body: Mapped[SealedBytes]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]


class GuidelineRow(ProjectOwned, Base):
    """One version of the guideline's Markdown text."""

    __tablename__ = "guideline_version"
    __table_args__ = (Index("uq_guideline_version_n", "project_id", "n", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    n: Mapped[int]
    body: Mapped[SealedBytes]
    change_note: Mapped[SealedBytes | None]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]


class ReadingRow(ProjectOwned, Base):
    """That a person opened one version of the guideline, and when they said that they read it."""

    __tablename__ = "guideline_reading"
    __table_args__ = (Index("uq_guideline_reading", "user_id", "guideline_id", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID]
    guideline_id: Mapped[UUID] = mapped_column(ForeignKey("guideline_version.id"))
    read_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
