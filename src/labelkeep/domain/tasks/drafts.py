"""Drafts: what a person has drawn and not submitted. They outlive the lease and belong to the person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Read, Work
from labelkeep.access.doors import Access
from labelkeep.access.entering import enter_project_as
from labelkeep.core.errors import Invalid, NotFound
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id
from labelkeep.domain.tasks.actions import lease_end
from labelkeep.domain.tasks.errors import DraftConflict
from labelkeep.domain.tasks.holding import Held, held, require_live
from labelkeep.domain.tasks.tables import DraftRow


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved draft: its version as the client sends it back, and when."""

    version: str
    saved_at: datetime


def base_of(if_match: str | None) -> int:
    """Read ``If-Match: "3"``; raise ``Invalid`` for anything else."""
    text = (if_match or "").strip().removeprefix('"').removesuffix('"')
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Invalid('Say on which draft version yours is based: If-Match: "0" for the first one.')
    return int(text)


def save(access: Access[Work], lease_id: UUID, seq: int, base: int, body: bytes, active_ms: int) -> Saved:
    """Save a draft over version ``base``. Raises ``DraftConflict`` with both versions when it was saved elsewhere."""
    draft_id = new_id()
    saved = access.run(
        "draft_save",
        lease=lease_id,
        project=access.project_id,
        person=access.actor.id,
        session=access.actor.session_id,
        seq=seq,
        base=base,
        draft=draft_id,
        body=access.seal("draft", "body", draft_id, body),
        sha256=sha256(body),
        active=active_ms,
        now=access.now,
        ends=lease_end(access),
    )
    if saved:
        return Saved(str(saved[0].version), access.now)
    return _refused(access, held(access, lease_id), seq, base, body)


def _refused(access: Access[Work], lease: Held, seq: int, base: int, body: bytes) -> Saved:
    require_live(access, lease, seq)
    row = of_task(access, lease.task_id)
    if row and row.body_sha256 == sha256(body):
        # the same save arrived twice: its first answer was lost on the way
        return Saved(str(row.version), row.saved_at)
    if row is None and base == 0:
        raise NotFound
    theirs = None
    if row:
        theirs = {"version": str(row.version), "label": access.unseal_json("draft", "body", row.id, row.body)}
    raise DraftConflict(
        "This draft was saved from elsewhere meanwhile. Choose which one to keep.", yours_base=str(base), theirs=theirs
    )


def of_task(access: Access[Read], task_id: UUID) -> DraftRow | None:
    """Return the caller's own draft on a task."""
    query = select(DraftRow).where(DraftRow.task_id == task_id, DraftRow.user_id == access.actor.id)
    return access.find(query.execution_options(populate_existing=True)).one_or_none()


def keep_orphan(access: Access[Work], lease: Held, body: bytes) -> None:
    """Keep late work that no longer counts, in a transaction of its own: the caller's is about to be refused."""
    with enter_project_as(access.house, access.actor.id, access.project_id, Work) as own:
        row = of_task(own, lease.task_id)
        version = row.version + 1 if row else 1
        if row:
            own.remove(row)
            own.flush()
        draft_id = new_id()
        own.add(
            DraftRow(
                id=draft_id,
                project_id=own.project_id,
                task_id=lease.task_id,
                user_id=own.actor.id,
                lease_id=lease.id,
                version=version,
                body=own.seal("draft", "body", draft_id, body),
                body_sha256=sha256(body),
                orphaned=True,
                saved_at=own.now,
            )
        )
        facts = {"task": str(lease.task_id), "asset": str(lease.asset_id), "draft_sha256": sha256(body).hex()}
        own.note("lease.ended", "lease", lease.id, outcome="orphaned", draft_saves=version, **facts)
