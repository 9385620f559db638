"""Work that was passed on by everybody who had it, with the reasons that they gave."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, tuple_

from labelkeep.access.capabilities import Manage
from labelkeep.access.doors import Access
from labelkeep.core.places import place_after, read_place
from labelkeep.domain.assets.queries import counted
from labelkeep.domain.assets.shapes import Count
from labelkeep.domain.assets.tables import AssetRow
from labelkeep.domain.insights.shapes import Skip, Skipped, SkippedRow
from labelkeep.domain.people.queries import names
from labelkeep.domain.review.issues import UNKNOWN
from labelkeep.domain.review.shapes import PersonRef
from labelkeep.domain.tasks.tables import LeaseRow, TaskRow
from labelkeep.infra.db.tables import LedgerEventRow
from labelkeep.infra.ledger.events import open_payload
from labelkeep.infra.vault import SealedBytes

PAGE = 50
SKIPS = 10
"""The latest skips that are told of one picture."""

Place = tuple[UUID, str]
"""An asset and a step."""


def skipped(access: Access[Manage], after: str | None) -> Skipped:
    """Return a page of the tasks that were skipped out of the queue, the newest first, with who passed and why."""
    query = select(TaskRow, AssetRow).join(AssetRow, AssetRow.id == TaskRow.asset_id)
    query = query.where(TaskRow.project_id == access.project_id, TaskRow.status == "skipped")
    if after is not None:
        query = query.where(tuple_(TaskRow.updated_at, TaskRow.id) < read_place(after))
    rows = access.rows(query.order_by(TaskRow.updated_at.desc(), TaskRow.id.desc()).limit(PAGE + 1))
    page = rows[:PAGE]
    told = _told(access, [asset.id for _, asset in page])
    items = [
        SkippedRow(
            asset=asset.id,
            asset_name=access.unseal("asset", "name", asset.id, asset.name).decode(),
            step=task.step,
            at=task.updated_at,
            skips=told[asset.id, task.step][:SKIPS],
        )
        for task, asset in page
    ]
    last = page[-1][0] if len(rows) > PAGE else None
    return Skipped(items=items, next=last and place_after(last.updated_at, last.id), count=_count(access))


def _count(access: Access[Manage]) -> Count:
    found = select(TaskRow.id).where(TaskRow.project_id == access.project_id, TaskRow.status == "skipped")
    return counted(access, found)


def _told(access: Access[Manage], assets: Sequence[UUID]) -> dict[Place, list[Skip]]:
    """Return the skips of these assets by step, the newest first, as the ledger tells of them."""
    found: dict[Place, list[Skip]] = defaultdict(list)
    if not assets:
        return found
    passed = select(LeaseRow).where(LeaseRow.asset_id.in_(assets), LeaseRow.state == "skipped")
    leases = {row.id: row for row in access.find(passed)}
    known = names(access, {row.user_id for row in leases.values()})
    query = select(LedgerEventRow).where(
        LedgerEventRow.project_id == access.project_id,
        LedgerEventRow.object_id.in_(leases),
        LedgerEventRow.action == "task.skipped",
    )
    for event in access.find(query.order_by(LedgerEventRow.at.desc())).all() if leases else ():
        lease = leases[event.object_id] if event.object_id else None
        if lease is None:
            continue
        sealed = SealedBytes(bytes(event.payload))
        facts = open_payload(access.unseal("ledger_event", "payload", event.id, sealed))["facts"]
        by = PersonRef(id=lease.user_id, name=known.get(lease.user_id, UNKNOWN))
        said = Skip(by=by, at=event.at, reason=facts.get("reason", "other"), comment=facts.get("comment", ""))
        found[lease.asset_id, lease.step].append(said)
    return found
