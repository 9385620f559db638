"""The job that writes a release: gather items page by page, then write, sign and store the archive, then tidy up."""

from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func, select

from labelkeep.access.capabilities import Approve
from labelkeep.access.doors import Access
from labelkeep.access.jobs import Step
from labelkeep.core.clock import iso
from labelkeep.core.errors import LabelkeepError
from labelkeep.core.hashing import sha256
from labelkeep.domain.people.queries import names
from labelkeep.domain.projects.queries import name_of_project
from labelkeep.domain.projects.tables import ProjectRow
from labelkeep.domain.releases import gathering, manifest
from labelkeep.domain.releases.archive import Archive
from labelkeep.domain.releases.formats import ReleaseFacts, native_of
from labelkeep.domain.releases.queries import approvals_of, guideline_at, ontology_at, writers
from labelkeep.domain.releases.tables import ReleaseRow, SnapshotItemRow, SnapshotRow
from labelkeep.infra.ledger.notes import Signer

Cursor = dict[str, Any]


class ReleaseJob:
    """Writes one approved release. It runs with the right of the person whose approval was the last one needed."""

    capability = Approve

    def __init__(self) -> None:
        self._sums: dict[UUID, gathering.Sums] = {}

    def step(self, access: Access[Approve], subject_id: UUID, cursor: Cursor) -> Step:
        """Do one page, or the archive, or the tidying."""
        row = access.get(ReleaseRow, subject_id, lock=True)
        snapshot = access.get(SnapshotRow, row.snapshot_id)
        if cursor.get("written"):
            return _tidy(access, cursor)
        cursor = cursor or _plan(access, row)
        if cursor["at"] < len(cursor["splits"]):
            return _gather(access, row, snapshot, cursor, self._summing(access, row, cursor))
        return _write(access, row, snapshot, cursor, self._sums.pop(row.id, None))

    def _summing(self, access: Access[Approve], row: ReleaseRow, cursor: Cursor) -> gathering.Sums | None:
        """Return the sums over the lines so far, for a format that releases them; None when they must be made later."""
        if native_of(writers(access)[row.format]) is None:
            return None
        if not cursor["parts"]:
            self._sums[row.id] = gathering.Sums()
        sums = self._sums.get(row.id)
        return sums if sums is not None and sums.parts == cursor["parts"] else None

    def failed(self, access: Access[Approve], subject_id: UUID, error: LabelkeepError | None) -> None:
        """Say in the ledger that nothing came of it; what was gathered is used again when it is retried."""
        self._sums.pop(subject_id, None)
        row = access.get(ReleaseRow, subject_id, lock=True)
        if row.state != "approved":
            return
        row.state = "failed"
        access.record(row, "release.failed", n=row.n, reason=error.code if error else "cancelled")


def _plan(access: Access[Approve], row: ReleaseRow) -> Cursor:
    item = SnapshotItemRow
    query = select(item.split, item.reviewed, func.count(item.asset_seq)).where(item.snapshot_id == row.snapshot_id)
    total, left_out = 0, 0
    splits: set[str | None] = set()
    for split, reviewed, count in access.rows(query.group_by(item.split, item.reviewed)):
        if row.splits is not None and split not in row.splits:
            continue
        if row.only_reviewed and not reviewed:
            left_out += count
            continue
        total += count
        splits.add(split)
    order = sorted(splits, key=lambda split: (split is not None, split or ""))
    return {
        "splits": order, "at": 0, "after": 0, "parts": [], "total": total, "not_reviewed": left_out,
        "assets": 0, "labels": 0, "objects": 0,
    }  # fmt: skip


def _gather(
    access: Access[Approve], row: ReleaseRow, snapshot: SnapshotRow, cursor: Cursor, sums: gathering.Sums | None
) -> Step:
    parts, split = cursor["parts"], cursor["splits"][cursor["at"]]
    found = gathering.gather(access, row, snapshot, split, cursor["after"], len(parts), sums)
    counts = {key: cursor[key] + getattr(found, key) for key in ("assets", "labels", "objects")}
    on = {"at": cursor["at"] + 1, "after": 0} if found.over else {"after": found.after}
    after: Cursor = {**cursor, **counts, **on, "parts": [*parts, *found.parts]}
    return Step(after, after["assets"], cursor["total"], "Gathering labels")


def _write(
    access: Access[Approve], row: ReleaseRow, snapshot: SnapshotRow, cursor: Cursor, sums: gathering.Sums | None
) -> Step:
    written = _Archive(access, row, snapshot, cursor, sums)
    ref = access.house.blobs.put(access.project_id, written.chunks())
    row.state, row.ready_at = "ready", access.now
    row.blob, row.size_bytes = ref.id, ref.size
    row.manifest_sha256 = digest = sha256(written.manifest)
    row.assets, row.labels = cursor["assets"], cursor["labels"]
    access.record(
        row, "release.written", n=row.n, bytes=ref.size, sha256=ref.sha256.hex(), assets=row.assets, labels=row.labels,
        objects=cursor["objects"], manifest_sha256=digest.hex(),
    )  # fmt: skip
    return Step({**cursor, "written": True}, cursor["assets"], cursor["total"], "Written and signed")


def _tidy(access: Access[Approve], cursor: Cursor) -> Step:
    for blob in cursor["parts"]:
        access.house.blobs.delete(access.project_id, blob)
    return Step({}, cursor["assets"], cursor["total"], "Written and signed", finished=True)


class _Archive:
    """The archive of one release; ``manifest`` is known when all chunks are taken."""

    manifest: bytes

    def __init__(
        self,
        access: Access[Approve],
        row: ReleaseRow,
        snapshot: SnapshotRow,
        cursor: Cursor,
        sums: gathering.Sums | None,
    ) -> None:
        self._access = access
        self._sums = sums
        self._row = row
        self._snapshot = snapshot
        self._cursor = cursor
        self._project = name_of_project(access, access.get(ProjectRow, access.project_id))
        self._name = access.unseal("snapshot", "name", snapshot.id, snapshot.name).decode()
        self._purpose = access.unseal("release", "purpose", row.id, row.purpose).decode()
        self._signer = cast("Signer", access.house.parts["signer"]())

    def chunks(self) -> Iterator[bytes]:
        """Yield the whole archive. No clock is read: the same release has the same bytes whenever it is written."""
        archive, row = Archive(), self._row
        writer = writers(self._access)[row.format]
        facts = self._facts()
        for path, chunks in writer.write(facts, gathering.items(self._access, self._cursor["parts"])):
            yield from self._native(archive, path) if path == native_of(writer) else archive.add(path, chunks)
        yield from archive.add(manifest.README, [manifest.readme(self._project, row.n, self._signer.verifier.vkey)])
        self.manifest = manifest.encoded(self._said(facts, archive))
        yield from archive.add(manifest.MANIFEST, [self.manifest])
        yield from archive.add(manifest.SIGNATURE, [manifest.signed(row.id, self.manifest, self._signer)])
        yield from archive.close()

    def _native(self, archive: Archive, path: str) -> Iterator[bytes]:
        """Put the gathered lines in as they are; they are hashed again only when another process gathered them."""
        parts, sums = self._cursor["parts"], self._sums
        if sums is None or sums.parts != parts:
            sums = gathering.sums_of(self._access, parts)
        blocks = (page.deflated for page in gathering.pages(self._access, parts))
        yield from archive.add_deflated(path, blocks, sums)

    def _facts(self) -> ReleaseFacts:
        ontology, version = ontology_at(self._access, self._snapshot)
        guideline = guideline_at(self._access, self._snapshot)
        decided = self._row.decided_at or self._row.requested_at
        return ReleaseFacts(
            project=self._project, name=self._name, number=self._row.n, purpose=self._purpose, created_at=iso(decided),
            ontology=ontology, ontology_version=str(version), guideline_version=str(guideline) if guideline else None,
        )  # fmt: skip

    def _said(self, facts: ReleaseFacts, archive: Archive) -> dict[str, Any]:
        row, cursor, access = self._row, self._cursor, self._access
        approvals = approvals_of(access, [row.id]).get(row.id, [])
        known = names(access, [row.requested_by, *(each.user_id for each in approvals)])

        def act(person: UUID, at: Any) -> dict[str, Any]:
            return {"by": {"id": str(person), "name": known.get(person, "")}, "at": iso(at)}

        return {
            "release": {"id": str(row.id), "n": row.n},
            "project": {"id": str(access.project_id), "name": facts.project},
            "snapshot": {
                "id": str(self._snapshot.id), "name": facts.name, "root": self._snapshot.root.hex(),
                "taken_at": iso(self._snapshot.created_at), "assets": self._snapshot.assets,
                "labels": self._snapshot.labels,
            },
            "format": row.format,
            "splits": row.splits,
            "classes": row.classes,
            "only_reviewed": row.only_reviewed,
            "ontology": facts.ontology_version,
            "guideline": facts.guideline_version,
            "purpose": facts.purpose,
            "notes": access.unseal("release", "notes", row.id, row.notes).decode() if row.notes else "",
            "requested": act(row.requested_by, row.requested_at),
            "approvals": [act(each.user_id, each.at) for each in approvals],
            "recipients": [str(each) for each in row.recipients],
            "counts": {
                "assets": cursor["assets"], "labels": cursor["labels"], "objects": cursor["objects"],
                "left_out_not_reviewed": cursor["not_reviewed"],
            },
            "lossy": dict(sorted(facts.losses.items())),
            "files": [{"path": each.path, "bytes": each.size, "sha256": each.sha256} for each in archive.files],
        }  # fmt: skip
