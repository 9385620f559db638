"""The phase that makes assets: each picture is described and cut in the sandbox, and stored as a sealed pyramid."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.core.errors import Invalid, LabelkeepError
from labelkeep.core.hashing import sha256_of
from labelkeep.domain.assets import names
from labelkeep.domain.assets.candidates import Candidate, Made, together
from labelkeep.domain.assets.grouping import MOST_PARTS, asset_name
from labelkeep.domain.assets.intake import Media
from labelkeep.domain.assets.origins import Named, Origin, named, origin_of
from labelkeep.domain.assets.phases import Turn, Watch, files_after, files_waiting
from labelkeep.domain.assets.storing import store
from labelkeep.domain.assets.tables import AssetRow, ImportFileRow, ImportRow
from labelkeep.domain.assets.telling import tell_made, tell_there
from labelkeep.domain.assets.trying import Trials
from labelkeep.infra.blobs import BlobRef
from labelkeep.infra.sandbox import SandboxUnavailable

LOOK_AHEAD = 200
TRIES = 3
_AGAIN = ("sandbox.unavailable", "media.crashed")


class TooManyParts(Invalid):
    """A folder has more pictures than one asset may have."""

    code = "asset.too_many_parts"


class Pictures:
    """Makes one asset of each picture, at most one of each name in the project; a dry run reads them and keeps none."""

    def __init__(self, media: Media, trials: Trials) -> None:
        self._media = media
        self._trials = trials

    def turn(self, access: Access[Import], row: ImportRow, at: int) -> Turn:
        """See ``Phase``. What was cut before a kill is cut again and found to be stored already."""
        batch = _batch(access, row, at)
        if not batch:
            return Turn(None, row.files, row.files, "All pictures were read.")
        made, at = self._cut(access, row, batch, set(_known(access, [name for name, _ in batch])))
        access.run("import_lock", project=access.project_id)
        known = _known(access, [one.name for one in made])
        fresh = [one for one in made if one.name not in known]
        if row.dry_run:
            for part in (part for one in fresh for part in one.pictures):
                self._trials.note(row, part.file, part.size)
        else:
            store(access, row, fresh)
        tell_made(access, row, fresh)
        tell_there(access, row, [one for one in made if one.name in known], known)
        waiting = files_waiting(access, row, "picture")
        return Turn(at, row.files - waiting, row.files, f"Reading pictures, {waiting} to go.")

    def forget(self, row: ImportRow) -> None:
        """See ``Phase``."""
        self._trials.forget(row)

    def _cut(
        self, access: Access[Import], row: ImportRow, batch: list[tuple[str, list[Named]]], known: set[str]
    ) -> tuple[list[Candidate], int]:
        """Cut files side by side until the second is over, and say where to go on.

        An asset's files are never parted. Of names that are known only the hash is taken.
        """
        origin, watch, grouped = origin_of(access, row), Watch(), row.grouping == "folder"
        made: list[Candidate] = []
        blobs, project_id, workers = access.house.blobs, access.project_id, self._media.workers

        def keep(content: Iterator[bytes]) -> BlobRef | None:
            if not row.dry_run:
                return blobs.put(project_id, content)
            for _ in content:  # a picture that is damaged says so only when all of it is read
                pass
            return None

        def work(job: tuple[str, int, Named]) -> Made:
            name, count, file = job
            if count > MOST_PARTS:
                message = f"The folder has {count} pictures; one asset has at most {MOST_PARTS}. Part the folder."
                return Made(file, error=TooManyParts(message))
            return _hashed(origin, file) if name in known else _make(self._media, origin, keep, file)

        with ThreadPoolExecutor(workers) as pool:
            for some in _portions(batch, workers):
                jobs = [(name, len(files), file) for name, files in some for file in files]
                cut = iter(list(pool.map(work, jobs)))
                made += [
                    Candidate(name, [next(cut) for _ in files], grouped and files[0].name != name)
                    for name, files in some
                ]
                if watch.over():
                    break
        return made, 1 if grouped else made[-1].pictures[-1].file.seq


def _batch(access: Access[Import], row: ImportRow, at: int) -> list[tuple[str, list[Named]]]:
    """Return the next assets by name with their files; folders are looked for anew, since their files come anyhow."""
    if row.grouping == "file":
        return [(file.name, [file]) for file in files_after(access, row, at, LOOK_AHEAD, "picture")]
    waiting = (ImportFileRow.import_id == row.id, ImportFileRow.state == "picture")
    first = select(ImportFileRow.group_index).where(*waiting).order_by(ImportFileRow.seq).limit(LOOK_AHEAD)
    groups = set(access.find(first))
    rows = access.find(select(ImportFileRow).where(*waiting, ImportFileRow.group_index.in_(groups)))
    files = [named(access, file) for file in rows]
    return list(together((asset_name(file.name, row.grouping), file) for file in files))


def _portions(batch: list[tuple[str, list[Named]]], files: int) -> Iterator[list[tuple[str, list[Named]]]]:
    """Yield assets in portions of so many files, or of one asset that has more."""
    portion: list[tuple[str, list[Named]]] = []
    for one in batch:
        portion.append(one)
        if sum(len(each) for _, each in portion) >= files:
            yield portion
            portion = []
    if portion:
        yield portion


def _hashed(origin: Origin, file: Named) -> Made:
    try:
        return Made(file, source_sha256=sha256_of(origin.chunks(file)))
    except LabelkeepError as error:
        return Made(file, error=error)


def _make(media: Media, origin: Origin, keep: Callable[[Iterator[bytes]], BlobRef | None], file: Named) -> Made:
    """Cut one picture: no session here, this runs beside others."""
    made = Made(file)
    digest = hashlib.sha256()

    def counted() -> Iterator[bytes]:
        nonlocal digest
        digest, made.source_bytes = hashlib.sha256(), 0
        for piece in origin.chunks(file):
            digest.update(piece)
            made.source_bytes += len(piece)
            yield piece

    def chunks() -> Iterable[bytes]:
        return counted()

    for attempt in range(TRIES):
        try:
            cut = media.cut(chunks, file.name)
            made.pyramid = keep(cut.stored())
            made.facts, made.error = cut.facts, None
            break
        except LabelkeepError as error:
            # a decoder may end for want of something that has nothing to do with the file: ask again first
            made.error = error
            if isinstance(error, SandboxUnavailable) and attempt + 1 == TRIES:
                raise
            if error.code not in _AGAIN:
                break
    made.source_sha256 = digest.digest()
    return made


def _known(access: Access[Import], wanted: list[str]) -> dict[str, UUID]:
    """Return the names that the project has already, with their assets."""
    # one name is one asset, whoever imports it from where: labels and releases call it by this name
    by_index = {names.index_of(access.key, name): name for name in wanted}
    found = access.rows(select(AssetRow.name_index, AssetRow.id).where(AssetRow.name_index.in_(list(by_index))))
    return {by_index[bytes(each.name_index)]: each.id for each in found}
