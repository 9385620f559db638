"""Setting the policy: the first step of every project, and a deliberate act ever after."""

from uuid import UUID

import orjson
from sqlalchemy import func, select

from labelkeep.access.capabilities import Configure, Read
from labelkeep.access.doors import Access
from labelkeep.access.recent import require_recent
from labelkeep.core.errors import Conflict, Denied, Invalid
from labelkeep.core.ids import new_id
from labelkeep.domain.policy.choices import loosened, refusals
from labelkeep.domain.policy.queries import policy_of
from labelkeep.domain.policy.shapes import PolicyIn
from labelkeep.domain.policy.tables import PolicyRow
from labelkeep.domain.projects.tables import MembershipRow, ProjectRow

DECIDING = frozenset({"project_admin", "team_manager"})
"""Roles of those who may be the second person."""


class PolicyRefused(Invalid):
    """The choices cannot be taken together, or not in this version."""

    code = "policy.refused"


class SecondPersonNeeded(Conflict):
    """Loosening a policy needs another person's yes."""

    code = "policy.second_person_needed"


def propose(access: Access[Configure], body: PolicyIn) -> PolicyRow:
    """Put a policy in force, or, where it loosens the one in force, propose it to the second person."""
    require_recent(access)
    problems = refusals(body)
    if problems:
        raise PolicyRefused(
            " ".join(each.message for each in problems), errors=[each.model_dump() for each in problems]
        )
    project = access.get(ProjectRow, access.project_id, lock=True)
    before = access.get(PolicyRow, project.policy_id) if project.policy_id else None
    if before and body.note is None:
        # the note outlives a change of the settings: leaving it out is no way to lose it
        body = body.model_copy(update={"note": policy_of(access, before).note})
    looser = loosened(policy_of(access, before), body) if before else []
    second = _second_person(access, body) if looser else None
    row = _new_version(access, body, second)
    if second:
        access.record(row, "policy.proposed", n=row.n, loosens=looser, waits_for=str(second))
        return row
    access.record(row, "policy.put_in_force", covers=_put_in_force(access, project, before, row), n=row.n)
    return row


def agree(access: Access[Read], policy_id: UUID) -> PolicyRow:
    """The named second person says yes: the proposal comes into force."""
    require_recent(access)
    project = access.get(ProjectRow, access.project_id, lock=True)
    row = _proposal(access, policy_id)
    before = access.get(PolicyRow, project.policy_id) if project.policy_id else None
    if before and before.n > row.n:
        # what it loosens was shown against another policy
        raise Conflict("A later policy is in force by now: propose this one anew.")
    row.decided_by, row.decided_at = access.actor.id, access.now
    access.record(row, "policy.agreed", covers=_put_in_force(access, project, before, row), n=row.n)
    return row


def refuse(access: Access[Read], policy_id: UUID) -> PolicyRow:
    """The named second person says no."""
    row = _proposal(access, policy_id)
    row.state, row.decided_by, row.decided_at = "refused", access.actor.id, access.now
    access.record(row, "policy.refused", n=row.n)
    return row


def _proposal(access: Access[Read], policy_id: UUID) -> PolicyRow:
    row = access.get(PolicyRow, policy_id, lock=True)
    if row.state != "proposed":
        raise Conflict("This proposal has been decided already.")
    if row.waits_for != access.actor.id:
        raise Denied("Only the person named in the proposal decides on it.")
    if access.standing.role not in DECIDING:
        raise Denied("The second person must still be an admin or manager of this project.")
    return row


def _second_person(access: Access[Configure], body: PolicyIn) -> UUID:
    if body.second_person is None:
        raise SecondPersonNeeded("This loosens the policy in force: name a second person who agrees to it.")
    if body.second_person == access.actor.id:
        raise SecondPersonNeeded("The second person must be somebody else.")
    query = select(MembershipRow).where(MembershipRow.user_id == body.second_person, MembershipRow.status == "active")
    member = access.find(query).one_or_none()
    if member is None or member.role not in DECIDING:
        raise SecondPersonNeeded("The second person must be an admin or manager of this project. Add one first.")
    return body.second_person


def _new_version(access: Access[Configure], body: PolicyIn, second: UUID | None) -> PolicyRow:
    last = access.find(select(func.max(PolicyRow.n)).where(PolicyRow.project_id == access.project_id)).one()
    row_id = new_id()
    note = access.seal("policy_version", "note", row_id, orjson.dumps(body.note.model_dump())) if body.note else None
    return access.add(
        PolicyRow(
            id=row_id,
            project_id=access.project_id,
            n=(last or 0) + 1,
            state="proposed",
            exposure=body.exposure,
            delivery=body.delivery,
            inference=sorted(body.inference),
            approvals=body.approvals,
            thumbnails=body.thumbnails,
            note=note,
            created_by=access.actor.id,
            created_at=access.now,
            waits_for=second,
        )
    )


def _put_in_force(
    access: Access[Read], project: ProjectRow, before: PolicyRow | None, row: PolicyRow
) -> list[ProjectRow | PolicyRow]:
    row.state = "in_force"
    project.policy_id = row.id
    project.state = "live" if row.note is not None else "ready"
    if before is None:
        return [project]
    before.state = "superseded"
    return [project, before]
