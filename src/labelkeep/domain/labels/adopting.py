"""Work that arrived too late to count: kept as an orphaned draft, which a manager may adopt as a label version."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from labelkeep.access.capabilities import Manage, Work
from labelkeep.access.doors import Access
from labelkeep.core.errors import Conflict, NotFound
from labelkeep.core.ids import new_id
from labelkeep.core.places import place_after, read_place
from labelkeep.domain.assets.queries import counted
from labelkeep.domain.assets.tables import AssetRow, PartRow
from labelkeep.domain.labels.checking import classes_of, require_valid
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.labels.tables import LabelRow, VersionRow
from labelkeep.domain.labels.wire import LabelIn, Orphan, OrphanOut, Orphans
from labelkeep.domain.people.queries import names
from labelkeep.domain.tasks.drafts import keep_orphan
from labelkeep.domain.tasks.holding import held, late, require_seq
from labelkeep.domain.tasks.tables import DraftRow, LeaseRow, TaskRow

PAGE = 50


class OrphanBusy(Conflict):
    """Somebody works on the task, or reviews it: adopting would overtake them."""

    code = "orphan.busy"


def keep(access: Access[Work], lease_id: UUID, body: LabelIn, content: bytes) -> None:
    """Keep what a person drew on a lease that was taken from them or is over, for a manager to adopt."""
    lease = held(access, lease_id)
    require_seq(lease, body.seq)
    if not late(lease) and lease.state not in ("returned", "skipped"):
        raise Conflict("This task is still yours: save or submit it.")
    keep_orphan(access, lease, content)


def orphans(access: Access[Manage], after: str | None) -> Orphans:
    """Return a page of what was kept and nobody has adopted, the newest first."""
    kept = (DraftRow.orphaned, TaskRow.step == "label")
    query = (
        select(DraftRow, TaskRow, AssetRow)
        .join(TaskRow, TaskRow.id == DraftRow.task_id)
        .join(AssetRow, AssetRow.id == TaskRow.asset_id)
        .where(*kept)
        .order_by(DraftRow.saved_at.desc(), DraftRow.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(tuple_(DraftRow.saved_at, DraftRow.id) < read_place(after))
    rows = access.rows(query)
    page = rows[:PAGE]
    known = names(access, {draft.user_id for draft, _, _ in page})
    last = page[-1][0] if len(rows) > PAGE else None
    found = select(DraftRow.id).join(TaskRow, TaskRow.id == DraftRow.task_id).where(*kept)
    return Orphans(
        items=[_out(access, draft, task, asset, known) for draft, task, asset in page],
        next=last and place_after(last.saved_at, last.id),
        count=counted(access, found),
    )


def orphan(access: Access[Manage], draft_id: UUID) -> Orphan:
    """Return late work with what was drawn; ``NotFound`` for a draft that still belongs to somebody's task."""
    draft, task = _orphaned(access, draft_id)
    asset = access.get(AssetRow, task.asset_id)
    shown = _out(access, draft, task, asset, names(access, {draft.user_id}))
    return Orphan(**shown.model_dump(), label=_label(access, draft))


def discard(access: Access[Manage], draft_id: UUID, comment: str) -> None:
    """Throw late work away; the ledger keeps whose it was, its hash and why."""
    draft, task = _orphaned(access, draft_id)
    access.remove(draft)
    access.flush()
    facts = {"task": str(task.id), "asset": str(task.asset_id), "author": str(draft.user_id)}
    digest = draft.body_sha256.hex()
    access.note("draft.discarded", "draft", draft.id, sha256=digest, comment=comment, **facts)


def _orphaned(access: Access[Manage], draft_id: UUID) -> tuple[DraftRow, TaskRow]:
    draft = access.get(DraftRow, draft_id, lock=True)
    task = access.get(TaskRow, draft.task_id, lock=True)
    if not draft.orphaned or task.step != "label":
        raise NotFound
    return draft, task


def _out(
    access: Access[Manage], draft: DraftRow, task: TaskRow, asset: AssetRow, known: Mapping[UUID, str]
) -> OrphanOut:
    return OrphanOut(
        id=draft.id,
        asset=asset.id,
        asset_name=access.unseal("asset", "name", asset.id, asset.name).decode(),
        by=draft.user_id,
        by_name=known.get(draft.user_id, ""),
        saved_at=draft.saved_at,
        objects=len(_label(access, draft).objects),
        busy=task.status == "doing",
    )


def adopt(access: Access[Manage], draft_id: UUID) -> VersionRow:
    """Make an orphaned draft the next version of its asset's label, by its author; it goes to review like a submit."""
    draft, task = _orphaned(access, draft_id)
    of_asset = select(TaskRow).where(TaskRow.asset_id == task.asset_id, TaskRow.step == "review")
    review = access.find(of_asset.with_for_update()).one_or_none()
    if task.status == "doing" or (review and review.status == "doing"):
        raise OrphanBusy("Somebody works on this picture now. Adopt it when they are done.")
    label = _label(access, draft)
    require_valid(access, label, _parts(access, task.asset_id))
    version = _version(access, draft, task, label)
    covers = [*_move(access, task, review), *_show(access, version, label)]
    access.remove(draft)
    access.flush()
    facts = {"task": str(task.id), "asset": str(task.asset_id), "author": str(draft.user_id)}
    digest = version.body_sha256.hex()
    access.record(version, "label.adopted", covers=covers, n=version.n, cycle=task.cycle, sha256=digest, **facts)
    return version


def _label(access: Access[Any], draft: DraftRow) -> Label:
    return Label.model_validate_json(access.unseal("draft", "body", draft.id, draft.body))


def _parts(access: Access[Any], asset_id: UUID) -> list[dict[str, Any]]:
    rows = access.find(select(PartRow).where(PartRow.asset_id == asset_id))
    return [{"id": str(row.id), "width": row.width, "height": row.height, "pages": row.pages} for row in rows]


def _version(access: Access[Manage], draft: DraftRow, task: TaskRow, label: Label) -> VersionRow:
    asset = access.get(AssetRow, task.asset_id, lock=True)
    lease = access.get(LeaseRow, draft.lease_id)
    before = access.get(VersionRow, asset.version_id) if asset.version_id else None
    label_id = asset.label_id or _first(access, asset)
    version_id = new_id()
    content = access.unseal("draft", "body", draft.id, draft.body)
    made = VersionRow(
        id=version_id,
        project_id=access.project_id,
        label_id=label_id,
        asset_id=asset.id,
        n=before.n + 1 if before else 1,
        kind="human",
        author_id=draft.user_id,
        lease_id=lease.id,
        step="label",
        cycle=task.cycle,
        parent_id=before.id if before else None,
        ontology_id=access.standing.ontology_id,
        guideline_opened=lease.guideline_opened,
        guideline_submitted=access.standing.guideline_id,
        body=access.seal("label_version", "body", version_id, content),
        body_sha256=draft.body_sha256,
        objects=len(label.objects),
        classes=classes_of(label),
        active_ms=lease.active_ms,
        elapsed_ms=lease.active_ms,
        created_at=access.now,
    )
    access.flush()
    return access.add(made)


def _first(access: Access[Manage], asset: AssetRow) -> UUID:
    row = LabelRow(id=new_id(), project_id=access.project_id, asset_id=asset.id, slot=1, created_at=access.now)
    return access.add(row).id


def _move(access: Access[Manage], task: TaskRow, review: TaskRow | None) -> list[TaskRow]:
    task.status, task.sticky_user, task.skips, task.updated_at = "done", None, 0, access.now
    if review is None:
        review = access.add(
            TaskRow(
                id=new_id(),
                project_id=access.project_id,
                asset_id=task.asset_id,
                step="review",
                priority=task.priority,
                rank=task.rank,
                split=task.split,
                updated_at=access.now,
            )
        )
    review.status, review.cycle, review.sticky_user, review.skips = "todo", task.cycle, None, 0
    review.updated_at = access.now
    return [task, review]


def _show(access: Access[Manage], version: VersionRow, label: Label) -> list[Any]:
    asset = access.get(AssetRow, version.asset_id)
    access.flush()
    asset.label_id, asset.version_id = version.label_id, version.id
    asset.objects, asset.classes, asset.state = len(label.objects), classes_of(label), "active"
    asset.updated_at = access.now
    return [asset, access.get(LabelRow, version.label_id)]
