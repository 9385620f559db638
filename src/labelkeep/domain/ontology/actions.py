"""Publishing versions of the ontology and of the guideline: nothing is changed, only followed by the next."""

from sqlalchemy import func, select

from labelkeep.access.capabilities import Configure, Import
from labelkeep.access.doors import Access
from labelkeep.core.errors import Conflict
from labelkeep.core.ids import new_id
from labelkeep.domain.ontology.queries import following, parse, touched
from labelkeep.domain.ontology.rules import breaking, summary
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.domain.ontology.tables import GuidelineRow, OntologyRow
from labelkeep.domain.ontology.wire import OntologyIn
from labelkeep.domain.projects.tables import ProjectRow


class OntologyBreaking(Conflict):
    """The new ontology would make existing labels invalid."""

    code = "ontology.breaking"


def publish_ontology(access: Access[Configure], wanted: OntologyIn) -> tuple[OntologyRow, Ontology]:
    """Put a new ontology version in force; while labels exist it may only grow, or retire classes by name.

    Returns the version and what it says. Raises ``OntologyBreaking`` with the impact.
    """
    project = access.get(ProjectRow, access.project_id, lock=True)
    before = access.get(OntologyRow, project.ontology_id) if project.ontology_id else None
    if before is None:
        return _put_in_force(access, project, 1, wanted.body), wanted.body
    old = parse(access, before)
    body = following(old, wanted)
    if access.run("label_exists", project=access.project_id)[0].found:
        _require_growing(access, old, body)
    return _put_in_force(access, project, before.n + 1, body), body


def _require_growing(access: Access[Configure], old: Ontology, new: Ontology) -> None:
    changes = breaking(old, new)
    if not changes:
        return
    found = touched(access, old, new)
    raise OntologyBreaking(
        f"Labels exist, so the ontology can only grow. Not possible now: {'; '.join(changes[:5])}. A class that is not"
        " wanted any more can be retired.",
        changes=changes,
        impact=[change.model_dump() for change in found.changes],
    )


def publish_first(access: Access[Import], body: Ontology) -> OntologyRow:
    """Put the ontology that an import found in force as version 1. Raises ``Conflict`` where there is one already."""
    project = access.get(ProjectRow, access.project_id, lock=True)
    if project.ontology_id is not None:
        raise Conflict("This project has an ontology already.")
    return _put_in_force(access, project, 1, body)


def _put_in_force(
    access: Access[Configure] | Access[Import], project: ProjectRow, n: int, body: Ontology
) -> OntologyRow:
    row_id = new_id()
    row = access.add(
        OntologyRow(
            id=row_id,
            project_id=access.project_id,
            n=n,
            body=access.seal("ontology_version", "body", row_id, body.model_dump_json()),
            created_by=access.actor.id,
            created_at=access.now,
        )
    )
    project.ontology_id = row_id
    access.record(row, "ontology.published", covers=[project], n=row.n, summary=summary(body))
    return row


def publish_guideline(access: Access[Configure], text: str, change_note: str) -> GuidelineRow:
    """Put a new guideline version in force; labels keep which one their author saw."""
    project = access.get(ProjectRow, access.project_id, lock=True)
    last = access.find(select(func.max(GuidelineRow.n)).where(GuidelineRow.project_id == access.project_id)).one()
    row_id = new_id()
    row = access.add(
        GuidelineRow(
            id=row_id,
            project_id=access.project_id,
            n=(last or 0) + 1,
            body=access.seal("guideline_version", "body", row_id, text),
            change_note=access.seal("guideline_version", "change_note", row_id, change_note) if change_note else None,
            created_by=access.actor.id,
            created_at=access.now,
        )
    )
    project.guideline_id = row_id
    access.record(row, "guideline.published", covers=[project], n=row.n)
    return row
