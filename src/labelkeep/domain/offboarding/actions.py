"""Suspending a person: every way in ends at once, the work in hand goes back, drafts stay for managers to adopt."""

from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.doors import Site
from labelkeep.access.entering import enter_system
from labelkeep.access.recent import require_recent
from labelkeep.access.system import EndedLeases
from labelkeep.core.errors import Conflict
from labelkeep.domain.people.actions import end_sessions
from labelkeep.domain.people.tables import PersonRow
from labelkeep.domain.projects.tables import MembershipRow
from labelkeep.domain.tasks.ending import end_all_of
from labelkeep.infra.house import House


class LastAdmin(Conflict):
    """The last active organisation admin stays."""

    code = "person.last_admin"


def suspend(site: Site[SiteAdmin], person_id: UUID, reason: str) -> None:
    """Suspend a person: their sessions and tokens end with this transaction. Raises ``LastAdmin``."""
    require_recent(site)
    admins = select(PersonRow).where(PersonRow.site_role == "admin", PersonRow.status == "active")
    # locked in one order: two admins who suspend each other at once would leave none
    active = {each.id for each in site.find(admins.order_by(PersonRow.id).with_for_update())}
    person = site.get(PersonRow, person_id, lock=True)
    if person.status != "active":
        raise Conflict("This person is suspended already.")
    if active == {person.id}:
        raise LastAdmin("This is the last organisation admin: make another one first.")
    person.status = "suspended"
    ended = end_sessions(site, person.id, "person suspended")
    site.record(person, "person.suspended", person=str(person.id), reason=reason, sessions=ended)


def reactivate(site: Site[SiteAdmin], person_id: UUID) -> None:
    """Let a suspended person in again: by a fresh link, with the memberships that they had."""
    person = site.get(PersonRow, person_id, lock=True)
    if person.status == "active":
        raise Conflict("This person is active.")
    person.status = "active"
    site.record(person, "person.reactivated", person=str(person.id))


def hand_back(house: House, site: Site[SiteAdmin], person_id: UUID) -> int:
    """End a person's leases in all their projects, each in a transaction of its own; return how many. Drafts stay."""
    query = select(MembershipRow.project_id).where(MembershipRow.user_id == person_id)
    ended = 0
    for project in site.find(query).all():
        with enter_system(house, EndedLeases, project_id=project) as system:
            ended += end_all_of(system, project, person_id)
    return ended
