"""Reading releases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from labelkeep.access import jobs
from labelkeep.access.capabilities import Approve, Read, Release
from labelkeep.access.doors import Access
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.domain.ontology.tables import GuidelineRow, OntologyRow
from labelkeep.domain.people.queries import names
from labelkeep.domain.releases.errors import OntologyMissing
from labelkeep.domain.releases.formats import Writer
from labelkeep.domain.releases.shapes import (
    ApprovalOut,
    Changes,
    PersonRef,
    RecipientOut,
    ReleaseOut,
    ReleasesOut,
    SnapshotRef,
    Stamp,
)
from labelkeep.domain.releases.tables import ApprovalRow, HandoverRow, ReleaseRow, SnapshotRow
from labelkeep.infra.db.tables import JobRow
from labelkeep.infra.vault import SealedBytes

Reading = Access[Release | Approve]
"""Who sees releases: those who may ask for one, and those who may decide."""


def writers(access: Access[Read]) -> dict[str, Writer]:
    """Return the formats that a release can have, by name: those that write."""
    known: dict[str, Any] = access.house.parts["formats"]
    return {name: each for name, each in known.items() if callable(getattr(each, "write", None))}


def ontology_at(access: Access[Read], snapshot: SnapshotRow) -> tuple[Ontology, UUID]:
    """Return the ontology that was in force when the snapshot was taken, and its version's id."""
    query = select(OntologyRow).where(OntologyRow.created_at <= snapshot.created_at).order_by(OntologyRow.n.desc())
    row = access.find(query.limit(1)).one_or_none()
    if row is None:
        raise OntologyMissing("This snapshot was taken before the project had an ontology: take another one.")
    return Ontology.model_validate_json(access.unseal("ontology_version", "body", row.id, row.body)), row.id


def guideline_at(access: Access[Read], snapshot: SnapshotRow) -> UUID | None:
    """Return the id of the guideline version that was in force when the snapshot was taken."""
    query = select(GuidelineRow).where(GuidelineRow.created_at <= snapshot.created_at).order_by(GuidelineRow.n.desc())
    row = access.find(query.limit(1)).one_or_none()
    return row.id if row else None


def state_of(row: ReleaseRow, job: JobRow | None) -> str:
    """Return the state that people see.

    It follows the job: one that was cancelled in the queue, or whose actor lost the right, cannot say so itself.
    """
    if row.state != "approved" or job is None:
        return row.state
    return {"running": "writing", "failed": "failed", "cancelled": "failed"}.get(job.state, "approved")


def approvals_of(access: Access[Read], release_ids: Iterable[UUID]) -> dict[UUID, list[ApprovalRow]]:
    """Return approvals by release, oldest first."""
    query = select(ApprovalRow).where(ApprovalRow.release_id.in_(list(release_ids))).order_by(ApprovalRow.at)
    found: dict[UUID, list[ApprovalRow]] = defaultdict(list)
    for row in access.find(query):
        found[row.release_id].append(row)
    return found


def page(access: Access[Release], after: int | None, limit: int) -> ReleasesOut:
    """Return a page of releases, newest first; ``after`` is the number of the last one seen."""
    query = select(ReleaseRow).order_by(ReleaseRow.n.desc()).limit(limit + 1)
    if after is not None:
        query = query.where(ReleaseRow.n < after)
    rows = list(access.find(query))
    more = str(rows[limit - 1].n) if len(rows) > limit else None
    return ReleasesOut(items=releases_out(access, rows[:limit]), next=more)


def release_out(access: Reading, row: ReleaseRow) -> ReleaseOut:
    """Return one release as people see it."""
    access.flush()
    return releases_out(access, [row])[0]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What belongs to some releases, read once for all of them."""

    approvals: Mapping[UUID, list[ApprovalRow]]
    handovers: Mapping[UUID, list[HandoverRow]]
    jobs: Mapping[UUID, JobRow]
    snapshots: Mapping[UUID, SnapshotRow]
    names: Mapping[UUID, str]

    def person(self, person_id: UUID) -> PersonRef:
        return PersonRef(id=person_id, name=self.names.get(person_id, ""))


def releases_out(access: Reading, rows: Sequence[ReleaseRow]) -> list[ReleaseOut]:
    """Return releases as people see them, in a fixed number of statements."""
    beside = _beside(access, rows)
    return [_out(access, row, beside) for row in rows]


def _beside(access: Reading, rows: Sequence[ReleaseRow]) -> _Beside:
    ids = [row.id for row in rows]
    approvals = approvals_of(access, ids)
    handovers: dict[UUID, list[HandoverRow]] = defaultdict(list)
    for each in access.find(select(HandoverRow).where(HandoverRow.release_id.in_(ids)).order_by(HandoverRow.at)):
        handovers[each.release_id].append(each)
    job_ids = [row.job_id for row in rows if row.job_id]
    snapshot_ids = {row.snapshot_id for row in rows}
    people = {row.requested_by for row in rows} | {row.refused_by for row in rows if row.refused_by}
    people |= {person for row in rows for person in row.recipients}
    people |= {each.user_id for found in approvals.values() for each in found}
    return _Beside(
        approvals=approvals,
        handovers=handovers,
        jobs={job.id: job for job in access.find(select(JobRow).where(JobRow.id.in_(job_ids)))},
        snapshots={each.id: each for each in access.find(select(SnapshotRow).where(SnapshotRow.id.in_(snapshot_ids)))},
        names=names(access, people),
    )


def _out(access: Reading, row: ReleaseRow, beside: _Beside) -> ReleaseOut:
    snapshot = beside.snapshots[row.snapshot_id]
    job = beside.jobs.get(row.job_id) if row.job_id else None
    taken = {each.user_id: each.at for each in beside.handovers.get(row.id, [])}

    def opened(column: str, value: bytes | None) -> str:
        return access.unseal("release", column, row.id, SealedBytes(value)).decode() if value else ""

    return ReleaseOut(
        id=row.id,
        n=row.n,
        snapshot=SnapshotRef(
            id=snapshot.id, name=access.unseal("snapshot", "name", snapshot.id, snapshot.name).decode()
        ),
        format=row.format,
        splits=row.splits,
        classes=row.classes,
        only_reviewed=row.only_reviewed,
        purpose=opened("purpose", row.purpose),
        notes=opened("notes", row.notes),
        state=state_of(row, job),
        refusal=opened("refusal", row.refusal) or None,
        requested_by=beside.person(row.requested_by),
        requested_at=row.requested_at,
        approvals=[ApprovalOut(by=beside.person(a.user_id), at=a.at) for a in beside.approvals.get(row.id, [])],
        approvals_needed=row.approvals_needed,
        recipients=[RecipientOut(user=beside.person(p), downloaded_at=taken.get(p)) for p in row.recipients],
        job=jobs.facts(access, job) if job else None,
        manifest_sha256=row.manifest_sha256.hex() if row.manifest_sha256 else None,
        bytes=row.size_bytes,
        assets=row.assets,
        labels=row.labels,
        changes=Changes.model_validate(access.unseal_json("release", "changes", row.id, row.changes)),
        stamps=_stamps(row, job, beside),
    )


def _stamps(row: ReleaseRow, job: JobRow | None, beside: _Beside) -> list[Stamp]:
    found = [Stamp(kind="requested", at=row.requested_at, by=beside.person(row.requested_by))]
    found += [Stamp(kind="approved", at=a.at, by=beside.person(a.user_id)) for a in beside.approvals.get(row.id, [])]
    if row.refused_by and row.decided_at:
        found.append(Stamp(kind="refused", at=row.decided_at, by=beside.person(row.refused_by)))
    if state_of(row, job) == "failed" and job and job.ended_at:
        found.append(Stamp(kind="failed", at=job.ended_at, by=None))
    if row.ready_at:
        found.append(Stamp(kind="written", at=row.ready_at, by=None))
    handovers = beside.handovers.get(row.id, [])
    return found + [Stamp(kind="downloaded", at=each.at, by=beside.person(each.user_id)) for each in handovers]
