"""The phase that reads annotation files and hands what they say, in the project's words, to the room of labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.core.collecting import uncollected
from labelkeep.core.errors import LabelkeepError
from labelkeep.domain.assets import actions, reporting
from labelkeep.domain.assets.actions import Mark
from labelkeep.domain.assets.findings import Findings, Readers, images_of
from labelkeep.domain.assets.formats import Found, FoundLabel, FoundMissing, FoundProblem
from labelkeep.domain.assets.intake import Labels, Media, Remark, Target
from labelkeep.domain.assets.matching import Matching, union
from labelkeep.domain.assets.origins import Named, Origin, named, origin_of
from labelkeep.domain.assets.phases import Turn, Watch, files_after
from labelkeep.domain.assets.tables import AssetRow, ImportFileRow, ImportRow, PartRow
from labelkeep.domain.assets.trying import Trials
from labelkeep.domain.ontology.actions import publish_first
from labelkeep.domain.ontology.queries import in_force
from labelkeep.domain.ontology.shapes import Ontology

LABELS = 1_000
OBJECTS = 25_000
"""What one turn takes at most, so that memory stays flat whatever the files hold."""
_AS_FOLDERS = "Import with the pictures of each folder as one asset."
MOST_OPEN = 4
"""Readers that wait between turns."""


@dataclass(slots=True)
class _Batch:
    """What one turn found."""

    labels: list[tuple[FoundLabel, Target]] = field(default_factory=list[tuple[FoundLabel, Target]])
    splits: dict[UUID, str] = field(default_factory=dict[UUID, str])
    remarks: list[Remark] = field(default_factory=list[Remark])
    objects: int = 0


class Annotations:
    """Reads annotation files; the cursor counts findings, so a turn after a kill skips what is stored already.

    A dry run judges them in the same way and stores nothing but its report.
    """

    def __init__(self, media: Media, readers: Readers, labels: Labels, trials: Trials) -> None:
        self._trials = trials
        self._media = media
        self._readers = readers
        self._labels = labels
        self._open: dict[UUID, Findings] = {}

    def turn(self, access: Access[Import], row: ImportRow, at: int) -> Turn:
        """See ``Phase``. ``at`` is one more than the number of findings dealt with; 0 opens the files."""
        with uncollected():
            return self._turn(access, row, self._reading(access, row, at))

    def _turn(self, access: Access[Import], row: ImportRow, reading: Findings) -> Turn:
        ours = _ontology(access, row, reading)
        batch, over = self._gather(reading, ours[1] if ours else Ontology(tasks=[]))
        access.run("import_lock", project=access.project_id)
        self._store(access, row, ours, batch)
        if over:
            self._rest(access, row, reading)
            return Turn(None, reading.place, None, "All annotations were read.")
        self._keep(row, reading)
        return Turn(reading.place + 1, reading.place, None, f"Reading annotations: {row.objects_made} objects so far.")

    def forget(self, row: ImportRow) -> None:
        """See ``Phase``."""
        kept = self._open.pop(row.id, None)
        if kept is not None:
            kept.close()

    def _keep(self, row: ImportRow, reading: Findings) -> None:
        self._open[row.id] = reading
        while len(self._open) > MOST_OPEN:  # of imports that ended without a word
            self._open.pop(next(iter(self._open))).close()

    def _reading(self, access: Access[Import], row: ImportRow, at: int) -> Findings:
        kept = self._open.pop(row.id, None)
        if kept is not None and kept.place == at - 1:
            return kept
        if kept is not None:
            kept.close()
        others = _others(access, row)
        there = targets(access, row) if others else {}
        if others and row.dry_run:
            there = self._trials.targets(access, row, there)
        skip, grouped = at - 1 if at else 0, row.grouping == "folder"
        return Findings(self._readers, origin_of(access, row), row.format, others, there, skip, grouped=grouped)

    def _gather(self, reading: Findings, ours: Ontology) -> tuple[_Batch, bool]:
        batch, watch = _Batch(), Watch()
        matchings: dict[int, Matching] = {}
        for ontology, found in reading:
            if isinstance(found, FoundLabel):
                if ontology is not None:
                    matching = matchings.get(id(ontology)) or Matching(ontology, ours)
                    matchings[id(ontology)] = matching
                    found, remarks = matching.label(found)  # noqa: PLW2901  the same finding in the project's words
                    batch.remarks += remarks
                _add(batch, found, reading.targets)
            else:
                batch.remarks += _said(found)
            if len(batch.labels) >= LABELS or batch.objects >= OBJECTS or len(batch.remarks) >= OBJECTS or watch.over():
                return batch, False
        return batch, True

    def _store(self, access: Access[Import], row: ImportRow, ours: tuple[UUID, Ontology] | None, batch: _Batch) -> None:
        objects, remarks = 0, batch.remarks
        if batch.labels and ours is not None:
            tried = self._trials.labelled(row) if row.dry_run else None
            taken = self._labels.take(access, row.id, ours, batch.labels, tried)
            objects, remarks = taken.objects, [*remarks, *taken.remarks]
        if batch.splits and row.split is None and not row.dry_run:
            access.run(
                "assets_split", project=access.project_id, assets=list(batch.splits), splits=list(batch.splits.values())
            )
        reporting.write(access, row.id, remarks)
        levels = [remark.level for remark in remarks]
        actions.progress(
            access, row.id, objects=objects, refused=levels.count("refused"), repaired=levels.count("repaired")
        )

    def _rest(self, access: Access[Import], row: ImportRow, reading: Findings) -> None:
        """Say of each file that is no picture what became of it."""
        origin, remarks = origin_of(access, row), list[Remark]()
        marks: list[Mark] = []
        for file in _others(access, row):
            said = reading.outcome(file.name)
            if said is None and not reading.spoken_of(file.name):
                said = self._unknown(origin, file)
            if said is not None:
                remarks.append(said)
            marks.append(Mark(file.id, "done" if said is not None and said.level == "ok" else "refused"))
        actions.mark_files(access, marks)
        reporting.write(access, row.id, remarks)
        actions.progress(access, row.id, refused=sum(remark.level == "refused" for remark in remarks))

    def _unknown(self, origin: Origin, file: Named) -> Remark:
        try:
            error: LabelkeepError = self._media.refusal(origin.head(file, self._media.head_bytes), file.name)
        except LabelkeepError as unread:
            error = unread
        return Remark(file.name, "refused", error.code, error.message)


def _add(batch: _Batch, found: FoundLabel, targets: Mapping[str, Target]) -> None:
    target, others = targets[found.image], images_of(found) - {found.image}
    if others:
        beside = tuple(targets[image] for image in sorted(others))
        if any(other.asset_id != target.asset_id for other in beside):
            message = f"{found.image} and the pictures beside it are not one asset here. {_AS_FOLDERS}"
            batch.remarks.append(Remark(found.file, "refused", "label.parts", message))
            return
        found, target = _placed(found, targets), target._replace(beside=beside)
    if found.split is not None:
        batch.splits[target.asset_id] = found.split
    if found.answered or found.objects or found.classifications:
        batch.labels.append((found, target))
        batch.objects += len(found.objects) + 1


def _placed(found: FoundLabel, targets: Mapping[str, Target]) -> FoundLabel:
    """Return a label of several pictures with the part of each object and answer."""
    for one in found.objects:
        one.part = targets[one.image].part_id if one.image else None
    answers = [replace(one, part=targets[one.image].part_id) if one.image else one for one in found.classifications]
    return replace(found, classifications=answers)


def _said(found: Found) -> Sequence[Remark]:
    if isinstance(found, FoundMissing):
        message = (
            f"{found.image} is named here, but it is not among the files. Nothing is fetched: add it and import again."
        )
        return [Remark(found.file, "warning", "media.missing", message)]
    if isinstance(found, FoundProblem):
        message = f"{found.at}: {found.message}" if found.at else found.message
        return [Remark(found.file, found.level, found.code, message, found.object)]
    return []


def _ontology(access: Access[Import], row: ImportRow, reading: Findings) -> tuple[UUID, Ontology] | None:
    """Return the project's ontology; one that has none gets what the files speak of as its first.

    A dry run takes it without publishing it; the id is then that of the import.
    """
    version_id = access.standing.ontology_id
    if version_id is not None:
        return version_id, in_force(access)
    merged = union([each for each in reading.ontologies if each is not None])
    if not merged.tasks:
        return None
    return row.id if row.dry_run else publish_first(access, merged).id, merged


def _others(access: Access[Import], row: ImportRow) -> list[Named]:
    found: list[Named] = []
    while page := files_after(access, row, found[-1].seq if found else 0, 5_000, "other"):
        found += page
    return found


def targets(access: Access[Import], row: ImportRow) -> dict[str, Target]:
    """Return the assets of an import's pictures by name; those that cannot be read have no part."""
    found: dict[str, Target] = {}
    at = 0
    query = (
        select(ImportFileRow, AssetRow.id, PartRow.width, PartRow.height, PartRow.pages)
        .join(AssetRow, AssetRow.id == ImportFileRow.asset_id)
        .outerjoin(PartRow, PartRow.id == ImportFileRow.part_id)
        .where(ImportFileRow.import_id == row.id)
        .order_by(ImportFileRow.seq)
    )
    while page := access.rows(query.where(ImportFileRow.seq > at).limit(5_000)):
        for file, asset_id, width, height, pages in page:
            part_id = file.part_id if pages else None
            found[named(access, file).name] = Target(asset_id, part_id, width or 0, height or 0, pages or 0)
        at = page[-1][0].seq
    return found
