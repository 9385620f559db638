"""Reading versions of the ontology and of the guideline."""

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from pydantic import ValidationError

from labelkeep.access.capabilities import Configure, Read
from labelkeep.access.doors import Access
from labelkeep.core.errors import Invalid, NotFound
from labelkeep.domain.ontology.rules import Change, impact, with_retired
from labelkeep.domain.ontology.shapes import ObjectTask, Ontology
from labelkeep.domain.ontology.tables import GuidelineRow, OntologyRow
from labelkeep.domain.ontology.wire import ChangeOut, GuidelineOut, ImpactOut, OntologyIn, OntologyOut

MOST = 10_000
"""How far labels and objects are counted; past that there are "10,000+"."""
KEPT = 64
"""Parsed ontologies that a process keeps: versions never change, so the newest used ones stay."""

_parsed: "OrderedDict[UUID, Ontology]" = OrderedDict()
_lock = Lock()


def in_force(access: Access[Read]) -> Ontology:
    """Return the ontology in force, parsed once a process. Raises ``NotFound`` when there is none yet."""
    version_id = access.standing.ontology_id
    if version_id is None:
        raise NotFound("This project has no ontology yet.")
    with _lock:
        known = _parsed.get(version_id)
        if known:
            _parsed.move_to_end(version_id)
            return known
    return _remember(version_id, parse(access, access.get(OntologyRow, version_id)))


def parse(access: Access[Read], row: OntologyRow) -> Ontology:
    """Open and parse one version."""
    return Ontology.model_validate_json(access.unseal("ontology_version", "body", row.id, row.body))


def ontology_out(access: Access[Read], version_id: UUID | None) -> OntologyOut:
    """Return one version of the ontology; ``NotFound`` when it is not of this project."""
    row = access.get(OntologyRow, version_id)
    return OntologyOut(id=row.id, n=row.n, body=parse(access, row), created_at=row.created_at)


def following(before: Ontology, wanted: OntologyIn) -> Ontology:
    """Return the ontology that publishing makes: the wanted one, with the classes that are to be retired.

    Raises ``Invalid`` when a retired class does not fit into the new task.
    """
    if not wanted.classes:
        return wanted.body
    try:
        return with_retired(before, wanted.body, wanted.classes)
    except ValidationError as error:
        said = str(error.errors(include_url=False)[0]["msg"])
        raise Invalid(
            f"A class cannot be kept as retired in this ontology: {said}. Give the new task another id."
        ) from error


def impact_of(access: Access[Configure], wanted: OntologyIn) -> ImpactOut:
    """Return what publishing this ontology would change now, with the labels that each change touches."""
    version_id = access.standing.ontology_id
    before = parse(access, access.get(OntologyRow, version_id)) if version_id else Ontology(tasks=[])
    return touched(access, before, following(before, wanted))


def touched(access: Access[Configure], before: Ontology, after: Ontology) -> ImpactOut:
    """Return each change from one ontology to the other with what it touches in this project."""
    changes = impact(before, after)
    keys = [_key(before, change) for change in changes]
    rows = access.run("ontology_touches", project=access.project_id, keys=sorted({*keys}), limit=MOST + 1)
    counts = {row.key: (int(row.labels), int(row.objects)) for row in rows}
    return ImpactOut(
        compatible=all(change.compatible for change in changes),
        changes=[_counted(change, *counts[key]) for change, key in zip(changes, keys, strict=True)],
    )


def _key(before: Ontology, change: Change) -> str:
    if change.class_:
        return change.class_.partition("/")[2]
    task = before.object_tasks.get(change.task)
    return " ".join(found.id for found in task.classes) if isinstance(task, ObjectTask) else "*"


def _counted(change: Change, labels: int, objects: int) -> ChangeOut:
    return ChangeOut(
        kind=change.kind,
        what=change.what,
        compatible=change.compatible,
        task=change.task,
        class_=change.class_,
        labels=min(labels, MOST),
        objects=min(objects, MOST),
        more=labels > MOST or objects > MOST,
    )


def guideline_out(access: Access[Read], version_id: UUID | None) -> GuidelineOut:
    """Return one version of the guideline; ``NotFound`` when it is not of this project."""
    row = access.get(GuidelineRow, version_id)
    note = row.change_note
    return GuidelineOut(
        id=row.id,
        n=row.n,
        text=access.unseal("guideline_version", "body", row.id, row.body).decode(),
        change_note=access.unseal("guideline_version", "change_note", row.id, note).decode() if note else "",
        created_at=row.created_at,
    )


def _remember(version_id: UUID, ontology: Ontology) -> Ontology:
    with _lock:
        _parsed[version_id] = ontology
        while len(_parsed) > KEPT:
            _parsed.popitem(last=False)
    return ontology
