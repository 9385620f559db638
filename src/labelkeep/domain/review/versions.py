"""The versions of a label, with the verdict on each: for who works on it now."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Read, Work
from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.domain.labels.queries import body_of
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.labels.wire import VersionRef
from labelkeep.domain.people.queries import names
from labelkeep.domain.review.issues import UNKNOWN
from labelkeep.domain.review.shapes import (
    ObjectCounts,
    ObjectVerdict,
    PastVersion,
    PastVersions,
    PersonRef,
    ReviewOut,
)
from labelkeep.domain.review.tables import ReviewRow
from labelkeep.domain.review.verdicts import counted
from labelkeep.domain.tasks.holding import Held, held, require_session


def versions(access: Access[Work], lease_id: UUID) -> PastVersions:
    """Return the versions of the label that the caller works on, with the verdict on each, the oldest first."""
    lease = _live(access, lease_id)
    mine = VersionRow.asset_id == lease.asset_id
    query = select(VersionRow).where(mine, VersionRow.label_id == lease.label_id)
    rows = access.find(query.order_by(VersionRow.n)).all()
    reviews = reviews_of(access, [row.id for row in rows])
    known = names(access, {row.author_id for row in rows} | {row.reviewer_id for row in reviews.values()})
    numbers = {row.id: row.n for row in rows}
    return PastVersions(
        items=[
            PastVersion.model_validate(
                {
                    "id": row.id,
                    "n": row.n,
                    "kind": row.kind,
                    "by": PersonRef(id=row.author_id, name=known.get(row.author_id, UNKNOWN)),
                    "at": row.created_at,
                    "objects": row.objects,
                    "review": review_out(access, reviews.get(row.id), known, numbers),
                }
            )
            for row in rows
        ]
    )


def version(access: Access[Work], lease_id: UUID, version_id: UUID) -> bytes:
    """Return one version of the label that the caller works on, as it is stored: so ``Work`` brings it too."""
    lease = _live(access, lease_id)
    row = access.get(VersionRow, version_id)
    if row.label_id != lease.label_id:
        raise NotFound
    return body_of(access, row.id, row.body)


def _live(access: Access[Work], lease_id: UUID) -> Held:
    lease = held(access, lease_id)
    # reserved too: the next task is painted before its lease has begun
    if lease.state not in ("live", "reserved") or lease.ends_at <= access.now:
        raise NotFound
    require_session(access, lease)
    return lease


def reviews_of(access: Access[Read], version_ids: Sequence[UUID]) -> dict[UUID, ReviewRow]:
    """Return the last verdict on each version."""
    if not version_ids:
        return {}
    query = select(ReviewRow).where(ReviewRow.version_id.in_(version_ids)).order_by(ReviewRow.created_at)
    return {row.version_id: row for row in access.find(query)}


def review_out(
    access: Access[Read], row: ReviewRow | None, known: dict[UUID, str], numbers: dict[UUID, int]
) -> ReviewOut | None:
    """Return a verdict for the people and version numbers that are known; a result that is not is left out."""
    if row is None:
        return None
    n = numbers.get(row.result_id) if row.result_id else None
    result = VersionRef(id=row.result_id, n=n) if row.result_id and n else None
    return ReviewOut.model_validate(
        {
            "verdict": row.verdict,
            "by": PersonRef(id=row.reviewer_id, name=known.get(row.reviewer_id, UNKNOWN)),
            "at": row.created_at,
            "result": result,
            "objects": _found(access, row),
        }
    )


def judged(access: Access[Read], row: ReviewRow) -> ObjectCounts | None:
    """Return how many objects a review called right, changed or gave back; None when it speaks of none."""
    return ObjectCounts.model_validate(counted(_found(access, row))) if row.findings else None


def _found(access: Access[Read], row: ReviewRow) -> dict[str, ObjectVerdict]:
    return access.unseal_json("review", "findings", row.id, row.findings) if row.findings else {}
