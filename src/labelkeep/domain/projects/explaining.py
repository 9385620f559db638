"""Why a member may do something in a project, or may not: the same conditions that entering asks, in words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import CAPABILITIES, Members
from labelkeep.access.deciding import Conditions, Verdict, decide
from labelkeep.access.doors import Access
from labelkeep.access.roles import ROLES, capabilities_of
from labelkeep.core.errors import NotFound
from labelkeep.domain.organisation.actions import rules
from labelkeep.domain.projects.shapes import CapabilityName, Condition, Explanation, Reason
from labelkeep.domain.organisation.tables import OrganisationRow
from labelkeep.domain.people.tables import PersonRow
from labelkeep.domain.projects.tables import MembershipRow, ProjectRow


def explain(access: Access[Members], person_id: UUID, capability: CapabilityName) -> Explanation:
    """Explain the decision as it is at this moment, for a request from an allowed network that has shown its factor.

    Raises ``NotFound`` for who was never a member: what strangers may is no matter of the project.
    """
    query = select(MembershipRow).where(
        MembershipRow.user_id == person_id, MembershipRow.project_id == access.project_id
    )
    row = access.find(query).one_or_none()
    if row is None:
        raise NotFound
    person = access.get(PersonRow, person_id)
    project, organisation = access.get(ProjectRow, access.project_id), rules(access)
    reasons = [
        _account(person),
        _membership(row),
        _dates(row, access.now),
        _role(row, capability),
        _networks(organisation, project, row),
        _factor(organisation, project, row),
    ]
    member = all(each.holds for each in reasons if each.condition in ("membership", "dates"))
    found = Conditions(role=row.role if member else None, approver=row.release_approver)
    kind = next(each for each in CAPABILITIES if each.__name__ == capability)
    verdict = decide("project", kind, found if person.status == "active" else None).verdict
    return Explanation(capability=capability, allowed=verdict is Verdict.ALLOWED, reasons=reasons)


def _reason(condition: Condition, holds: bool, words: str) -> Reason:
    return Reason(condition=condition, holds=holds, words=words)


def _account(person: PersonRow) -> Reason:
    active = person.status == "active"
    return _reason("account", active, "The account is active." if active else "The account is not active.")


def _membership(row: MembershipRow) -> Reason:
    active = row.status == "active"
    return _reason("membership", active, "The membership is active." if active else "The membership is suspended.")


def _dates(row: MembershipRow, at: datetime) -> Reason:
    if row.valid_from and at < row.valid_from:
        return _reason("dates", False, f"The membership begins on {_day(row.valid_from)}.")
    if row.valid_until and at >= row.valid_until:
        return _reason("dates", False, f"The membership ended on {_day(row.valid_until)}.")
    until = f" until {_day(row.valid_until)}" if row.valid_until else " without an end"
    return _reason("dates", True, f"The membership holds{until}.")


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _role(row: MembershipRow, capability: CapabilityName) -> Reason:
    named = row.role.replace("_", " ")
    by_role = {each.__name__ for each in ROLES.get(row.role, frozenset())}
    if capability in by_role:
        return _reason("role", True, f"The role {named} holds {capability}.")
    if capability in {each.__name__ for each in capabilities_of(row.role, row.release_approver)}:
        return _reason("role", True, f"{capability} comes with the mark as a release approver.")
    return _reason("role", False, f"The role {named} does not hold {capability}.")


def _networks(organisation: OrganisationRow | None, project: ProjectRow, row: MembershipRow) -> Reason:
    lists = {
        "the organisation": organisation.networks if organisation else None,
        "the project": project.networks,
        "the membership": row.networks,
    }
    # the organisation's networks are told to its admins, not to every manager of a project
    said = [
        f"{whose} ({', '.join(networks) if whose != 'the organisation' else f'{len(networks)} networks'})"
        for whose, networks in lists.items()
        if networks is not None
    ]
    words = f"Only from the networks of {' and '.join(said)}." if said else "From every network."
    return _reason("networks", True, words)


def _factor(organisation: OrganisationRow | None, project: ProjectRow, row: MembershipRow) -> Reason:
    who = [
        *(["the organisation"] if organisation and organisation.factor_required else []),
        *(["the role"] if organisation and row.role in organisation.factor_roles else []),
        *(["the project"] if project.factor_required else []),
    ]
    words = f"A second factor must be shown: asked by {' and '.join(who)}." if who else "No second factor is asked for."
    return _reason("factor", True, words)
