"""Reading projects and members."""

from sqlalchemy import func, select

from labelkeep.access import jobs as running
from labelkeep.access.capabilities import Explore, Members, Read
from labelkeep.access.doors import Access, Door
from labelkeep.domain.people.queries import email_of, name_of
from labelkeep.domain.people.tables import PersonRow
from labelkeep.domain.projects.shapes import JobOut, MemberOut
from labelkeep.domain.projects.tables import MembershipRow, ProjectRow
from labelkeep.infra.db.tables import JobRow
from labelkeep.infra.vault import Place, open_sealed


def name_of_project(door: Door, row: ProjectRow) -> str:
    """Return a project's name."""
    key = door.house.keyring.key_of("project", row.id)
    return open_sealed(key, row.name, Place("project", "name", row.id)).decode()


def members(access: Access[Read]) -> list[MemberOut]:
    """Return the members by name; addresses only for those who manage members."""
    shown = access.may(Members)
    query = (
        select(MembershipRow, PersonRow)
        .join(PersonRow, PersonRow.id == MembershipRow.user_id)
        .where(MembershipRow.project_id == access.project_id)
    )
    found = [member_out(access, row, person, shown=shown) for row, person in access.rows(query)]
    # names are sealed, so no query can order by them
    return sorted(found, key=lambda each: (each.name.casefold(), each.user_id))


def member_out(access: Access[Read], row: MembershipRow, person: PersonRow, *, shown: bool) -> MemberOut:
    """Return one member; ``shown`` for those who manage members."""
    return MemberOut(
        user_id=person.id,
        name=name_of(access, person),
        email=email_of(access, person) if shown else None,
        role=row.role,
        release_approver=row.release_approver,
        status=row.status,
        since=row.created_at,
        networks=row.networks if shown else None,
        valid_from=row.valid_from if shown else None,
        valid_until=row.valid_until if shown else None,
    )


def count_members(access: Access[Read]) -> int:
    """Return how many active members the project has."""
    query = select(func.count(MembershipRow.id)).where(
        MembershipRow.status == "active", MembershipRow.project_id == access.project_id
    )
    return access.find(query).one()


def jobs(access: Access[Read], limit: int, *, under_way: bool = False) -> list[JobOut]:
    """Return the latest jobs, newest first: one's own, or all for those who explore."""
    query = select(JobRow).where(JobRow.project_id == access.project_id)
    if under_way:
        query = query.where(JobRow.state.in_(("queued", "running")))
    if not access.may(Explore):
        query = query.where(JobRow.actor_id == access.actor.id)
    rows = access.find(query.order_by(JobRow.created_at.desc(), JobRow.id).limit(limit)).all()
    return [JobOut(**running.facts(access, row)) for row in rows]
