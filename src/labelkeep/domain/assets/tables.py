"""Assets, their parts and renditions, imports and their reports."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base, ProjectOwned
from labelkeep.infra.vault import SealedBytes


class AssetRow(ProjectOwned, Base):
    """One thing to label."""

    __tablename__ = "asset"
    __table_args__ = (
        Index("ix_asset_list", "project_id", "seq"),
        Index("ix_asset_state", "project_id", "state", "seq"),
        Index("ix_asset_split", "project_id", "split", "seq"),
        Index("uq_asset_name", "project_id", "name_index", unique=True),
        Index("ix_asset_classes", "classes", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    """Order of the list; never shown."""
    name: Mapped[SealedBytes]
    name_index: Mapped[bytes]
    """Keyed hash of the whole path, so that an annotation file finds its picture."""
    split: Mapped[str | None]
    group_index: Mapped[bytes | None]
    """Keyed hash of the group key (patient, scene)."""
    state: Mapped[str] = mapped_column(default="active")
    """``active``, ``completed``, ``broken`` or ``excluded``."""
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    objects: Mapped[int] = mapped_column(default=0)
    classes: Mapped[list[str]] = mapped_column(default=list)
    label_id: Mapped[UUID | None]
    version_id: Mapped[UUID | None]
    """The current label version."""
    import_id: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class PartRow(ProjectOwned, Base):
    """One file of an asset, by role and order, with the rendition that is shown of it."""

    __tablename__ = "asset_part"
    __table_args__ = (Index("ix_asset_part_asset", "asset_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"))
    role: Mapped[str] = mapped_column(default="main")
    position: Mapped[int] = mapped_column(default=0)
    media_type: Mapped[str]
    source_blob: Mapped[str]
    source_sha256: Mapped[bytes]
    source_bytes: Mapped[int] = mapped_column(BigInteger)
    width: Mapped[int]
    height: Mapped[int]
    pages: Mapped[int]
    bits: Mapped[int]
    rendition_id: Mapped[UUID]
    """Changes when the rendition does; labels name the one that they were drawn on."""
    pyramid_blob: Mapped[str]
    pyramid_bytes: Mapped[int] = mapped_column(BigInteger)
    facts: Mapped[SealedBytes]
    """What the data type found: orientation, colour, default window ... as JSON."""


class ImportRow(ProjectOwned, Base):
    """One import: where from, how far, what came of it."""

    __tablename__ = "import"
    __table_args__ = (Index("ix_import_project", "project_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    state: Mapped[str] = mapped_column(default="open")
    source: Mapped[SealedBytes]
    """``{"kind": "upload"}`` or ``{"kind": "folder", "root": n, "path": "..."}``; ``"tried"`` names the dry run."""
    format: Mapped[str]
    dry_run: Mapped[bool] = mapped_column(default=False)
    """Reads and reports as an import does, and makes nothing."""
    grouping: Mapped[str] = mapped_column(default="file")
    """What is one asset: each ``file``, or the pictures of each ``folder``."""
    split: Mapped[str | None]
    job_id: Mapped[UUID | None]
    files: Mapped[int] = mapped_column(default=0)
    assets_made: Mapped[int] = mapped_column(default=0)
    objects_made: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    repaired: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]


class ImportFileRow(ProjectOwned, Base):
    """One uploaded or listed file of an import."""

    __tablename__ = "import_file"
    __table_args__ = (
        Index("ix_import_file_import", "import_id", "seq"),
        Index("uq_import_file_name", "import_id", "name_index", unique=True),
        Index("ix_import_file_group", "import_id", "group_index"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    import_id: Mapped[UUID] = mapped_column(ForeignKey("import.id"))
    name: Mapped[SealedBytes]
    name_index: Mapped[bytes]
    """Keyed hash of the name: one name stands once in an import, so a file is never taken twice."""
    group_index: Mapped[bytes | None]
    """Keyed hash of its folder, where the pictures of a folder are one asset."""
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    upload: Mapped[str | None]
    """Handle of the resumable upload while it lasts."""
    blob: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="open")
    """``open`` (receiving), ``ready``, ``picture`` or ``other`` (by its content), ``done`` or ``refused``."""
    asset_id: Mapped[UUID | None]
    """The asset that this file is shown as, made by this import or found there already."""
    part_id: Mapped[UUID | None]
    """Its part of that asset; none where the file could not be read."""


class ReportRow(ProjectOwned, Base):
    """One line of an import's report."""

    __tablename__ = "import_report"
    __table_args__ = (Index("ix_import_report_import", "import_id", "level", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    import_id: Mapped[UUID] = mapped_column(ForeignKey("import.id"))
    level: Mapped[str]
    code: Mapped[str]
    body: Mapped[SealedBytes]
    """``{"file", "object", "message"}`` as JSON."""
