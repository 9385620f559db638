"""Asking for a release, deciding on it, taking it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from labelkeep.access import jobs
from labelkeep.access.capabilities import Approve, Release
from labelkeep.access.doors import Access
from labelkeep.access.recent import require_recent
from labelkeep.access.roles import capabilities_of
from labelkeep.core.errors import Invalid
from labelkeep.core.ids import new_id
from labelkeep.domain.projects.queries import name_of_project
from labelkeep.domain.projects.tables import MembershipRow, ProjectRow
from labelkeep.domain.releases import snapshots
from labelkeep.domain.releases.archive import file_name
from labelkeep.domain.releases.errors import (
    AlreadyDownloaded,
    ApprovedAlready,
    NotRecipient,
    OwnRelease,
    WrongState,
)
from labelkeep.domain.releases.queries import ontology_at, state_of, writers
from labelkeep.domain.releases.shapes import ReleaseIn
from labelkeep.domain.releases.tables import ApprovalRow, HandoverRow, ReleaseRow, SnapshotRow
from labelkeep.infra.db.tables import JobRow


def request(access: Access[Release], body: ReleaseIn) -> ReleaseRow:
    """Ask for a release; other people decide. Raises ``Invalid`` for what the snapshot or the project does not have."""
    snapshot = access.get(SnapshotRow, body.snapshot_id)
    _require_known(access, snapshot, body)
    recipients = _recipients(access, body.recipients)
    access.get(ProjectRow, access.project_id, lock=True)  # numbers are given one after the other
    last = access.find(select(func.max(ReleaseRow.n)).where(ReleaseRow.project_id == access.project_id)).one()
    row_id = new_id()
    row = ReleaseRow(
        id=row_id, project_id=access.project_id, n=(last or 0) + 1, snapshot_id=snapshot.id, format=body.format,
        splits=sorted(set(body.splits)) if body.splits else None,
        classes=sorted(set(body.classes)) if body.classes else None,
        only_reviewed=body.only_reviewed, purpose=access.seal("release", "purpose", row_id, body.purpose),
        notes=access.seal("release", "notes", row_id, body.notes) if body.notes else None,
        state="requested", requested_by=access.actor.id, requested_at=access.now,
        approvals_needed=access.standing.approvals, recipients=recipients,
    )  # fmt: skip
    row.changes = access.seal_json("release", "changes", row_id, _changes(access, row))
    access.add(row)
    access.record(
        row, "release.requested", n=row.n, snapshot=str(snapshot.id), format=row.format, splits=row.splits,
        classes=row.classes, only_reviewed=row.only_reviewed, purpose=body.purpose,
        recipients=[str(each) for each in recipients],
    )  # fmt: skip
    return row


def _require_known(access: Access[Release], snapshot: SnapshotRow, body: ReleaseIn) -> None:
    formats = writers(access)
    if body.format not in formats:
        raise Invalid(f"There is no format {body.format}; there are: {', '.join(sorted(formats))}.")
    if body.splits:
        snapshots.require_splits(access, snapshot.id, body.splits)
    if body.classes:
        ontology, _ = ontology_at(access, snapshot)
        known = {found.id for task in ontology.object_tasks.values() for found in task.classes}
        missing = sorted(set(body.classes) - known)
        if missing:
            raise Invalid(f"The ontology of this snapshot has no class {missing[0]}.")


def _recipients(access: Access[Release], wanted: list[UUID]) -> list[UUID]:
    ids = list(dict.fromkeys(wanted)) or [access.actor.id]
    query = select(MembershipRow).where(
        MembershipRow.project_id == access.project_id, MembershipRow.user_id.in_(ids), MembershipRow.status == "active"
    )
    able = {row.user_id for row in access.find(query) if Release in capabilities_of(row.role, row.release_approver)}
    if set(ids) - able:
        raise Invalid("Recipients are members who may ask for releases or approve them. Choose among those.")
    return ids


def _changes(access: Access[Release], row: ReleaseRow) -> dict[str, Any]:
    query = select(ReleaseRow).where(ReleaseRow.state == "ready").order_by(ReleaseRow.n.desc()).limit(1)
    before = access.find(query).one_or_none()
    [found] = access.run(
        "snapshot_changes", new=row.snapshot_id, new_splits=row.splits, new_only_reviewed=row.only_reviewed,
        old=before.snapshot_id if before else None, old_splits=before.splits if before else None,
        old_only_reviewed=before.only_reviewed if before else True,
    )  # fmt: skip
    kinds = ("added", "removed", "changed")
    return {
        "previous": {"id": str(before.id), "n": before.n} if before else None,
        **{what: {kind: getattr(found, f"{what}_{kind}") for kind in kinds} for what in ("assets", "labels")},
    }


def approve(access: Access[Approve], release_id: UUID) -> ReleaseRow:
    """Say yes as one other person; the last yes that the policy asks for queues the writing in this transaction."""
    require_recent(access)
    row = _undecided(access, release_id)
    others = access.find(select(ApprovalRow).where(ApprovalRow.release_id == row.id)).all()
    if any(each.user_id == access.actor.id for each in others):
        raise ApprovedAlready("You have approved this release already; another person is needed.")
    made = ApprovalRow(project_id=access.project_id, release_id=row.id, user_id=access.actor.id, at=access.now)
    access.add(made)
    # a policy that became stricter since holds for what is not decided yet; one that became looser does not
    row.approvals_needed = max(row.approvals_needed, access.standing.approvals)
    given = len(others) + 1
    if given >= row.approvals_needed:
        row.state, row.decided_at = "approved", access.now
        row.job_id = jobs.start(access, "release", row.id).id
    access.record(row, "release.approved", covers=[made], n=row.n, given=given, needed=row.approvals_needed)
    return row


def refuse(access: Access[Approve], release_id: UUID, reason: str) -> ReleaseRow:
    """Say no with a reason; that ends the request."""
    row = _undecided(access, release_id)
    row.state, row.refused_by, row.decided_at = "refused", access.actor.id, access.now
    row.refusal = access.seal("release", "refusal", row.id, reason)
    access.record(row, "release.refused", n=row.n, reason=reason)
    return row


def retry(access: Access[Approve], release_id: UUID) -> ReleaseRow:
    """Queue the writing of an approved release again after it failed or was stopped."""
    row = _of_another(access, release_id)
    job = access.get(JobRow, row.job_id) if row.job_id else None
    if state_of(row, job) != "failed":
        raise WrongState("Only a release whose writing failed can be tried again.")
    row.state, row.job_id = "approved", jobs.start(access, "release", row.id).id
    access.record(row, "release.retried", n=row.n)
    return row


def _undecided(access: Access[Approve], release_id: UUID) -> ReleaseRow:
    row = _of_another(access, release_id)
    if row.state != "requested":
        raise WrongState("This release has been decided already.")
    return row


def _of_another(access: Access[Approve], release_id: UUID) -> ReleaseRow:
    row = access.get(ReleaseRow, release_id, lock=True)
    if row.requested_by == access.actor.id:
        raise OwnRelease("You asked for this release; another person must decide on it.")
    return row


@dataclass(frozen=True, slots=True)
class Handover:
    """A file on its way to one recipient: ``chunks`` need no transaction any more."""

    name: str
    size: int
    chunks: Iterator[bytes]


def download(access: Access[Release], release_id: UUID) -> Handover:
    """Hand the file to one recipient, once; the event is written before the first byte leaves.

    Raises ``NotRecipient``, ``WrongState`` until it is ready, ``AlreadyDownloaded``.
    """
    row = access.get(ReleaseRow, release_id, lock=True)
    if access.actor.id not in row.recipients:
        raise NotRecipient("You are not named as a recipient of this release. Ask for one of your own.")
    if row.state != "ready" or row.blob is None or row.size_bytes is None:
        raise WrongState("This release is not ready to be downloaded.")
    taken = select(HandoverRow).where(HandoverRow.release_id == row.id, HandoverRow.user_id == access.actor.id)
    if access.find(taken).first():
        raise AlreadyDownloaded("You have downloaded this release. Ask for a new one if you need it again.")
    reader = access.house.blobs.open(access.project_id, row.blob)
    handover = HandoverRow(project_id=access.project_id, release_id=row.id, user_id=access.actor.id, at=access.now)
    access.add(handover)
    access.record(
        row, "release.downloaded", covers=[handover], n=row.n, bytes=row.size_bytes,
        manifest_sha256=row.manifest_sha256.hex() if row.manifest_sha256 else None,
    )  # fmt: skip
    project = name_of_project(access, access.get(ProjectRow, access.project_id))
    return Handover(file_name(project, row.n), row.size_bytes, reader.stream())
