"""HTTP of work: taking the next task, verdicts, issues."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from labelkeep.access.grants import LabelAccess, ManageAccess, ReviewAccess, WorkAccess
from labelkeep.domain.labels import adopting
from labelkeep.domain.labels.checking import stored
from labelkeep.domain.labels.following import begun_out
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.labels.wire import LabelIn, Orphan, Orphans, VersionRef
from labelkeep.domain.review import actions, issues, mine, versions
from labelkeep.domain.review.shapes import (
    Issue,
    Mine,
    MineOut,
    PastVersions,
    QuestionIn,
    Stands,
    TextIn,
    Thread,
    ThreadKind,
    Threads,
    VerdictIn,
    VerdictOut,
    Work,
)
from labelkeep.domain.review.threads import Wanted, thread, threads
from labelkeep.domain.review.work import work_json
from labelkeep.domain.tasks import claiming, recalling, reserving, steering
from labelkeep.domain.tasks.shapes import CommentIn, Empty

router = APIRouter(prefix="/projects/{project}", tags=["work"])


def wanted_threads(
    mine: bool = False,
    only_open: bool = False,
    status: Stands | None = None,
    kind: ThreadKind | None = None,
    person: UUID | None = None,
) -> Wanted:
    """Return which threads a request asks for."""
    return Wanted(mine, only_open, status, kind, person)


@router.post("/work/label/next", response_model=Work | Empty)
def next_to_label(access: LabelAccess) -> Response:
    """Take the next picture to label: one's own unfinished one first, then what was sent back, then the queue."""
    return _json(work_json(access, claiming.claim_label(access)))


@router.post("/work/review/next", response_model=Work | Empty)
def next_to_review(access: ReviewAccess) -> Response:
    """Take the next label of somebody else to review."""
    return _json(work_json(access, claiming.claim_review(access)))


@router.post("/work/label/reserve", response_model=Work | Empty)
def reserve_to_label(access: LabelAccess) -> Response:
    """Hold the next picture to label, so that it can be fetched while one is still at the task before."""
    return _json(work_json(access, reserving.reserve(access, "label")))


@router.post("/work/review/reserve", response_model=Work | Empty)
def reserve_to_review(access: ReviewAccess) -> Response:
    """Hold the next label to review."""
    return _json(work_json(access, reserving.reserve(access, "review")))


@router.post("/work/label/recall", response_model=Work)
def recall_label(access: LabelAccess) -> Response:
    """Take back what one submitted last, within ten minutes and before anybody has begun to review it."""
    return _json(work_json(access, recalling.recall(access)))


@router.get("/work/current", response_model=Work | Empty)
def read_current(access: WorkAccess) -> Response:
    """What one holds now."""
    return _json(work_json(access, claiming.current(access)))


@router.get("/work/mine")
def list_mine(access: WorkAccess, after: UUID | None = None) -> Mine:
    """What one submitted, the newest first, with what became of it."""
    return mine.mine(access, after=after)


@router.get("/work/mine/{version}")
def read_mine(access: WorkAccess, version: UUID) -> MineOut:
    """One's own version, beside what a reviewer made of it and said."""
    return mine.my_version(access, version)


@router.get("/leases/{lease}/versions")
def list_versions(access: WorkAccess, lease: UUID) -> PastVersions:
    """The versions of the label that one works on, with the verdict on each."""
    return versions.versions(access, lease)


@router.get("/leases/{lease}/versions/{version}", response_model=Label)
def read_past_version(access: WorkAccess, lease: UUID, version: UUID) -> Response:
    """One version of the label that one works on."""
    return _json(versions.version(access, lease, version))


@router.post("/leases/{lease}/verdict")
def give_verdict(access: ReviewAccess, lease: UUID, body: VerdictIn) -> VerdictOut:
    """Accept, fix or return."""
    made = actions.decide(access, lease, body)
    version = VersionRef(id=made.version.id, n=made.version.n) if made.version else None
    return VerdictOut(version=version, already=made.already, next=begun_out(access, body.next))


@router.post("/leases/{lease}/questions", status_code=201)
def ask_question(access: WorkAccess, lease: UUID, body: QuestionIn) -> Issue:
    """Ask about the picture that one works on."""
    return issues.ask(access, lease, body)


@router.get("/issues")
def list_issues(
    access: WorkAccess, wanted: Annotated[Wanted, Depends(wanted_threads)], after: UUID | None = None
) -> Threads:
    """One's own questions and what was answered; everybody's for who manages the work."""
    return threads(access, wanted, after)


@router.get("/issues/{issue}")
def read_issue(access: WorkAccess, issue: UUID) -> Thread:
    """One thread, with its place and what was said in it."""
    return thread(access, issue)


@router.post("/leases/{lease}/keep", status_code=204)
def keep_label(access: WorkAccess, lease: UUID, body: LabelIn) -> None:
    """Keep what one drew on a task that was taken away, for a manager to adopt."""
    adopting.keep(access, lease, body, stored(body.label))


@router.get("/orphans")
def list_orphans(access: ManageAccess, after: str | None = None) -> Orphans:
    """Work that arrived too late to count."""
    return adopting.orphans(access, after)


@router.get("/orphans/{draft}")
def read_orphan(access: ManageAccess, draft: UUID) -> Orphan:
    """Late work with what was drawn, to look at before it is adopted or discarded."""
    return adopting.orphan(access, draft)


@router.post("/orphans/{draft}/discard", status_code=204)
def discard_orphan(access: ManageAccess, draft: UUID, body: CommentIn) -> None:
    """Throw late work away; it cannot be had back."""
    adopting.discard(access, draft, body.comment)


@router.post("/orphans/{draft}/adopt", status_code=201)
def adopt_orphan(access: ManageAccess, draft: UUID) -> VersionRef:
    """Make late work the next version of its picture's label."""
    made = adopting.adopt(access, draft)
    return VersionRef(id=made.id, n=made.n)


@router.post("/assets/{asset}/unskip", status_code=204)
def unskip_asset(access: ManageAccess, asset: UUID, body: CommentIn) -> None:
    """Put a skipped picture back into the queue."""
    steering.unskip(access, asset, body.comment)


@router.post("/issues/{issue}/comments", status_code=201)
def add_comment(access: WorkAccess, issue: UUID, body: TextIn) -> Issue:
    """Say something in a thread."""
    return issues.comment(access, issue, body.text)


@router.post("/issues/{issue}/resolve")
def resolve_issue(access: WorkAccess, issue: UUID) -> Issue:
    """Close a thread, or mark it as dealt with."""
    return issues.resolve(access, issue)


@router.post("/issues/{issue}/reopen")
def reopen_issue(access: WorkAccess, issue: UUID) -> Issue:
    """Open an answered or closed thread again."""
    return issues.reopen(access, issue)


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")
