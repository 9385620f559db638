"""Taking snapshots: one statement freezes every asset with its label version, one event carries the root over them."""

from uuid import UUID

from sqlalchemy import select, tuple_

from labelkeep.access.capabilities import Release
from labelkeep.access.doors import Access
from labelkeep.core.errors import Invalid
from labelkeep.core.ids import new_id
from labelkeep.domain.releases.errors import OntologyMissing
from labelkeep.domain.releases.shapes import SnapshotOut, SnapshotsOut
from labelkeep.domain.releases.tables import SnapshotItemRow, SnapshotRow
from labelkeep.infra.ledger import merkle

_STEP = 4_096 * merkle.HASH_BYTES


def take(access: Access[Release], name: str) -> SnapshotRow:
    """Freeze every asset in work or completed with its current label version, or none where nothing is labelled.

    Raises ``OntologyMissing`` in a project without an ontology.
    """
    if access.standing.ontology_id is None:
        raise OntologyMissing("This project has no ontology yet: set one before you take a snapshot.")
    row_id = new_id()
    row = SnapshotRow(
        id=row_id, project_id=access.project_id, name=access.seal("snapshot", "name", row_id, name), assets=0, labels=0,
        root=merkle.EMPTY_ROOT, created_by=access.actor.id, created_at=access.now,
    )  # fmt: skip
    access.add(row)
    access.flush()
    [taken] = access.run("snapshot_take", snapshot=row_id, project=access.project_id)
    row.assets, row.labels, row.root = taken.assets, taken.labels, root_of(bytes(taken.leaves))
    root, reviewed = row.root.hex(), taken.reviewed
    access.record(row, "snapshot.taken", name=name, assets=row.assets, labels=row.labels, reviewed=reviewed, root=root)
    return row


def root_of(leaves: bytes) -> bytes:
    """Return the RFC 6962 root over leaf hashes that stand one after the other; memory stays at their length."""
    frontier = merkle.Frontier()
    for start in range(0, len(leaves), _STEP):
        part = leaves[start : start + _STEP]
        hashes = [part[at : at + merkle.HASH_BYTES] for at in range(0, len(part), merkle.HASH_BYTES)]
        for _ in frontier.extend(hashes):
            pass
    return frontier.root()


def name_of(access: Access[Release], row: SnapshotRow) -> str:
    """Return a snapshot's name."""
    return access.unseal("snapshot", "name", row.id, row.name).decode()


def snapshot_out(access: Access[Release], row: SnapshotRow) -> SnapshotOut:
    """Return a snapshot as people see it."""
    return SnapshotOut(
        id=row.id, name=name_of(access, row), assets=row.assets, labels=row.labels, root=row.root.hex(),
        created_at=row.created_at,
    )  # fmt: skip


def page(access: Access[Release], after: UUID | None, limit: int) -> SnapshotsOut:
    """Return a page of snapshots, newest first."""
    query = select(SnapshotRow).order_by(SnapshotRow.created_at.desc(), SnapshotRow.id.desc()).limit(limit + 1)
    if after is not None:
        last = access.get(SnapshotRow, after)
        query = query.where(tuple_(SnapshotRow.created_at, SnapshotRow.id) < (last.created_at, last.id))
    rows = list(access.find(query))
    more = str(rows[limit - 1].id) if len(rows) > limit else None
    return SnapshotsOut(items=[snapshot_out(access, row) for row in rows[:limit]], next=more)


def named(access: Access[Release], name: str) -> SnapshotRow | None:
    """Return the newest snapshot of this name. Names are sealed, so all are opened: for the console alone."""
    rows = access.find(select(SnapshotRow).order_by(SnapshotRow.created_at.desc()))
    return next((row for row in rows if name_of(access, row) == name), None)


def require_splits(access: Access[Release], snapshot_id: UUID, splits: list[str]) -> None:
    """Raise ``Invalid`` for a split that the snapshot does not have."""
    query = select(SnapshotItemRow.split).where(SnapshotItemRow.snapshot_id == snapshot_id).distinct()
    known = {split for (split,) in access.rows(query) if split}
    missing = sorted(set(splits) - known)
    if missing:
        raise Invalid(f"The snapshot has no split {missing[0]}; it has: {', '.join(sorted(known)) or 'none'}.")
