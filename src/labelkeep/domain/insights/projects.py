"""A project at a glance, and the caller's projects: exact counts that stay instant, whatever the number of tasks."""

from uuid import UUID

from sqlalchemy import func, select

from labelkeep.access.capabilities import Approve, Capability, Configure, Label, Read, Review
from labelkeep.access.doors import Access, Self
from labelkeep.access.entering import enter_project_as
from labelkeep.access.roles import capabilities_of
from labelkeep.domain.ontology.tables import GuidelineRow, OntologyRow
from labelkeep.domain.policy.queries import said
from labelkeep.domain.policy.sentence import sentence
from labelkeep.domain.projects.queries import count_members, jobs, name_of_project
from labelkeep.domain.projects.shapes import NextAction, ProjectOut, ProjectRow, ProjectsOut, VersionRef, Words
from labelkeep.domain.projects.tables import MembershipRow
from labelkeep.domain.projects.tables import ProjectRow as Project
from labelkeep.domain.releases.tables import ApprovalRow, ReleaseRow
from labelkeep.domain.review.threads import waiting
from labelkeep.domain.tasks.tables import TaskCountRow
from labelkeep.infra.db.tables import LedgerEventRow

STATES: dict[str, tuple[str, ...]] = {
    "label": ("todo", "doing", "redo", "blocked", "done", "skipped"),
    "review": ("todo", "doing", "done"),
    "asset": ("active", "completed", "broken", "excluded"),
}
"""What is counted; ``asset`` counts assets by state, the others tasks by status."""

Counts = dict[str, dict[str, int]]


def counts(access: Access[Read]) -> Counts:
    """Return the exact number of tasks by step and status and of assets by state."""
    total = func.sum(TaskCountRow.n)
    query = select(TaskCountRow.step, TaskCountRow.status, total).group_by(TaskCountRow.step, TaskCountRow.status)
    found = {step: dict.fromkeys(states, 0) for step, states in STATES.items()}
    for step, status, n in access.rows(query.where(TaskCountRow.project_id == access.project_id)):
        # tasks of excluded assets are parked and counted nowhere
        if status in found.get(step, {}):
            found[step][status] = int(n)
    return found


def project_out(access: Access[Read]) -> ProjectOut:
    """Return the project as the caller sees it."""
    standing = access.standing
    project = access.get(Project, access.project_id)
    held = capabilities_of(standing.role, standing.release_approver)
    found = counts(access)
    assets = found.pop("asset")
    return ProjectOut(
        id=project.id,
        name=name_of_project(access, project),
        state=standing.project_state,
        role=standing.role,
        capabilities=sorted(each.__name__ for each in held),
        release_approver=standing.release_approver,
        sentence=_sentence(access),
        sentences=_sentences(access),
        exposure=standing.exposure,
        ontology=_ref(access, OntologyRow, standing.ontology_id),
        guideline=_ref(access, GuidelineRow, standing.guideline_id),
        counts={**found, "assets": {**assets, "total": sum(assets.values())}},
        members=count_members(access),
        copy_forward=project.copy_forward,
        questions=waiting(access),
        jobs=jobs(access, 20, under_way=True),
    )


def own_projects(own: Self) -> ProjectsOut:
    """Return the caller's projects, each read under its own grant."""
    mine = select(MembershipRow.project_id).where(
        MembershipRow.user_id == own.actor.id, MembershipRow.status == "active"
    )
    items: list[ProjectRow] = []
    for project_id in own.find(mine.order_by(MembershipRow.created_at, MembershipRow.id)).all():
        with enter_project_as(own.house, own.actor.id, project_id, Read) as access:
            items.append(_row(access))
    return ProjectsOut(items=items)


def _row(access: Access[Read]) -> ProjectRow:
    standing = access.standing
    found = counts(access)
    assets = found["asset"]
    latest = select(LedgerEventRow.at).where(LedgerEventRow.project_id == access.project_id)
    return ProjectRow(
        id=standing.project_id,
        name=name_of_project(access, access.get(Project, standing.project_id)),
        role=standing.role,
        state=standing.project_state,
        exposure=standing.exposure,
        sentence=_sentence(access),
        next=next_action(
            capabilities_of(standing.role, standing.release_approver),
            standing.project_state,
            {**found, "release": {"todo": to_approve(access)}},
        ),
        questions=waiting(access),
        done=assets["completed"],
        total=assets["active"] + assets["completed"],
        last_activity=access.find(latest.order_by(LedgerEventRow.at.desc()).limit(1)).first(),
    )


def next_action(held: frozenset[type[Capability]], state: str, found: Counts) -> NextAction:
    """Say what a person with these capabilities would do next: what is furthest along comes first."""
    if state != "live":
        return NextAction(kind="setup" if Configure in held else "none", count=0)
    if Approve in held and found["release"]["todo"]:
        return NextAction(kind="approve", count=found["release"]["todo"])
    waiting = {"review": found["review"]["todo"], "label": found["label"]["todo"] + found["label"]["redo"]}
    if Review in held and waiting["review"]:
        return NextAction(kind="review", count=waiting["review"])
    if Label in held and waiting["label"]:
        return NextAction(kind="label", count=waiting["label"])
    return NextAction(kind="none", count=0)


def to_approve(access: Access[Read]) -> int:
    """Return how many releases wait for an approval that the caller could give."""
    if not access.may(Approve):
        return 0
    given = select(ApprovalRow.id).where(
        ApprovalRow.release_id == ReleaseRow.id, ApprovalRow.user_id == access.actor.id
    )
    query = select(func.count(ReleaseRow.id)).where(
        ReleaseRow.state == "requested", ReleaseRow.requested_by != access.actor.id, ~given.exists()
    )
    return access.find(query).one()


def _sentence(access: Access[Read]) -> str | None:
    standing = access.standing
    if standing.delivery is None:
        return None
    return sentence(standing.delivery, standing.inference, standing.approvals, thumbnails=standing.thumbnails)


def _sentences(access: Access[Read]) -> Words | None:
    standing = access.standing
    if standing.delivery is None:
        return None
    return said(standing.delivery, standing.inference, standing.approvals, thumbnails=standing.thumbnails)


def _ref(
    access: Access[Read], table: type[OntologyRow] | type[GuidelineRow], version_id: UUID | None
) -> VersionRef | None:
    if version_id is None:
        return None
    return VersionRef(id=version_id, n=access.find(select(table.n).where(table.id == version_id)).one())
