"""Leases that end without a result: time over, given back, passed on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Steer, Work
from labelkeep.access.doors import Access, Door
from labelkeep.access.entering import enter_system
from labelkeep.access.system import EndedLeases, Projects
from labelkeep.domain.projects.tables import ProjectRow
from labelkeep.domain.tasks.holding import Held
from labelkeep.domain.tasks.tables import DraftRow, LeaseRow
from labelkeep.infra.house import House


def sweep(house: House) -> int:
    """End the overdue leases of all projects and return how many; the worker calls it every few seconds."""
    with enter_system(house, Projects) as system:
        projects = list(system.find(select(ProjectRow.id)))
    ended = 0
    for project in projects:
        with enter_system(house, EndedLeases, project_id=project) as system:
            ended += _end_overdue(system, project)
            ended += end_reserved(system, project)
    return ended


def end_overdue(access: Access[Any]) -> int:
    """End the overdue leases of this project: done by whoever asks for work next."""
    return _end_overdue(access, access.project_id)


def end_own(access: Access[Work], lease: Held, state: str, action: str, *, skipped: bool, **facts: Any) -> None:
    """End one's own lease: ``returned`` or ``skipped``. The draft stays for its author."""
    draft = access.find(
        select(DraftRow).where(DraftRow.task_id == lease.task_id, DraftRow.user_id == access.actor.id)
    ).one_or_none()
    access.run("leases_end", leases=[lease.id], state=state, skipped=skipped, now=access.now)
    saved = _drafted(draft.version if draft else None, draft.body_sha256 if draft else None)
    access.note(action, "lease", lease.id, task=str(lease.task_id), asset=str(lease.asset_id), **saved, **facts)


def end_held(access: Access[Steer], assets: Sequence[UUID]) -> None:
    """End the leases of chosen assets, which the caller has locked, reserved ones too; drafts stay."""
    reserved = select(LeaseRow.id, LeaseRow.user_id).where(LeaseRow.asset_id.in_(assets), LeaseRow.state == "reserved")
    for lease, person in access.rows(reserved):
        end_reserved(access, access.project_id, person=person, lease=lease)
    live = select(LeaseRow).where(LeaseRow.asset_id.in_(assets), LeaseRow.state == "live")
    rows = access.find(live).all()
    drafts = access.find(select(DraftRow).where(DraftRow.lease_id.in_([row.id for row in rows]))).all()
    saved = {(row.task_id, row.user_id): (row.version, row.body_sha256) for row in drafts}
    access.run("leases_end", leases=[row.id for row in rows], state="ended", skipped=False, now=access.now)
    for row in rows:
        facts = {"task": str(row.task_id), "asset": str(row.asset_id), "step": row.step, "person": str(row.user_id)}
        drafted = _drafted(*saved.get((row.task_id, row.user_id), (None, None)))
        access.note("lease.ended", "lease", row.id, active_ms=row.active_ms, **facts, **drafted)


def end_all_of(door: Door, project_id: UUID, person_id: UUID) -> int:
    """End every lease of a person in a project, reserved ones too; return how many. Drafts stay."""
    held = select(LeaseRow.id).where(LeaseRow.user_id == person_id, LeaseRow.state == "reserved")
    ended = sum(end_reserved(door, project_id, person=person_id, lease=each) for each in door.find(held).all())
    query = select(LeaseRow).where(LeaseRow.user_id == person_id, LeaseRow.state == "live").order_by(LeaseRow.id)
    rows = door.find(query.with_for_update()).all()
    drafts = door.find(select(DraftRow).where(DraftRow.lease_id.in_([row.id for row in rows]))).all()
    saved = {row.lease_id: (row.version, row.body_sha256) for row in drafts}
    if rows:
        door.run("leases_end", leases=[row.id for row in rows], state="ended", skipped=False, now=door.now)
    for row in rows:
        facts = {"task": str(row.task_id), "asset": str(row.asset_id), "step": row.step, "person": str(row.user_id)}
        drafted = _drafted(*saved.get(row.id, (None, None)))
        door.note("lease.ended", "lease", row.id, active_ms=row.active_ms, **facts, **drafted)
    return ended + len(rows)


def end_reserved(
    door: Door, project_id: UUID, *, person: UUID | None = None, step: str | None = None, lease: UUID | None = None
) -> int:
    """Give back a person's reservation (of a step, or one lease) and whatever reservation is over; return how many."""
    rows = door.run("reserve_end", project=project_id, person=person, step=step, lease=lease, now=door.now)
    for row in rows:
        facts = {"task": str(row.task_id), "asset": str(row.asset_id), "step": row.step, "person": str(row.user_id)}
        door.note("task.unreserved", "lease", row.id, state=row.state, **facts)
    door.settle()
    return len(rows)


def _end_overdue(door: Door, project_id: UUID) -> int:
    rows = door.run("leases_ended", project=project_id, now=door.now)
    if not rows:
        return 0
    door.run("leases_end", leases=[row.id for row in rows], state="ended", skipped=False, now=door.now)
    for row in rows:
        facts = {"task": str(row.task_id), "asset": str(row.asset_id), "step": row.step, "person": str(row.user_id)}
        saved = _drafted(row.draft_version, row.draft_sha256)
        door.note("lease.ended", "lease", row.id, active_ms=row.active_ms, **facts, **saved)
    # now and not at the end: the log tells of the end before it tells of the claim that follows
    door.settle()
    return len(rows)


def _drafted(version: int | None, sha256: bytes | None) -> dict[str, Any]:
    """Drafts change without an event each: the lease's end says how many saves there were and what the last one was."""
    return {"draft_saves": version, "draft_sha256": bytes(sha256).hex()} if version and sha256 else {}
