"""Opening an import, receiving its files, starting and cancelling it."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from labelkeep.access import jobs
from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.core.errors import LabelkeepError, NotFound
from labelkeep.core.ids import new_id
from labelkeep.domain.assets import names, reporting
from labelkeep.domain.assets.errors import (
    DeliveryUnsupported,
    DryRunNeeded,
    FileNameTaken,
    FilesOpen,
    FileTooLarge,
    ImportClosed,
    PolicyMissing,
)
from labelkeep.domain.assets.grouping import asset_name
from labelkeep.domain.assets.intake import Remark
from labelkeep.domain.assets.origins import folder_of, source_of
from labelkeep.domain.assets.shapes import FileIn, FolderSource, ImportIn
from labelkeep.domain.assets.tables import ImportFileRow, ImportRow
from labelkeep.infra.blobs import Uploads
from labelkeep.infra.db.tables import JobRow

CHUNK = 8 << 20
"""Bytes of a part of an upload that suit best."""
ENDED = ("done", "failed", "cancelled")
_MIB = 1 << 20


def open_import(access: Access[Import], wanted: ImportIn) -> ImportRow:
    """Open an import; nothing is read yet. Raises ``PolicyMissing``, ``DeliveryUnsupported``, ``RootUnknown``."""
    if access.standing.policy_id is None:
        raise PolicyMissing("This project has no policy yet: agree on one first, then import.")
    if access.standing.delivery != "rendered":
        raise DeliveryUnsupported("This project's policy keeps files away from the server, so nothing can be imported.")
    if isinstance(wanted.source, FolderSource):
        folder_of(access, wanted.source.root, wanted.source.path)
    return _open(
        access, wanted.source.model_dump(), Settings(wanted.format, wanted.grouping, wanted.split, wanted.dry_run)
    )


def import_for_real(access: Access[Import], import_id: UUID) -> ImportRow:
    """Import what a dry run has read, with the same settings; uploaded files are not sent again.

    Raises ``DryRunNeeded`` where there is no finished dry run, and what opening an import raises.
    """
    tried = access.get(ImportRow, import_id)
    if not tried.dry_run or tried.state != "done":
        raise DryRunNeeded("Only a dry run that has come to its end can be imported for real.")
    if access.standing.delivery != "rendered":
        raise DeliveryUnsupported("This project's policy keeps files away from the server, so nothing can be imported.")
    source = source_of(access, tried) | {"tried": str(tried.id)}
    return start(access, _open(access, source, Settings(tried.format, tried.grouping, tried.split)).id)


class Settings(NamedTuple):
    """What an import does with its files."""

    format: str
    grouping: str
    split: str | None
    dry_run: bool = False


def _open(access: Access[Import], source: dict[str, Any], how: Settings) -> ImportRow:
    import_id = new_id()
    row = ImportRow(
        id=import_id,
        project_id=access.project_id,
        state="open",
        source=access.seal_json("import", "source", import_id, source),
        format=how.format,
        grouping=how.grouping,
        split=how.split,
        dry_run=how.dry_run,
        created_by=access.actor.id,
        created_at=access.now,
    )
    access.add(row)
    access.flush()
    grouped = {} if how.grouping == "file" else {"grouping": how.grouping}
    access.record(row, "import.opened", source=source, format=how.format, split=how.split, **grouped, **_dry(row))
    return row


def _dry(row: ImportRow) -> dict[str, Any]:
    return {"dry_run": True} if row.dry_run else {}


def add_file(access: Access[Import], import_id: UUID, wanted: FileIn) -> ImportFileRow:
    """Begin to receive a file, or go on with the same one. Raises ``FileTooLarge``, ``FileNameTaken``."""
    row = _receiving(access, import_id)
    limit = access.house.settings.max_upload_mib
    if wanted.size > limit * _MIB:
        raise FileTooLarge(f"A file may have at most {limit} MiB here.", size=wanted.size, limit=limit * _MIB)
    index = names.index_of(access.key, wanted.name)
    known = _by_name(access, row.id, index)
    if known is None:
        upload = Uploads(access.house.blobs, access.project_id).begin(wanted.size)
        state = "open" if wanted.size else "ready"
        add_files(access, row, [(wanted.name, wanted.size, str(upload), state)])
        known = _by_name(access, row.id, index)
    if known is None or known.size_bytes != wanted.size:
        raise FileNameTaken("This import already has a file of this name with another size.")
    return known


def append(access: Access[Import], import_id: UUID, file_id: UUID, offset: int, chunk: bytes) -> int:
    """Add bytes to a file; return how many are here. Raises what ``Uploads.append`` raises, and ``ImportClosed``."""
    _receiving(access, import_id)
    file = file_of(access, import_id, file_id)
    received = _uploads(access).append(UUID(file.upload), offset, chunk)
    if received == file.size_bytes:
        mark_files(access, [Mark(file.id, "ready")])
    return received


def received(access: Access[Import], import_id: UUID, file_id: UUID) -> tuple[ImportFileRow, int]:
    """Return a file and how many of its bytes are here."""
    file = file_of(access, import_id, file_id)
    return file, received_of(access, file)


def received_of(access: Access[Import], file: ImportFileRow) -> int:
    """Return how many bytes of a file are here."""
    if file.state != "open" or file.upload is None:
        return file.size_bytes
    return _uploads(access).received(UUID(file.upload))


def start(access: Access[Import], import_id: UUID) -> ImportRow:
    """Queue the import's job. Raises ``FilesOpen`` while files of an upload are not complete, ``TooManyJobs``."""
    row = access.get(ImportRow, import_id, lock=True)
    if row.state != "open":
        raise ImportClosed("This import was started already.")
    _require_complete(access, row)
    row.job_id = jobs.start(access, "import", row.id).id
    row.state = "queued"
    access.record(row, "import.started", files=row.files)
    return row


def cancel(access: Access[Import], import_id: UUID) -> ImportRow:
    """Stop an import; what it made so far is kept, and the report says what that is."""
    row = access.get(ImportRow, import_id)
    if row.state not in ("open", "queued", "running"):
        raise ImportClosed("This import has ended already.")
    if row.job_id is not None:
        jobs.cancel(access, access.get(JobRow, row.job_id, lock=True))
        access.flush()
    row = access.get(ImportRow, import_id, lock=True)
    stop(access, row, None)
    return row


def stop(access: Access[Import], row: ImportRow, error: LabelkeepError | None) -> None:
    """End an import before its time and say in its report what was kept; one that has ended stays as it is."""
    if row.state in ENDED:
        return
    state = "failed" if error else "cancelled"
    why = error.message if error else "The import was cancelled."
    kept = f"{row.assets_made} pictures and {row.objects_made} objects were kept. Import the same again to go on."
    if row.dry_run:
        kept = "This was a dry run: nothing was made."
    reporting.write(access, row.id, [Remark("", "warning", f"import.{state}", f"{why} {kept}")])
    finish(access, row, state, code=error.code if error else None)


def finish(access: Access[Import], row: ImportRow, state: str, **facts: Any) -> None:
    """Put an import into its last state, recorded with what it came to; an ended one stays as it is."""
    if row.state in ENDED:
        return
    row.state = state
    action = {"done": "import.finished", "failed": "import.failed", "cancelled": "import.cancelled"}[state]
    sums = {name: getattr(row, name) for name in ("files", "assets_made", "objects_made", "refused", "repaired")}
    access.record(row, action, **sums, **_dry(row), **facts)


def add_files(access: Access[Import], row: ImportRow, files: list[tuple[str, int, str | None, str]]) -> set[int]:
    """Note files by (name, size, upload, state) and return the places of those that were new."""
    ids = [new_id() for _ in files]
    made = access.run(
        "import_files_add",
        **{"import": row.id},
        project=access.project_id,
        ids=ids,
        names=[access.seal("import_file", "name", new, names.raw(f[0])) for new, f in zip(ids, files, strict=True)],
        indexes=[names.index_of(access.key, file[0]) for file in files],
        groups=[_group(access, row, file[0]) for file in files],
        sizes=[file[1] for file in files],
        uploads=[file[2] for file in files],
        states=[file[3] for file in files],
    )
    new = {each.id for each in made}
    progress(access, row.id, files=len(new))
    return {place for place, each in enumerate(ids) if each in new}


def _group(access: Access[Import], row: ImportRow, name: str) -> bytes | None:
    return None if row.grouping == "file" else names.index_of(access.key, asset_name(name, row.grouping))


class Mark(NamedTuple):
    """How far a file came: its state, the blob of an upload, the asset and its part that it is shown as."""

    id: UUID
    state: str
    blob: str | None = None
    asset: UUID | None = None
    part: UUID | None = None


def mark_files(access: Access[Import], marks: Sequence[Mark]) -> None:
    """Set files as far as they came; what a mark leaves out stays."""
    if marks:
        columns = zip(("ids", "states", "blobs", "assets", "parts"), zip(*marks, strict=True), strict=True)
        access.run("import_files_mark", project=access.project_id, **{name: list(column) for name, column in columns})


def progress(access: Access[Import], import_id: UUID, **added: int) -> None:
    """Add to an import's counters."""
    sums = {"files": 0, "assets": 0, "objects": 0, "refused": 0, "repaired": 0} | added
    access.run("import_progress", **{"import": import_id}, project=access.project_id, **sums)


def file_of(access: Access[Import], import_id: UUID, file_id: UUID) -> ImportFileRow:
    """Return a file of an upload. Raises ``NotFound``."""
    file = access.get(ImportFileRow, file_id)
    if file.import_id != import_id or file.upload is None:
        raise NotFound
    return file


def _receiving(access: Access[Import], import_id: UUID) -> ImportRow:
    row = access.get(ImportRow, import_id)
    if row.state != "open":
        raise ImportClosed("This import takes no more files.")
    if access.unseal_json("import", "source", row.id, row.source)["kind"] != "upload":
        raise ImportClosed("This import reads a folder: it takes no files.")
    return row


def _by_name(access: Access[Import], import_id: UUID, index: bytes) -> ImportFileRow | None:
    query = select(ImportFileRow).where(ImportFileRow.import_id == import_id, ImportFileRow.name_index == index)
    return access.find(query).one_or_none()


def _require_complete(access: Access[Import], row: ImportRow) -> None:
    query = select(ImportFileRow).where(ImportFileRow.import_id == row.id, ImportFileRow.state == "open")
    waiting = access.find(query.limit(10)).all()
    if waiting:
        total = access.find(
            select(func.count(ImportFileRow.id)).where(ImportFileRow.import_id == row.id, ImportFileRow.state == "open")
        ).one()
        shown = [names.shown(names.name_of(access.unseal("import_file", "name", one.id, one.name))) for one in waiting]
        raise FilesOpen(f"{total} files are not complete yet: send the rest first.", files=shown)


def _uploads(access: Access[Import]) -> Uploads:
    return Uploads(access.house.blobs, access.project_id)
