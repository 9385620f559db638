"""The ontology that an import brings to a project that has none, and the one that is in force."""

from uuid import UUID

from labelkeep.access.capabilities import Import, Read
from labelkeep.access.doors import Access
from labelkeep.core.errors import Conflict
from labelkeep.core.ids import new_id
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.domain.ontology.tables import OntologyRow
from labelkeep.domain.projects.tables import ProjectRow


def current(access: Access[Read]) -> tuple[UUID, Ontology] | None:
    """Return the ontology in force with the id of its version; None when the project has none."""
    project = access.get(ProjectRow, access.project_id)
    if project.ontology_id is None:
        return None
    row = access.get(OntologyRow, project.ontology_id)
    return row.id, Ontology.model_validate_json(access.unseal("ontology_version", "body", row.id, row.body))


def publish_first(access: Access[Import], body: Ontology, *, source: UUID) -> OntologyRow:
    """Publish version 1, as an import found it; any later version is a project admin's word. Raises ``Conflict``."""
    project = access.get(ProjectRow, access.project_id, lock=True)
    if project.ontology_id is not None:
        raise Conflict("This project has an ontology already.")
    version_id = new_id()
    row = OntologyRow(
        id=version_id,
        project_id=access.project_id,
        n=1,
        body=access.seal("ontology_version", "body", version_id, body.model_dump_json()),
        created_by=access.actor.id,
        created_at=access.now,
    )
    access.add(row)
    access.flush()
    project.ontology_id = version_id
    access.record(row, "ontology.published", covers=[project], n=1, source=str(source))
    return row
