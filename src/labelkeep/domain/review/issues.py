"""Issues and questions: threads that tie a decision to an asset, a label version and an object in it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Explore, Read, Review, Work
from labelkeep.access.doors import Access
from labelkeep.core.errors import Conflict, Invalid, NotFound
from labelkeep.core.ids import new_id
from labelkeep.domain.assets.tables import PartRow
from labelkeep.domain.people.queries import names
from labelkeep.domain.review.shapes import CommentIn, CommentOut, Issue, PersonRef, QuestionIn
from labelkeep.domain.review.tables import CommentRow, IssueRow
from labelkeep.domain.review.waiting import block, unblock
from labelkeep.domain.tasks.holding import held, require_session
from labelkeep.domain.tasks.tables import LeaseRow, WorkRow

QUESTION = "question"
UNKNOWN = "Somebody"
"""Shown for a person whose name this scope may not read any more."""


class IssueClosed(Conflict):
    """The thread is closed."""

    code = "issue.closed"


def of_asset(access: Access[Read], asset_id: UUID) -> list[Issue]:
    """Return the threads of an asset, oldest first, cancelled ones left out."""
    query = select(IssueRow).where(IssueRow.asset_id == asset_id, IssueRow.status != "cancelled")
    return shown(access, access.find(query.order_by(IssueRow.created_at, IssueRow.id)).all())


def shown(access: Access[Read], rows: Sequence[IssueRow]) -> list[Issue]:
    """Return threads with what was said in them, in two statements whatever their number."""
    if not rows:
        return []
    query = select(CommentRow).where(CommentRow.issue_id.in_([row.id for row in rows]))
    said = access.find(query.order_by(CommentRow.created_at, CommentRow.id)).all()
    known = names(access, {each.author_id for each in said})
    return [_out(access, row, [each for each in said if each.issue_id == row.id], known) for row in rows]


def ask(access: Access[Work], lease_id: UUID, body: QuestionIn) -> Issue:
    """Ask about the picture of one's live lease."""
    lease = held(access, lease_id)
    if lease.state != "live":
        raise NotFound
    require_session(access, lease)
    place = CommentIn(object=body.object, part=body.part, page=body.page, at=body.at, text=body.text, category=QUESTION)
    row = open_thread(access, lease.asset_id, lease.version_id, None, place, kind=QUESTION, blocking=body.blocking)
    if body.blocking:
        block(access, lease, row.id)
    access.flush()
    return shown(access, [row])[0]


def open_thread(
    access: Access[Read],
    asset_id: UUID,
    version_id: UUID | None,
    review_id: UUID | None,
    body: CommentIn,
    *,
    kind: str,
    status: str = "open",
    blocking: bool = False,
    place: int = 0,
) -> IssueRow:
    """Open a thread with its first words; ``place`` keeps the order of those that are opened together."""
    x, y = body.at or (None, None)
    row = access.add(
        IssueRow(
            id=new_id(),
            project_id=access.project_id,
            asset_id=asset_id,
            version_id=version_id,
            review_id=review_id,
            kind=kind,
            category=body.category,
            object_id=body.object,
            part_id=_part(access, asset_id, body.part),
            page=body.page,
            x=x,
            y=y,
            status=status,
            blocking=blocking,
            created_by=access.actor.id,
            created_at=access.now + timedelta(microseconds=place),
        )
    )
    access.flush()
    comment = _say(access, row, body.text)
    facts = {"asset": str(asset_id), "kind": kind, "category": body.category}
    access.record(row, "issue.opened", covers=[comment], blocking=blocking, **facts)
    return row


def comment(access: Access[Work], issue_id: UUID, text: str) -> Issue:
    """Say something in a thread; an answer by somebody else than who opened it marks it answered."""
    row = thread_of(access, issue_id, lock=True)
    if row.status in ("resolved", "cancelled"):
        raise IssueClosed("This thread is closed. Open a new one.")
    if row.created_by != access.actor.id:
        row.status = "answered"
        unblock(access, row)
    said = _say(access, row, text)
    access.record(row, "issue.answered", covers=[said], asset=str(row.asset_id), status=row.status)
    access.flush()
    return shown(access, [row])[0]


def resolve(access: Access[Work], issue_id: UUID) -> Issue:
    """Close a thread: who opened it, or a reviewer. Anybody else who works on it marks it as dealt with."""
    row = thread_of(access, issue_id, lock=True)
    closes = row.created_by == access.actor.id or access.may(Review)
    status = "resolved" if closes else "answered"
    if row.status not in (status, "resolved", "cancelled"):
        row.status = status
        unblock(access, row)
        access.record(row, "issue.resolved", asset=str(row.asset_id), status=status)
        access.flush()
    return shown(access, [row])[0]


def reopen(access: Access[Work], issue_id: UUID) -> Issue:
    """Open an answered or closed thread again; it holds no task back, because the work has gone on."""
    row = thread_of(access, issue_id, lock=True)
    if row.status == "cancelled":
        raise IssueClosed("This thread was taken back. Open a new one.")
    if row.status != "open":
        row.status = "open"
        access.record(row, "issue.reopened", asset=str(row.asset_id))
        access.flush()
    return shown(access, [row])[0]


def _part(access: Access[Read], asset_id: UUID, part_id: UUID | None) -> UUID | None:
    if (
        part_id
        and access.find(select(PartRow.id).where(PartRow.id == part_id, PartRow.asset_id == asset_id)).first() is None
    ):
        raise Invalid("The place lies in a picture that is no part of this asset.")
    return part_id


def thread_of(access: Access[Work], issue_id: UUID, *, lock: bool = False) -> IssueRow:
    """Return the thread if the caller opened it, works or has worked on its asset, or sees all assets."""
    row = access.get(IssueRow, issue_id, lock=lock)
    if row.created_by == access.actor.id or access.may(Explore):
        return row
    person, asset = access.actor.id, row.asset_id
    worked = select(WorkRow.asset_id).where(WorkRow.asset_id == asset, WorkRow.user_id == person)
    holds = select(LeaseRow.id).where(
        LeaseRow.asset_id == asset, LeaseRow.user_id == person, LeaseRow.state == "live", LeaseRow.ends_at > access.now
    )
    if access.find(worked).first() is None and access.find(holds).first() is None:
        raise NotFound
    return row


def _say(access: Access[Read], row: IssueRow, text: str) -> CommentRow:
    comment_id = new_id()
    said = CommentRow(
        id=comment_id,
        project_id=access.project_id,
        issue_id=row.id,
        author_id=access.actor.id,
        body=access.seal("issue_comment", "body", comment_id, text),
        created_at=access.now,
    )
    return access.add(said)


def _out(access: Access[Read], row: IssueRow, said: list[CommentRow], known: dict[UUID, str]) -> Issue:
    comments = [
        CommentOut(
            by=PersonRef(id=each.author_id, name=known.get(each.author_id, UNKNOWN)),
            at=each.created_at,
            text=access.unseal("issue_comment", "body", each.id, each.body).decode(),
        )
        for each in said
    ]
    return Issue.model_validate(
        {
            "id": row.id,
            "type": row.kind,
            "category": row.category,
            "object": row.object_id,
            "part": row.part_id,
            "page": row.page,
            "at": None if row.x is None or row.y is None else [row.x, row.y],
            "status": row.status,
            "blocking": row.blocking,
            "comments": comments,
        }
    )
