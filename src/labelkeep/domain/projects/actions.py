"""Creating projects and changing who belongs to them."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from labelkeep.access.capabilities import Configure, Members, SiteAdmin
from labelkeep.access.doors import Access, Site
from labelkeep.access.roles import ROLES
from labelkeep.core.errors import Conflict, Denied, Invalid, NotFound
from labelkeep.core.ids import new_id
from labelkeep.core.networks import parsed, require_within
from labelkeep.domain.people.actions import email_index, make_key
from labelkeep.domain.people.tables import PersonRow
from labelkeep.domain.projects.shapes import MemberChange
from labelkeep.domain.projects.tables import MembershipRow, ProjectRow
from labelkeep.infra.vault import Place, seal

MANAGING = frozenset({"project_admin", "team_manager", "auditor"})
"""Roles that only a project admin may give or take: an auditor reads the ledger, which a manager may not."""


def create(site: Site[SiteAdmin], name: str) -> ProjectRow:
    """Create a project without data; the creator becomes its first admin, which the ledger shows."""
    project_id = new_id()
    key_row = make_key(site, "project", project_id)
    key = site.house.keyring.key_of("project", project_id)
    project = ProjectRow(
        id=project_id,
        name=seal(key, name.encode(), Place("project", "name", project_id)),
        state="setup",
        created_at=site.now,
    )
    site.add(project)
    site.flush()
    site.record(project, "project.created", covers=[key_row])
    add_first_member(site, project_id, site.actor.id, "project_admin")
    return project


def add_first_member(
    site: Site[SiteAdmin], project_id: UUID, person_id: UUID, role: str, *, approver: bool = False
) -> None:
    """Put a person into a project from the organisation's side: at its creation only."""
    row = MembershipRow(
        project_id=project_id,
        user_id=person_id,
        role=role,
        release_approver=approver,
        status="active",
        created_at=site.now,
    )
    site.add(row)
    site.record(row, "membership.created", project=str(project_id), person=str(person_id), role=role, approver=approver)


def set_flow(access: Access[Configure], *, copy_forward: bool) -> None:
    """Say how work flows here: whether the objects of the last submitted picture may be the start of the next."""
    project = access.get(ProjectRow, access.project_id, lock=True)
    if project.copy_forward == copy_forward:
        return
    project.copy_forward = copy_forward
    access.record(project, "project.changed", copy_forward=copy_forward)


def rename(access: Access[Configure], name: str) -> None:
    """Give the project another name; what was frozen or released under the old one keeps it."""
    project = access.get(ProjectRow, access.project_id, lock=True)
    before = access.unseal("project", "name", project.id, project.name).decode()
    if before == name:
        return
    project.name = access.seal("project", "name", project.id, name)
    access.record(project, "project.changed", before=before, name=name)


def add_member(access: Access[Members], email: str, role: str, *, approver: bool = False) -> MembershipRow:
    """Add a person of the organisation to the project."""
    person = require_addable(access, email, role, approver=approver)
    row = MembershipRow(
        project_id=access.project_id,
        user_id=person,
        role=role,
        release_approver=approver,
        status="active",
        created_at=access.now,
    )
    access.add(row)
    access.flush()
    access.record(row, "membership.created", person=str(person), role=role, approver=approver)
    return row


def require_addable(access: Access[Members], email: str, role: str, *, approver: bool) -> UUID:
    """Return the person of an address who can be added in this role.

    Raises ``Denied`` for a role that the caller may not give, ``Invalid`` where there is no active account, and
    ``Conflict`` for a member.
    """
    _require_right(access, role, approver)
    person = _person(access, email)
    known = access.find(select(MembershipRow).where(MembershipRow.user_id == person)).one_or_none()
    if known:
        raise Conflict("This person is a member already: change the role or the status instead.")
    return person


def change_member(
    access: Access[Members], person_id: UUID, change: MemberChange, address: str | None = None
) -> MembershipRow:
    """Change role, status, the approver flag, networks or dates; it holds from the next request on.

    ``address`` is from where this is asked. Raises ``LocksOut`` for one's own networks without it, ``Invalid`` for
    dates that end before they begin.
    """
    query = select(MembershipRow).where(
        MembershipRow.user_id == person_id, MembershipRow.project_id == access.project_id
    )
    row = access.find(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    _require_right(access, row.role, row.release_approver)
    _require_right(access, change.role or row.role, bool(change.release_approver))
    given = change.model_fields_set
    limits = change.valid_until is not None or change.valid_from is not None
    if row.role == "project_admin" and (change.role or change.status == "suspended" or limits):
        _require_other_admin(access, person_id)
    before = _told(row)
    # what is changed by hand is in no provider's hands any more
    row.provider_id = None
    row.role = change.role or row.role
    row.status = change.status or row.status
    row.release_approver = row.release_approver if change.release_approver is None else change.release_approver
    if "networks" in given:
        row.networks = parsed(change.networks)
        if person_id == access.actor.id:
            require_within(row.networks, address)
    first = change.valid_from if "valid_from" in given else row.valid_from
    last = change.valid_until if "valid_until" in given else row.valid_until
    if first and last and last <= first:
        raise Invalid("The membership would end before it begins: set the last day after the first.")
    row.valid_from, row.valid_until = first, last
    access.record(row, "membership.changed", person=str(person_id), before=before, after=_told(row))
    return row


def _told(row: MembershipRow) -> dict[str, Any]:
    """What the ledger keeps of a membership; of networks only how many."""
    return {
        "role": row.role,
        "status": row.status,
        "approver": row.release_approver,
        "networks": len(row.networks or ()),
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
    }


def _require_right(access: Access[Members], role: str, approver: bool) -> None:
    if role not in ROLES:
        raise Invalid("This role does not exist.")
    if (role in MANAGING or approver) and not access.may(Configure):
        raise Denied("Only a project admin may add or change admins, managers, auditors and release approvers.")


def _require_other_admin(access: Access[Members], person_id: UUID) -> None:
    # one after the other: two admins who demote each other at once would leave none
    access.get(ProjectRow, access.project_id, lock=True)
    others = select(MembershipRow).where(
        MembershipRow.role == "project_admin", MembershipRow.status == "active", MembershipRow.user_id != person_id,
        MembershipRow.valid_until.is_(None),
        or_(MembershipRow.valid_from.is_(None), MembershipRow.valid_from <= access.now),
    )  # fmt: skip
    if access.find(others).first() is None:
        raise Conflict("This is the last project admin: make another member an admin first.")


def _person(access: Access[Members], email: str) -> UUID:
    # the account is looked up by its blind index in this transaction; strangers to the house give one answer
    index = email_index(access, email)
    access.run("enter_email", email=index)
    found = access.find(select(PersonRow).where(PersonRow.email_index == index)).one_or_none()
    if found is None or found.status != "active":
        raise Invalid("There is no active account with this address. Ask an organisation admin to add the person.")
    return found.id
