"""The first phases: which files there are, and what each is by its content."""

from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.core.errors import LabelkeepError
from labelkeep.domain.assets import actions, reporting
from labelkeep.domain.assets.actions import Mark
from labelkeep.domain.assets.intake import Media, Remark
from labelkeep.domain.assets.names import MAX_CHARS
from labelkeep.domain.assets.origins import InFolder, Named, Origin, named, origin_of, source_of
from labelkeep.domain.assets.phases import Turn, Watch, rows_after
from labelkeep.domain.assets.tables import ImportFileRow, ImportRow
from labelkeep.infra.blobs import SourceEntry, Uploads
from labelkeep.infra.ledger.rows import rows_root

BATCH = 1_000
_MIB = 1 << 20
_WHY = {
    "symlink": "This is a symbolic link; links are not followed.",
    "special": "This is a device, a pipe or a socket, not a file.",
    "unreadable": "The server may not read this folder.",
    "too_deep": "This folder lies too deep.",
}


class Listing:
    """Notes the files of a folder; those of an upload are noted already."""

    def __init__(self) -> None:
        self._open: dict[UUID, tuple[int, Iterator[SourceEntry]]] = {}

    def turn(self, access: Access[Import], row: ImportRow, at: int) -> Turn:
        """See ``Phase``. After a kill the folder is walked again: names that are noted already stay."""
        origin = origin_of(access, row)
        if not isinstance(origin, InFolder):
            return self._adopt(access, row, at)
        place, entries = self._open.pop(row.id, (0, origin.source.entries()))
        if place != at:
            place, entries = 0, origin.source.entries()
        watch = Watch()
        while not watch.over():
            batch = list(islice(entries, BATCH))
            if not batch:
                return Turn(None, place, place, f"{place} files found.")
            self._note(access, row, batch)
            place += len(batch)
        self._open[row.id] = (place, entries)
        return Turn(place, place, None, f"{place} files found so far.")

    def forget(self, row: ImportRow) -> None:
        """See ``Phase``."""
        self._open.pop(row.id, None)

    def _adopt(self, access: Access[Import], row: ImportRow, at: int) -> Turn:
        """Take over the uploads of a dry run, as they were sent; without one all files are here."""
        tried = source_of(access, row).get("tried")
        batch = rows_after(access, access.get(ImportRow, UUID(tried)), at, BATCH) if tried else None
        if not batch:
            return Turn(None, row.files, row.files, "All files are here.")
        files = [(named(access, file).name, file.size_bytes, file.upload, "ready") for file in batch]
        actions.add_files(access, row, files)
        return Turn(batch[-1].seq, row.files, None, "Taking over the files of the dry run.")

    def _note(self, access: Access[Import], row: ImportRow, batch: list[SourceEntry]) -> None:
        limit = access.house.settings.max_upload_mib
        whys = [_why(entry, limit) for entry in batch]
        files: list[tuple[str, int, str | None, str]] = [
            (entry.path, entry.size, None, "refused" if why else "ready")
            for entry, why in zip(batch, whys, strict=True)
        ]
        new = actions.add_files(access, row, files)
        remarks = [
            Remark(entry.path, "refused", *why)
            for place, (entry, why) in enumerate(zip(batch, whys, strict=True))
            if why and place in new
        ]
        reporting.write(access, row.id, remarks)
        actions.progress(access, row.id, refused=len(remarks))


def _why(entry: SourceEntry, limit: int) -> tuple[str, str] | None:
    if entry.refused:
        return f"source.{entry.refused}", _WHY[entry.refused]
    if entry.size > limit * _MIB:
        return "import.file_too_large", f"The file is larger than {limit} MiB, which is the most that is read here."
    if len(entry.path) > MAX_CHARS * 4:
        return "import.name_too_long", "The path of this file is too long."
    return None


class Looking:
    """Joins uploads and says of each file by its content whether it is a picture."""

    def __init__(self, media: Media) -> None:
        self._media = media

    def turn(self, access: Access[Import], row: ImportRow, at: int) -> Turn:
        """See ``Phase``."""
        origin, watch = origin_of(access, row), Watch()
        marks: list[Mark] = []
        remarks: list[Remark] = []
        hashes: list[tuple[UUID, bytes]] = []
        batch = rows_after(access, row, at, BATCH, "ready")
        for file in batch:
            marks.append(self._look(access, origin, file, remarks, hashes))
            at = file.seq
            if watch.over():
                break
        actions.mark_files(access, marks)
        reporting.write(access, row.id, remarks)
        actions.progress(access, row.id, refused=len(remarks))
        if hashes:
            access.note("import.received", "import", row.id, files=len(hashes), root=rows_root(hashes).hex())
        return Turn(at if batch else None, 0, None, "Looking at the files.")

    def forget(self, row: ImportRow) -> None:
        """See ``Phase``."""

    def _look(
        self,
        access: Access[Import],
        origin: Origin,
        row: ImportFileRow,
        remarks: list[Remark],
        hashes: list[tuple[UUID, bytes]],
    ) -> Mark:
        file = named(access, row)
        try:
            if row.upload:
                ref = Uploads(access.house.blobs, access.project_id).finish(UUID(row.upload))
                hashes.append((row.id, ref.sha256))
                file = Named(file.id, file.seq, file.name, ref.size, ref.id)
            head = origin.head(file, self._media.head_bytes)
        except LabelkeepError as error:
            remarks.append(Remark(file.name, "refused", error.code, error.message))
            return Mark(file.id, "refused", file.blob)
        kind = self._media.sniff(head, file.name)
        return Mark(file.id, "picture" if kind else "other", file.blob)
