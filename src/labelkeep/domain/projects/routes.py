"""HTTP of the projects room: members. The project's page itself is made in insights of the rooms above."""

from uuid import UUID

from fastapi import APIRouter, Request

from labelkeep.access.grants import AdminSite, ConfigureAccess, MembersAccess, ReadAccess
from labelkeep.access.tokens import address_of
from labelkeep.domain.people.tables import PersonRow
from labelkeep.domain.projects import actions, conditions, explaining, inviting, jobs, queries, uses
from labelkeep.domain.projects.shapes import (
    BulkIn,
    BulkOut,
    CapabilityName,
    ConditionsIn,
    ConditionsOut,
    Explanation,
    FlowIn,
    MemberChange,
    MemberIn,
    MemberOut,
    MembersOut,
    ProjectIn,
    ProjectMade,
    UsesOut,
)
from labelkeep.domain.projects.tables import MembershipRow

router = APIRouter(tags=["projects"])
router.include_router(jobs.router, prefix="/projects/{project}")


@router.post("/site/projects", status_code=201)
def create_project(site: AdminSite, body: ProjectIn) -> ProjectMade:
    """Create a project without data; the caller becomes its first admin."""
    return ProjectMade(id=actions.create(site, body.name).id, name=body.name)


@router.put("/projects/{project}/name", status_code=204)
def rename_project(access: ConfigureAccess, body: ProjectIn) -> None:
    """Give the project another name."""
    actions.rename(access, body.name)


@router.put("/projects/{project}/flow", status_code=204)
def set_flow(access: ConfigureAccess, body: FlowIn) -> None:
    """Say how work flows here."""
    actions.set_flow(access, copy_forward=body.copy_forward)


@router.get("/projects/{project}/conditions")
def read_conditions(request: Request, access: ConfigureAccess) -> ConditionsOut:
    """From where members may work, and whether they must show a second factor."""
    return conditions.read(access, address_of(request))


@router.put("/projects/{project}/conditions", status_code=204)
def set_conditions(request: Request, access: ConfigureAccess, body: ConditionsIn) -> None:
    """Set both; they hold from each member's next request on."""
    conditions.put(access, body, address_of(request))


@router.get("/projects/{project}/members")
def list_members(access: ReadAccess) -> MembersOut:
    """Who belongs to the project."""
    return MembersOut(items=queries.members(access))


@router.post("/projects/{project}/members", status_code=201)
def add_member(access: MembersAccess, body: MemberIn) -> MemberOut:
    """Add a member."""
    row = actions.add_member(access, body.email, body.role, approver=body.release_approver)
    return _out(access, row)


@router.post("/projects/{project}/members/bulk")
def add_members(access: MembersAccess, body: BulkIn) -> BulkOut:
    """Add many members at once, or say first what would come of each row."""
    return inviting.add_many(access, body)


@router.get("/projects/{project}/members/uses")
def last_uses(access: MembersAccess) -> UsesOut:
    """When each member last used each right."""
    return uses.uses(access)


@router.get("/projects/{project}/members/{user}/explain")
def explain(access: MembersAccess, user: UUID, capability: CapabilityName) -> Explanation:
    """Why a member may do something here, or may not."""
    return explaining.explain(access, user, capability)


@router.patch("/projects/{project}/members/{user}")
def change_member(request: Request, access: MembersAccess, user: UUID, body: MemberChange) -> MemberOut:
    """Change a member's role, status or approver flag."""
    return _out(access, actions.change_member(access, user, body, address_of(request)))


def _out(access: MembersAccess, row: MembershipRow) -> MemberOut:
    access.flush()
    person = access.get(PersonRow, row.user_id)
    return queries.member_out(access, row, person, shown=True)
