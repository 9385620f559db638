"""Reading versions of the ontology and of the guideline."""

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from labelkeep.access.capabilities import Read
from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.domain.ontology.tables import GuidelineRow, OntologyRow
from labelkeep.domain.ontology.wire import GuidelineOut, OntologyOut

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
