"""Found labels become first versions: checked, repaired, sealed and stored in bulk."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id
from labelkeep.domain.assets.formats import FoundLabel
from labelkeep.domain.assets.intake import Remark, Taken, Target
from labelkeep.domain.assets.tables import AssetRow
from labelkeep.domain.labels.boxes import Plain
from labelkeep.domain.labels.checking import classes_of, stored
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.repair import repair
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.domain.tasks.tables import TaskRow
from labelkeep.infra.ledger.rows import rows_root


class Kept(NamedTuple):
    """A label in its stored form: what was built of it is let go at once, so that memory stays flat."""

    asset_id: UUID
    body: bytes
    objects: int
    classes: str


class Intake:
    """Fulfils ``assets.intake.Labels``."""

    def take(
        self,
        access: Access[Import],
        import_id: UUID,
        ontology: tuple[UUID, Ontology],
        found: Sequence[tuple[FoundLabel, Target]],
        tried: set[UUID] | None = None,
    ) -> Taken:
        """Store what is right, repair what can be, and say the rest; an asset that has a label keeps it.

        In a dry run nothing is stored: ``tried`` holds the assets that would have a label by now, and is added to.
        """
        remarks: list[Remark] = []
        kept: list[Kept] = []
        plain = Plain(ontology[1], str(import_id))
        busy = _busy(access, [target.asset_id for _, target in found]) | (tried or set())
        for label, target in found:
            if target.asset_id in busy:
                message = f"{label.image} has a label or is being worked on; the file's label was not taken."
                remarks.append(Remark(label.file, "warning", "label.already_there", message))
                continue
            if target.part_id is None:
                continue
            busy.add(target.asset_id)
            size = PartSize(target.width, target.height, target.pages)
            straight = plain.stored(label, target.part_id, size)
            if straight is not None:
                kept.append(Kept(target.asset_id, *straight))
                continue
            beside = {
                each.part_id: PartSize(each.width, each.height, each.pages) for each in target.beside if each.part_id
            }
            made = repair(label, ontology[1], target.part_id, size, str(import_id), beside)
            remarks += [
                Remark(label.file, said.level, said.code, f"{said.at}: {said.message}", said.object)
                for said in made.remarks
            ]
            if made.label.objects or made.label.classifications or label.answered:
                kept.append(_kept(target, made.label))
        if tried is None:
            _store(access, import_id, ontology[0], kept)
        else:
            tried.update(one.asset_id for one in kept)
        return Taken(len(kept), sum(one.objects for one in kept), remarks)


def _kept(target: Target, label: Label) -> Kept:
    return Kept(target.asset_id, stored(label), len(label.objects), " ".join(classes_of(label)))


def _busy(access: Access[Import], assets: list[UUID]) -> set[UUID]:
    """Return the assets that have a label, or a task that somebody has begun."""
    labelled = select(AssetRow.id).where(AssetRow.id.in_(assets), AssetRow.version_id.is_not(None))
    begun = select(TaskRow.asset_id).where(TaskRow.asset_id.in_(assets), TaskRow.status != "todo")
    return {*access.find(labelled).all(), *access.find(begun).all()}


def _store(access: Access[Import], import_id: UUID, ontology_id: UUID, kept: list[Kept]) -> None:
    if not kept:
        return
    hashes = [sha256(one.body) for one in kept]
    versions = [new_id() for _ in kept]
    objects = [one.objects for one in kept]
    root = rows_root(zip(versions, hashes, strict=True)).hex()
    event = access.compose(
        "labels.imported",
        "import",
        import_id,
        labels=len(kept),
        objects=sum(objects),
        root=root,
        ontology=str(ontology_id),
    )
    access.run(
        "labels_import",
        project=access.project_id,
        now=access.now,
        author=access.actor.id,
        ontology=ontology_id,
        labels=[new_id() for _ in kept],
        assets=[one.asset_id for one in kept],
        versions=versions,
        bodies=[access.seal("label_version", "body", new, one.body) for new, one in zip(versions, kept, strict=True)],
        hashes=hashes,
        objects=objects,
        classes=[one.classes for one in kept],
        **event,
    )
