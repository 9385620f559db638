"""What goes in and out of the assets room."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from labelkeep.domain.assets.grouping import Grouping
from labelkeep.domain.projects.shapes import JobOut

Split = Literal["train", "val", "test"]
SPLITS: tuple[Split, ...] = ("train", "val", "test")


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class UploadSource(Strict):
    """Files come through the browser or a program, in chunks."""

    kind: Literal["upload"]


class FolderSource(Strict):
    """Files are read in place from a folder below a root that the operator listed; an empty path is the root itself."""

    kind: Literal["folder"]
    root: Annotated[int, Field(ge=0, le=10_000)]
    path: Annotated[str, StringConstraints(max_length=4_096)] = ""


class ImportIn(Strict):
    """An import to open."""

    source: Annotated[UploadSource | FolderSource, Field(discriminator="kind")]
    format: Literal["auto", "coco", "voc", "yolo", "jsonl", "none"] = "auto"
    grouping: Grouping = "file"
    """What is one asset: each ``file``, or the pictures directly in one ``folder``, in the order of their names."""
    split: Split | None = None
    dry_run: bool = False
    """Read and report only: nothing is made."""


class ImportOut(Strict):
    """An import: where from, how far, what came of it, or of a dry run what would."""

    id: UUID
    state: str
    source: dict[str, Any]
    format: str
    grouping: str
    split: str | None
    dry_run: bool
    files: int
    assets_made: int
    objects_made: int
    refused: int
    repaired: int
    job: JobOut | None
    created_at: datetime
    created_by: UUID


class ImportsOut(Strict):
    """Imports, newest first."""

    items: list[ImportOut]
    next: str | None = None


class FileIn(Strict):
    """A file to upload: its name is data (folders with forward slashes), its size in bytes."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=1_024)]
    size: Annotated[int, Field(ge=0)]


class FileOut(Strict):
    """A file of an upload and how many bytes are here; parts of ``chunk_size`` bytes are best."""

    file_id: UUID
    received: int
    size: int
    chunk_size: int


class Received(Strict):
    """How many bytes are here now."""

    received: int


class ReportLine(Strict):
    """What is to be said about a file, or about one object of it."""

    file: str
    level: str
    code: str
    message: str
    object: str | None


class ReportCount(Strict):
    """How many lines of a report have this level and code."""

    level: str
    code: str
    n: int


class ReportCounts(Strict):
    """What a report holds, by level and code."""

    items: list[ReportCount]


class ReportOut(Strict):
    """Lines of a report in the order in which they came."""

    items: list[ReportLine]
    next: str | None


class RootOut(Strict):
    """A folder that the operator listed."""

    id: int
    path: str


class RootsOut(Strict):
    """All listed folders."""

    items: list[RootOut]


class Count(Strict):
    """How many there are; ``capped`` says that counting stopped there."""

    n: int
    capped: bool


class AssetRow(Strict):
    """One line of the asset list."""

    id: UUID
    name: str
    split: str | None
    state: str
    step: str | None
    status: str | None
    width: int
    height: int
    pages: int
    objects: int
    updated_at: datetime


class AssetsOut(Strict):
    """A page of assets."""

    items: list[AssetRow]
    next: str | None
    count: Count


class PartOut(Strict):
    """One file of an asset; ``name`` is its file without folder and ending where the asset has several, else empty."""

    id: UUID
    name: str
    role: str
    order: int
    width: int
    height: int
    pages: int
    bits: int
    media_type: str


class AssetOut(AssetRow):
    """One asset with its parts."""

    parts: list[PartOut]
    classes: list[str]
    version_id: UUID | None
    import_id: UUID
    created_at: datetime


class AssetFilter(Strict):
    """Filters of the asset list, and its page; ``name`` is the exact path."""

    state: Literal["active", "completed", "broken", "excluded"] | None = None
    step: Literal["label", "review"] | None = None
    status: Literal["todo", "doing", "redo", "blocked", "done", "skipped"] | None = None
    split: Split | None = None
    class_: Annotated[str | None, Field(alias="class", max_length=64)] = None
    name: Annotated[str | None, Field(max_length=1_024)] = None
    person: UUID | None = None
    """Who labelled or reviewed it."""
    since: AwareDatetime | None = None
    """Changed at this time or later."""
    before: AwareDatetime | None = None
    """Changed before this time."""
    issues: bool = False
    """Only those with a thread that waits."""
    after: Annotated[int, Field(ge=0, le=2**62)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100
