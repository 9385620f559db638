"""HTTP of the ontology room."""

from uuid import UUID

from fastapi import APIRouter

from labelkeep.access.grants import ConfigureAccess, ReadAccess
from labelkeep.domain.ontology import actions, queries, reading
from labelkeep.domain.ontology.wire import GuidelineIn, GuidelineOut, ImpactOut, OntologyIn, OntologyOut, ReadingOut

router = APIRouter(prefix="/projects/{project}", tags=["ontology"])


@router.get("/ontology")
def read_ontology(access: ReadAccess) -> OntologyOut:
    """The ontology in force."""
    return queries.ontology_out(access, access.standing.ontology_id)


@router.get("/ontology/{version}")
def read_ontology_version(access: ReadAccess, version: UUID) -> OntologyOut:
    """One version of the ontology."""
    return queries.ontology_out(access, version)


@router.post("/ontology", status_code=201)
def publish_ontology(access: ConfigureAccess, body: OntologyIn) -> OntologyOut:
    """Publish the next version of the ontology."""
    row, made = actions.publish_ontology(access, body)
    return OntologyOut(id=row.id, n=row.n, body=made, created_at=row.created_at)


@router.post("/ontology/impact")
def ontology_impact(access: ConfigureAccess, body: OntologyIn) -> ImpactOut:
    """What publishing this ontology would change, and how many labels that touches; nothing is published."""
    return queries.impact_of(access, body)


@router.get("/guideline")
def read_guideline(access: ReadAccess) -> GuidelineOut:
    """The guideline in force."""
    return queries.guideline_out(access, access.standing.guideline_id)


@router.get("/guideline-reading")
def read_reading(access: ReadAccess) -> ReadingOut:
    """Which version of the guideline one has acknowledged."""
    return reading.reading(access)


@router.post("/guideline/{version}/opened", status_code=204)
def open_guideline(access: ReadAccess, version: UUID) -> None:
    """A version of the guideline is before one's eyes."""
    reading.opened(access, version)


@router.post("/guideline/{version}/acknowledge")
def acknowledge_guideline(access: ReadAccess, version: UUID) -> ReadingOut:
    """Say that one has read a version of the guideline."""
    return reading.acknowledge(access, version)


@router.get("/guideline/{version}")
def read_guideline_version(access: ReadAccess, version: UUID) -> GuidelineOut:
    """One version of the guideline."""
    return queries.guideline_out(access, version)


@router.post("/guideline", status_code=201)
def publish_guideline(access: ConfigureAccess, body: GuidelineIn) -> GuidelineOut:
    """Publish the next version of the guideline."""
    row = actions.publish_guideline(access, body.text, body.change_note)
    return GuidelineOut(id=row.id, n=row.n, text=body.text, change_note=body.change_note, created_at=row.created_at)
