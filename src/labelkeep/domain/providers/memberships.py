"""What a person's groups at the provider make of them in projects: given, changed and suspended at each sign-in.

Only memberships that the provider gave are touched. One that a person gave, or changed by hand, belongs to people.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.doors import System
from labelkeep.access.entering import enter_system
from labelkeep.access.system import SignIn
from labelkeep.domain.projects.tables import MembershipRow
from labelkeep.domain.providers.shapes import GroupRole
from labelkeep.infra.house import House


def wanted(rules: Iterable[GroupRole], groups: frozenset[str]) -> dict[UUID, str]:
    """Return project -> role; of several lines that fit a project the first counts."""
    found: dict[UUID, str] = {}
    for rule in rules:
        if rule.group in groups:
            found.setdefault(rule.project, rule.role)
    return found


def apply(house: House, provider_id: UUID, person_id: UUID, roles: dict[UUID, str]) -> None:
    """Bring the provider's memberships of a person to what their groups say, each in its project's own ledger."""
    with enter_system(house, SignIn, person_id=person_id) as system:
        query = select(MembershipRow.project_id).where(
            MembershipRow.user_id == person_id, MembershipRow.provider_id == provider_id
        )
        managed = set(system.find(query))
    for project_id in sorted({*roles, *managed}):
        with enter_system(house, SignIn, project_id=project_id, person_id=person_id) as system:
            _bring(system, project_id, provider_id, person_id, roles.get(project_id))


def _bring(system: System[SignIn], project_id: UUID, provider_id: UUID, person_id: UUID, role: str | None) -> None:
    query = select(MembershipRow).where(MembershipRow.project_id == project_id, MembershipRow.user_id == person_id)
    row = system.find(query.with_for_update()).one_or_none()
    who, by = str(person_id), str(provider_id)
    if row is None and role:
        row = MembershipRow(
            project_id=project_id, user_id=person_id, role=role, status="active", provider_id=provider_id,
            release_approver=False, created_at=system.now,
        )  # fmt: skip
        system.add(row)
        system.record(row, "membership.created", person=who, provider=by, role=role, approver=False)
    elif row is not None and row.provider_id == provider_id:
        before = {"role": row.role, "status": row.status}
        after = {"role": role or row.role, "status": "active" if role else "suspended"}
        if before != after:
            row.role, row.status = after["role"], after["status"]
            system.record(row, "membership.changed", person=who, provider=by, before=before, after=after)
