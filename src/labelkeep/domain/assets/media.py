"""The phase that makes assets: each picture is described and cut in the sandbox, and stored as a sealed pyramid."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

import orjson
from sqlalchemy import select

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.core.errors import LabelkeepError
from labelkeep.core.hashing import sha256, sha256_of
from labelkeep.core.ids import new_id
from labelkeep.domain.assets import actions, names, reporting
from labelkeep.domain.assets.intake import Media, Remark
from labelkeep.domain.assets.origins import Named, Origin, origin_of
from labelkeep.domain.assets.phases import Turn, Watch, files_after, files_waiting
from labelkeep.domain.assets.tables import AssetRow, ImportRow, PartRow
from labelkeep.domain.assets.trying import UNREAD, Trials
from labelkeep.infra.blobs import BlobRef
from labelkeep.infra.ledger.rows import rows_root
from labelkeep.infra.sandbox import SandboxUnavailable

LOOK_AHEAD = 200
TRIES = 3
_AGAIN = ("sandbox.unavailable", "media.crashed")
_SAME: tuple[Literal["ok"], str, str] = (
    "ok",
    "asset.already_there",
    "This picture is here already; it was kept as it is.",
)
_OTHER: tuple[Literal["refused"], str, str] = (
    "refused",
    "asset.name_taken",
    "Another picture of this name is here; it was kept. Import from the folder above, or give this one another name.",
)


@dataclass(slots=True)
class Made:
    """What became of one file: a pyramid with facts, or the error that says why not."""

    file: Named
    facts: dict[str, Any] | None = None
    pyramid: BlobRef | None = None
    source_sha256: bytes = b""
    source_bytes: int = 0
    error: LabelkeepError | None = None
    asset_id: UUID = field(default_factory=new_id)

    @property
    def broken(self) -> bool:
        """A picture that is truncated or damaged: it becomes an asset that says so. All else is refused."""
        return self.error is not None and self.error.code == "media.broken"


class Pictures:
    """Makes one asset of each picture, at most one of each name in the project; a dry run reads them and keeps none."""

    def __init__(self, media: Media, trials: Trials) -> None:
        self._media = media
        self._trials = trials

    def turn(self, access: Access[Import], row: ImportRow, at: int) -> Turn:
        """See ``Phase``. What was cut before a kill is cut again and found to be stored already."""
        batch = files_after(access, row, at, LOOK_AHEAD, "picture")
        if not batch:
            return Turn(None, row.files, row.files, "All pictures were read.")
        made = self._cut(access, row, batch, set(_known(access, batch)))
        access.run("import_lock", project=access.project_id)
        known = _known(access, [one.file for one in made])
        fresh = [one for one in made if one.file.name not in known]
        if row.dry_run:
            self._note(row, fresh)
        else:
            _store(access, row, fresh)
        _report(access, row, fresh)
        _report_there(access, row, [one for one in made if one.file.name in known], known)
        waiting = files_waiting(access, row, "picture")
        return Turn(made[-1].file.seq, row.files - waiting, row.files, f"Reading pictures, {waiting} to go.")

    def forget(self, row: ImportRow) -> None:
        """See ``Phase``."""
        self._trials.forget(row)

    def _note(self, row: ImportRow, fresh: list[Made]) -> None:
        for one in fresh:
            facts = one.facts if one.error is None else None
            size = (facts["width"], facts["height"], facts["pages"]) if facts else UNREAD
            self._trials.note(row, one.file, size)

    def _cut(self, access: Access[Import], row: ImportRow, batch: list[Named], known: set[str]) -> list[Made]:
        """Cut files side by side until the second is over; of names that are known only the hash is taken."""
        origin, watch = origin_of(access, row), Watch()
        made: list[Made] = []
        blobs, project_id = access.house.blobs, access.project_id

        def keep(content: Iterator[bytes]) -> BlobRef | None:
            if not row.dry_run:
                return blobs.put(project_id, content)
            for _ in content:  # a picture that is damaged says so only when all of it is read
                pass
            return None

        def work(file: Named) -> Made:
            return _hashed(origin, file) if file.name in known else _make(self._media, origin, keep, file)

        with ThreadPoolExecutor(self._media.workers) as pool:
            for first in range(0, len(batch), self._media.workers):
                made += pool.map(work, batch[first : first + self._media.workers])
                if watch.over():
                    break
        return made


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


def _known(access: Access[Import], files: list[Named]) -> dict[str, UUID]:
    """Return the names that the project has already, with their assets."""
    # one name is one asset, whoever imports it from where: labels and releases call it by this name
    by_index = {names.index_of(access.key, file.name): file.name for file in files}
    found = access.rows(select(AssetRow.name_index, AssetRow.id).where(AssetRow.name_index.in_(list(by_index))))
    return {by_index[bytes(each.name_index)]: each.id for each in found}


def _store(access: Access[Import], row: ImportRow, fresh: list[Made]) -> None:
    kept = [one for one in fresh if one.error is None or one.broken]
    if not kept:
        return
    whole = [one for one in kept if one.facts is not None and one.pyramid is not None]
    root = rows_root([(one.asset_id, _row_hash(access, one)) for one in kept]).hex()
    event = access.compose(
        "assets.imported", "import", row.id, assets=len(kept), broken=len(kept) - len(whole), root=root
    )
    access.run(
        "assets_import",
        **{"import": row.id},
        project=access.project_id,
        now=access.now,
        split=row.split,
        ids=[one.asset_id for one in kept],
        names=[access.seal("asset", "name", one.asset_id, names.raw(one.file.name)) for one in kept],
        indexes=[names.index_of(access.key, one.file.name) for one in kept],
        states=["broken" if one.broken else "active" for one in kept],
        **{f"{name}s": [(one.facts or {}).get(name, 0) for one in kept] for name in ("width", "height")},
        pages=[(one.facts or {}).get("pages", 0) for one in kept],
        **_parts(access, whole),
        **event,
    )


def _parts(access: Access[Import], whole: list[Made]) -> dict[str, list[Any]]:
    ids = [new_id() for _ in whole]
    facts = [one.facts or {} for one in whole]
    pyramids = [one.pyramid for one in whole if one.pyramid is not None]
    return {
        "part_ids": ids,
        "part_assets": [one.asset_id for one in whole],
        "media_types": [each["media_type"] for each in facts],
        "source_blobs": [one.file.blob or "" for one in whole],
        "source_hashes": [one.source_sha256 for one in whole],
        "source_sizes": [one.source_bytes for one in whole],
        "part_widths": [each["width"] for each in facts],
        "part_heights": [each["height"] for each in facts],
        "part_pages": [each["pages"] for each in facts],
        "bits": [each["bits"] for each in facts],
        "renditions": [new_id() for _ in whole],
        "pyramids": [ref.id for ref in pyramids],
        "pyramid_sizes": [ref.size for ref in pyramids],
        "facts": [access.seal_json("asset_part", "facts", new, each) for new, each in zip(ids, facts, strict=True)],
    }


def _row_hash(access: Access[Import], one: Made) -> bytes:
    body = {
        "name": names.index_of(access.key, one.file.name).hex(),
        "source": one.source_sha256.hex(),
        "pyramid": one.pyramid.sha256.hex() if one.pyramid else None,
    }
    return sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS))


def _report(access: Access[Import], row: ImportRow, fresh: list[Made]) -> None:
    remarks: list[Remark] = []
    marks: list[tuple[UUID, str, str | None, UUID | None]] = []
    for one in fresh:
        refused = one.error is not None and not one.broken
        asset_id = None if refused or row.dry_run else one.asset_id
        marks.append((one.file.id, "refused" if refused else "done", None, asset_id))
        remarks.append(_said(one))
    actions.mark_files(access, marks)
    reporting.write(access, row.id, remarks)
    refused = sum(1 for one in fresh if one.error is not None)
    kept = sum(1 for one in fresh if one.error is None or one.broken)
    actions.progress(access, row.id, assets=kept, refused=refused)


def _report_there(access: Access[Import], row: ImportRow, there: list[Made], known: dict[str, UUID]) -> None:
    """Say of names that the project has already whether it is the same picture; the one that is here stays."""
    parts = access.rows(
        select(PartRow.asset_id, PartRow.source_sha256).where(PartRow.asset_id.in_(list(known.values())))
    )
    hashes = {each.asset_id: bytes(each.source_sha256) for each in parts}
    remarks: list[Remark] = []
    marks: list[tuple[UUID, str, str | None, UUID | None]] = []
    for one in there:
        asset_id = known[one.file.name]
        same = hashes.get(asset_id, one.source_sha256) == one.source_sha256
        marks.append((one.file.id, "done" if same else "refused", None, asset_id if same else None))
        remarks.append(Remark(one.file.name, *(_SAME if same else _OTHER)))
    actions.mark_files(access, marks)
    reporting.write(access, row.id, remarks)
    actions.progress(access, row.id, refused=sum(remark.level == "refused" for remark in remarks))


def _said(one: Made) -> Remark:
    if one.error is None:
        facts = one.facts or {}
        pages = f", {facts['pages']} pages" if facts["pages"] > 1 else ""
        return Remark(one.file.name, "ok", "asset.imported", f"{facts['width']} x {facts['height']} pixels{pages}.")
    if one.broken:
        return Remark(one.file.name, "refused", "media.broken", f"{one.error.message} The asset is marked broken.")
    return Remark(one.file.name, "refused", one.error.code, one.error.message)
