"""Submitting: a lease becomes a label version, once, or nothing changes."""

from dataclasses import dataclass
from uuid import UUID

from labelkeep.access.capabilities import Label as CanLabel
from labelkeep.access.capabilities import Read, Work
from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id
from labelkeep.domain.labels.checking import classes_of, require_valid, stored
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.labels.wire import LabelIn
from labelkeep.domain.tasks import drafts
from labelkeep.domain.tasks.errors import LeaseEnded, LeaseSpent
from labelkeep.domain.tasks.holding import Held, held, late, require_begun, require_seq, require_session, require_step
from labelkeep.domain.tasks.late import require_free


@dataclass(frozen=True, slots=True)
class Submitted:
    """The version that a lease made, and whether it had done so before."""

    id: UUID
    n: int
    already: bool


def save_draft(access: Access[Work], lease_id: UUID, base: int, body: LabelIn) -> drafts.Saved:
    """Keep what is drawn so far; it need not fit the ontology yet."""
    return drafts.save(access, lease_id, body.seq, base, stored(body.label), body.active_ms)


def submit(access: Access[CanLabel], lease_id: UUID, body: LabelIn) -> Submitted:
    """Submit a label on one's lease.

    The same submit again gives the same answer. After the lease ended it counts when nobody has the task; else
    ``LeaseTaken``, and the label is kept as an orphaned draft.
    """
    lease = held(access, lease_id)
    require_step(lease, "label")
    content = stored(body.label)
    before = settled(access, lease, body.seq, content)
    if before:
        return before
    require_valid(access, body.label, lease.parts, lease.version_id)
    if late(lease):
        require_free(access, lease, content)
    made = _write(access, lease, body, content)
    # no row: another request of the same person was faster, and is committed by now
    return made or settled(access, held(access, lease_id), body.seq, content) or _gone()


def settled(access: Access[Read], lease: Held, seq: int, content: bytes) -> Submitted | None:
    """Return what the lease has made already; None when a write may go on; raise when it may not."""
    require_seq(lease, seq)
    if lease.state == "submitted":
        row = access.get(VersionRow, lease.made_id)
        if row.body_sha256 != sha256(content):
            raise LeaseSpent
        return Submitted(row.id, row.n, already=True)
    require_begun(lease)
    if lease.state in ("returned", "skipped"):
        raise LeaseEnded
    if lease.state == "live":
        require_session(access, lease)
    return None


def _gone() -> Submitted:
    raise NotFound


def _write(access: Access[CanLabel], lease: Held, body: LabelIn, content: bytes) -> Submitted | None:
    version_id, n = new_id(), lease.n + 1
    label_id = lease.label_id or new_id()
    digest = sha256(content)
    standing = access.standing
    facts = _facts(lease, body.label, digest, n)
    rows = access.run(
        "submit",
        lease=lease.id,
        project=access.project_id,
        person=access.actor.id,
        seq=body.seq,
        state=lease.state,
        now=access.now,
        active=body.active_ms,
        version=version_id,
        label=label_id,
        first=lease.label_id is None,
        n=n,
        parent=lease.version_id,
        ontology=standing.ontology_id,
        guideline=standing.guideline_id,
        body=access.seal("label_version", "body", version_id, content),
        sha256=digest,
        objects=len(body.label.objects),
        classes=classes_of(body.label),
        review=new_id(),
        **access.compose("label.submitted", "label_version", version_id, ontology=str(standing.ontology_id), **facts),
    )
    return Submitted(version_id, n, already=False) if rows else None


def _facts(lease: Held, label: Label, digest: bytes, n: int) -> dict[str, str | int | bool]:
    return {
        "lease": str(lease.id),
        "task": str(lease.task_id),
        "asset": str(lease.asset_id),
        "cycle": lease.cycle,
        "n": n,
        "objects": len(label.objects),
        "sha256": digest.hex(),
        "late": late(lease),
    }
