"""What goes in and out of the releases room."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class SnapshotIn(Strict):
    """A snapshot to take."""

    name: Name


class SnapshotOut(Strict):
    """A snapshot: assets that it holds, how many of them have a label, root (hex) over (asset, label)."""

    id: UUID
    name: str
    assets: int
    labels: int
    root: str
    created_at: datetime


class SnapshotsOut(Strict):
    """A page of snapshots, newest first."""

    items: list[SnapshotOut]
    next: str | None = None


class ReleaseIn(Strict):
    """A release to ask for. No splits or classes means all; no recipients means the person who asks."""

    snapshot_id: UUID
    format: Word
    splits: Annotated[list[Word], Field(min_length=1, max_length=20)] | None = None
    classes: Annotated[list[Word], Field(min_length=1, max_length=2_000)] | None = None
    only_reviewed: bool = True
    purpose: Sentence
    notes: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)] = ""
    recipients: Annotated[list[UUID], Field(max_length=50)] = []


class RefusalIn(Strict):
    """Why a release is refused."""

    reason: Sentence


class PersonRef(Strict):
    """A person by id and name."""

    id: UUID
    name: str


class SnapshotRef(Strict):
    """A snapshot by id and name."""

    id: UUID
    name: str


class ApprovalOut(Strict):
    """Who approved, and when."""

    by: PersonRef
    at: datetime


class RecipientOut(Strict):
    """Who may take the file, and when they did."""

    user: PersonRef
    downloaded_at: datetime | None


class Stamp(Strict):
    """One step of a release's life: requested, approved, refused, written, downloaded or failed."""

    kind: str
    at: datetime
    by: PersonRef | None


class Difference(Strict):
    """How many were added, removed, changed."""

    added: int
    removed: int
    changed: int


class Previous(Strict):
    """The release compared with."""

    id: UUID
    n: int


class Changes(Strict):
    """What differs from the release that was ready before; everything is new where there was none."""

    previous: Previous | None
    assets: Difference
    labels: Difference


class ReleaseOut(Strict):
    """A release and where it stands."""

    id: UUID
    n: int
    snapshot: SnapshotRef
    format: str
    splits: list[str] | None
    classes: list[str] | None
    only_reviewed: bool
    purpose: str
    notes: str
    state: str
    refusal: str | None
    requested_by: PersonRef
    requested_at: datetime
    approvals: list[ApprovalOut]
    approvals_needed: int
    recipients: list[RecipientOut]
    job: dict[str, Any] | None
    manifest_sha256: str | None
    bytes: int | None
    assets: int | None
    labels: int | None
    changes: Changes
    stamps: list[Stamp]


class ReleasesOut(Strict):
    """A page of releases, newest first."""

    items: list[ReleaseOut]
    next: str | None = None


class StatementOut(Strict):
    """What was signed: the manifest's text, the signed note over its SHA-256, and the ledger's verifier key."""

    manifest: str
    signature: str
    vkey: str
