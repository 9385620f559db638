"""How a project's work goes: two weeks of days, what is stuck, whose work comes back, what could be frozen."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from labelkeep.access.capabilities import Explore
from labelkeep.access.doors import Access
from labelkeep.domain.assets.tables import AssetRow
from labelkeep.domain.insights.shapes import Day, Pulse, Returned
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.people.queries import names
from labelkeep.domain.releases.tables import SnapshotRow
from labelkeep.domain.review.issues import UNKNOWN
from labelkeep.domain.review.shapes import PersonRef
from labelkeep.domain.review.tables import IssueRow, ReviewRow
from labelkeep.domain.tasks.tables import TaskRow

DAYS = 14
OLD = timedelta(days=3)
"""How long sent-back work waits before it counts as stuck."""
COUNTED = 10_000
FEWEST = 3
"""Verdicts about a person below which a share says nothing."""


def pulse(access: Access[Explore]) -> Pulse:
    """Return how the work goes; days are those of UTC, the last one is today."""
    today = access.now.date()
    since = access.now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    frozen = access.find(select(func.max(SnapshotRow.created_at))).one()
    return Pulse(
        days=_days(access, since, [today - timedelta(days=DAYS - 1 - place) for place in range(DAYS)]),
        questions=_questions(access),
        waiting_long=_waiting_long(access),
        returned=_returned(access, since),
        ready=_ready(access, frozen),
        frozen_at=frozen,
    )


def _days(access: Access[Explore], since: datetime, days: list[date]) -> list[Day]:
    made = func.date_trunc("day", VersionRow.created_at, "UTC")
    submitted = select(made, func.count()).where(VersionRow.created_at >= since, VersionRow.kind == "human")
    found = {day: Day(day=day, submitted=0, accepted=0, returned=0) for day in days}
    for at, n in access.rows(submitted.group_by(made)):
        found[at.date()].submitted = n
    judged = func.date_trunc("day", ReviewRow.created_at, "UTC")
    verdicts = select(judged, ReviewRow.verdict, func.count()).where(ReviewRow.created_at >= since)
    for at, verdict, n in access.rows(verdicts.group_by(judged, ReviewRow.verdict)):
        if verdict == "return":
            found[at.date()].returned += n
        else:
            found[at.date()].accepted += n
    return list(found.values())


def _questions(access: Access[Explore]) -> int:
    waiting = select(func.count(IssueRow.asset_id.distinct())).where(IssueRow.status.in_(("open", "answered")))
    return access.find(waiting).one()


def _waiting_long(access: Access[Explore]) -> int:
    old = TaskRow.updated_at < access.now - OLD
    return access.find(select(func.count(TaskRow.id)).where(TaskRow.status == "redo", old)).one()


def _returned(access: Access[Explore], since: datetime) -> list[Returned]:
    back = func.count().filter(ReviewRow.verdict == "return")
    query = (
        select(VersionRow.author_id, func.count(), back)
        .join(VersionRow, VersionRow.id == ReviewRow.version_id)
        .where(ReviewRow.created_at >= since, VersionRow.kind == "human")
        .group_by(VersionRow.author_id)
    )
    rows: list[tuple[UUID, int, int]] = [
        (person, judged, n) for person, judged, n in access.rows(query) if judged >= FEWEST and n
    ]
    known = names(access, {person for person, _, _ in rows})
    told = [
        Returned(by=PersonRef(id=person, name=known.get(person, UNKNOWN)), judged=judged, returned=n)
        for person, judged, n in rows
    ]
    return sorted(told, key=lambda each: -each.returned / each.judged)[:5]


def _ready(access: Access[Explore], frozen: datetime | None) -> int:
    done = select(AssetRow.id).where(AssetRow.state == "completed")
    fresh = done if frozen is None else done.where(AssetRow.updated_at > frozen)
    return access.find(select(func.count()).select_from(fresh.limit(COUNTED).subquery())).one()
