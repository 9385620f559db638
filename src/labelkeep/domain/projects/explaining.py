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
from labelkeep.domain.organisation.tables import OrganisationRow
from labelkeep.domain.people.tables import PersonRow
from labelkeep.domain.projects.shapes import CapabilityName, Explanation, Reason, ReasonKind
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
    member = all(each.holds for each in reasons if each.kind.startswith(("membership.", "dates.")))
    found = Conditions(role=row.role if member else None, approver=row.release_approver)
    kind = next(each for each in CAPABILITIES if each.__name__ == capability)
    verdict = decide("project", kind, found if person.status == "active" else None).verdict
    return Explanation(capability=capability, allowed=verdict is Verdict.ALLOWED, reasons=reasons)


def _reason(kind: ReasonKind, holds: bool, words: str) -> Reason:
    return Reason(kind=kind, holds=holds, words=words)


def _account(person: PersonRow) -> Reason:
    if person.status == "active":
        return _reason("account.active", True, "The account is active.")
    return _reason("account.closed", False, "The account is not active.")


def _membership(row: MembershipRow) -> Reason:
    if row.status == "active":
        return _reason("membership.active", True, "The membership is active.")
    return _reason("membership.suspended", False, "The membership is suspended.")


def _dates(row: MembershipRow, at: datetime) -> Reason:
    if row.valid_from and at < row.valid_from:
        return _dated("dates.early", False, "The membership begins on", row.valid_from)
    if row.valid_until:
        over = at >= row.valid_until
        words = "The membership ended on" if over else "The membership holds until"
        return _dated("dates.late" if over else "dates.until", not over, words, row.valid_until)
    return _reason("dates.open", True, "The membership holds without an end.")


def _dated(kind: ReasonKind, holds: bool, words: str, at: datetime) -> Reason:
    return Reason(kind=kind, holds=holds, words=f"{words} {at:%Y-%m-%d %H:%M} UTC.", at=at)


def _role(row: MembershipRow, capability: CapabilityName) -> Reason:
    named = row.role.replace("_", " ")
    if capability in {each.__name__ for each in ROLES.get(row.role, frozenset())}:
        return _reason("role.holds", True, f"The role {named} holds {capability}.")
    if capability in {each.__name__ for each in capabilities_of(row.role, row.release_approver)}:
        return _reason("role.approver", True, f"{capability} comes with the mark as a release approver.")
    return _reason("role.lacks", False, f"The role {named} does not hold {capability}.")


def _networks(organisation: OrganisationRow | None, project: ProjectRow, row: MembershipRow) -> Reason:
    lists = {
        "the organisation": organisation.networks if organisation else None,
        "the project": project.networks,
        "the membership": row.networks,
    }
    who = [whose for whose, networks in lists.items() if networks is not None]
    if not who:
        return _reason("networks.any", True, "From every network.")
    words = f"Only from networks that are in the lists of {' and '.join(who)}."
    # the organisation's networks are told to its admins, not to every manager of a project
    return Reason(
        kind="networks.only", holds=True, words=words, networks=[*(project.networks or ()), *(row.networks or ())]
    )


def _factor(organisation: OrganisationRow | None, project: ProjectRow, row: MembershipRow) -> Reason:
    asked = {
        "the organisation": bool(organisation and organisation.factor_required),
        "the role": bool(organisation and row.role in organisation.factor_roles),
        "the project": project.factor_required,
    }
    who = [whose for whose, asks in asked.items() if asks]
    if not who:
        return _reason("factor.none", True, "No second factor is asked for.")
    return _reason("factor.asked", True, f"A second factor must be shown: asked by {' and '.join(who)}.")
