"""The history of one asset: every version of its label, who, when, how long, what changed, with its ledger events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Explore
from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.domain.assets.tables import AssetRow
from labelkeep.domain.insights.shapes import ChangeCounts, History, HistoryItem, Seconds, VersionFacts, VersionOut
from labelkeep.domain.labels.changes import changes
from labelkeep.domain.labels.queries import label_of
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.labels.wire import VersionRef
from labelkeep.domain.people.queries import names
from labelkeep.domain.review.issues import UNKNOWN
from labelkeep.domain.review.shapes import PersonRef
from labelkeep.domain.review.tables import CommentRow, IssueRow, ReviewRow
from labelkeep.domain.review.versions import judged
from labelkeep.domain.tasks.tables import LeaseRow
from labelkeep.domain.viewing.tables import ViewRow
from labelkeep.infra.db.tables import LedgerEventRow
from labelkeep.infra.ledger.events import open_payload
from labelkeep.infra.vault import SealedBytes

MOST = 1_000
DETAILS = ("view.seen", "view.displayed", "view.closed")
"""What follows a look: in the ledger, but no line of a history."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What an asset's history is put together from."""

    versions: dict[UUID, VersionRow]
    labels: dict[UUID, Label]
    reviews: dict[UUID, ReviewRow]
    leases: dict[UUID, LeaseRow]
    remarks: dict[UUID, str]
    people: dict[UUID, str]


def version_out(access: Access[Explore], asset_id: UUID, version_id: UUID) -> VersionOut:
    """Return one version of an asset's label; ``NotFound`` when it belongs to another asset."""
    row = access.get(VersionRow, version_id)
    if row.asset_id != asset_id:
        raise NotFound
    return VersionOut(version=VersionRef(id=row.id, n=row.n), label=label_of(access, row))


def history(access: Access[Explore], asset_id: UUID) -> History:
    """Return what happened to an asset, oldest first, at most the last thousand events."""
    asset = access.get(AssetRow, asset_id)
    versions = _all(access, VersionRow, asset.id)
    reviews = _all(access, ReviewRow, asset.id)
    leases = _all(access, LeaseRow, asset.id)
    told = [asset.id, *(row.id for row in (*versions, *reviews, *leases)), *_looks(access, asset.id)]
    events = _events(access, told)
    people = {row.author_id for row in versions} | {each.actor_id for each in events if each.actor_id}
    pages = Pages(
        versions={row.id: row for row in versions},
        labels={row.id: label_of(access, row) for row in versions},
        reviews={row.id: row for row in reviews},
        leases={row.id: row for row in leases},
        remarks=_remarks(access, asset.id),
        people=names(access, people),
    )
    items = [_item(access, pages, each) for each in events]
    shown = {item.version.id for item in items if item.version}
    items += [_imported(pages, row) for row in versions if row.id not in shown]
    return History(items=sorted(items, key=lambda item: item.at))


def _all(access: Access[Explore], table: Any, asset_id: UUID) -> Sequence[Any]:
    return access.find(select(table).where(table.asset_id == asset_id)).all()


def _looks(access: Access[Explore], asset_id: UUID) -> Sequence[UUID]:
    """Return the views that managers opened; those of a lease are told by its claim."""
    mine = select(ViewRow.id).where(ViewRow.asset_id == asset_id, ViewRow.ground == "explore")
    return access.find(mine.order_by(ViewRow.opened_at.desc()).limit(MOST)).all()


def _events(access: Access[Explore], ids: list[UUID]) -> Sequence[LedgerEventRow]:
    query = select(LedgerEventRow).where(LedgerEventRow.object_id.in_(ids), LedgerEventRow.action.not_in(DETAILS))
    return access.find(query.order_by(LedgerEventRow.at.desc()).limit(MOST)).all()


def _remarks(access: Access[Explore], asset_id: UUID) -> dict[UUID, str]:
    """Return what reviewers said with each verdict."""
    query = select(IssueRow.review_id, CommentRow).join(CommentRow, CommentRow.issue_id == IssueRow.id)
    mine = query.where(IssueRow.asset_id == asset_id, IssueRow.review_id.is_not(None))
    said: dict[UUID, list[str]] = {}
    for review_id, row in access.rows(mine.order_by(CommentRow.created_at)):
        if review_id:
            said.setdefault(review_id, []).append(access.unseal("issue_comment", "body", row.id, row.body).decode())
    return {review_id: "\n".join(lines) for review_id, lines in said.items()}


def _item(access: Access[Explore], pages: Pages, event: LedgerEventRow) -> HistoryItem:
    review = pages.reviews.get(event.object_id) if event.object_id else None
    made = review.result_id if review else event.object_id
    version = pages.versions.get(made) if made else None
    note = pages.remarks.get(review.id) if review else _note(access, event)
    return HistoryItem(
        at=event.at,
        action=event.action,
        by=_person(pages, event.actor_id),
        version=_facts(version),
        seconds=_seconds(pages, version, review),
        verdict=review.verdict if review else None,
        judged=judged(access, review) if review else None,
        changes=_changes(pages, version) if version else None,
        note=note,
        event_id=event.id,
    )


def _imported(pages: Pages, row: VersionRow) -> HistoryItem:
    return HistoryItem(
        at=row.created_at,
        action="label.imported",
        by=_person(pages, row.author_id),
        version=_facts(row),
        seconds=None,
        verdict=None,
        judged=None,
        changes=_changes(pages, row),
        note=None,
        event_id=None,
    )


def _note(access: Access[Explore], event: LedgerEventRow) -> str | None:
    """Return why a task was passed on: said to the ledger alone."""
    if event.action != "task.skipped":
        return None
    facts = open_payload(access.unseal("ledger_event", "payload", event.id, SealedBytes(event.payload)))["facts"]
    return ": ".join(part for part in (facts.get("reason"), facts.get("comment")) if part)


def _person(pages: Pages, person_id: UUID | None) -> PersonRef | None:
    return PersonRef(id=person_id, name=pages.people.get(person_id, UNKNOWN)) if person_id else None


def _facts(row: VersionRow | None) -> VersionFacts | None:
    return VersionFacts(id=row.id, n=row.n, objects=row.objects) if row else None


def _seconds(pages: Pages, version: VersionRow | None, review: ReviewRow | None) -> Seconds | None:
    lease = pages.leases.get(review.lease_id) if review else None
    if review and lease and lease.ended_at:
        return Seconds(active=review.active_ms / 1000, elapsed=_between(lease.started_at, lease.ended_at))
    if version and version.lease_id:
        return Seconds(active=version.active_ms / 1000, elapsed=version.elapsed_ms / 1000)
    return None


def _between(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()


def _changes(pages: Pages, row: VersionRow) -> ChangeCounts:
    before = pages.labels.get(row.parent_id) if row.parent_id else None
    return ChangeCounts(**changes(before or Label(), pages.labels[row.id]).counts())
