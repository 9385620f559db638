"""HTTP of the projects room: members. The project's page itself is made in insights of the rooms above."""

from uuid import UUID

from fastapi import APIRouter

from labelkeep.access.grants import ConfigureAccess, MembersAccess, ReadAccess
from labelkeep.domain.people.queries import email_of, name_of
from labelkeep.domain.people.tables import PersonRow
from labelkeep.domain.projects import actions, jobs, queries
from labelkeep.domain.projects.shapes import FlowIn, MemberChange, MemberIn, MemberOut, MembersOut
from labelkeep.domain.projects.tables import MembershipRow

router = APIRouter(prefix="/projects/{project}", tags=["projects"])
router.include_router(jobs.router)


@router.put("/flow", status_code=204)
def set_flow(access: ConfigureAccess, body: FlowIn) -> None:
    """Say how work flows here."""
    actions.set_flow(access, copy_forward=body.copy_forward)


@router.get("/members")
def list_members(access: ReadAccess) -> MembersOut:
    """Who belongs to the project."""
    return MembersOut(items=queries.members(access))


@router.post("/members", status_code=201)
def add_member(access: MembersAccess, body: MemberIn) -> MemberOut:
    """Add a member."""
    row = actions.add_member(access, body.email, body.role, approver=body.release_approver)
    return _out(access, row)


@router.patch("/members/{user}")
def change_member(access: MembersAccess, user: UUID, body: MemberChange) -> MemberOut:
    """Change a member's role, status or approver flag."""
    return _out(access, actions.change_member(access, user, body))


def _out(access: MembersAccess, row: MembershipRow) -> MemberOut:
    access.flush()
    person = access.get(PersonRow, row.user_id)
    return MemberOut(
        user_id=row.user_id,
        name=name_of(access, person),
        email=email_of(access, person),
        role=row.role,
        release_approver=row.release_approver,
        status=row.status,
    )
