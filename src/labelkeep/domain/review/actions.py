"""Reviewing: accept, edit and accept, or send back. One verdict a lease, and never on one's own label."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Review
from labelkeep.access.doors import Access
from labelkeep.core.errors import Invalid, NotFound
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id
from labelkeep.domain.labels.actions import Submitted
from labelkeep.domain.labels.changes import changes
from labelkeep.domain.labels.checking import classes_of, require_valid, stored
from labelkeep.domain.labels.queries import label_of
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.review.issues import open_thread
from labelkeep.domain.review.shapes import VerdictIn
from labelkeep.domain.review.tables import ReviewRow
from labelkeep.domain.review.verdicts import Findings, counted, findings, kept, require_objects
from labelkeep.domain.tasks.errors import LeaseEnded, LeaseSpent
from labelkeep.domain.tasks.holding import Held, held, late, require_begun, require_seq, require_session, require_step
from labelkeep.domain.tasks.late import require_free

MANY_RETURNS = 3
"""So many times back and forth is worth a manager's look; the ledger marks it."""
EVENTS = {"accept": "review.accepted", "fix": "review.fixed", "return": "review.returned"}


class CommentRequired(Invalid):
    """Work is sent back with a reason, never without."""

    code = "review.comment_required"


class LabelMisplaced(Invalid):
    """A label belongs to a fix, and to a fix alone."""

    code = "review.label_misplaced"


@dataclass(frozen=True, slots=True)
class Decided:
    """The version that a fix made, and whether the verdict had arrived before."""

    version: Submitted | None
    already: bool


@dataclass(frozen=True, slots=True)
class Fix:
    """What a reviewer changed: the new version's content and what differs from the labeler's."""

    content: bytes
    objects: int
    classes: list[str]
    counts: dict[str, int]
    ids: dict[str, list[str]]
    known: set[UUID]


def decide(access: Access[Review], lease_id: UUID, body: VerdictIn) -> Decided:
    """Give the verdict on a label. The same verdict again gives the same answer; another one is refused.

    A fix that changes nothing is recorded as what it is: an acceptance.
    """
    _require_shape(body)
    lease = held(access, lease_id)
    require_step(lease, "review")
    content = stored(body.label) if body.label else None
    before = _settled(access, lease, body, content)
    if before:
        return before
    fix = _fix(access, lease, body, content) if content else None
    if late(lease):
        require_free(access, lease, content or b"{}")
    found = _findings(access, lease, body, fix)
    made = _write(access, lease, body, "accept" if body.verdict == "fix" and not fix else body.verdict, fix, found)
    return made or _settled(access, held(access, lease_id), body, content) or _gone()


def _require_shape(body: VerdictIn) -> None:
    if body.verdict == "return" and not body.comments:
        raise CommentRequired("Say in at least one comment what is to be changed.")
    if (body.label is not None) != (body.verdict == "fix"):
        raise LabelMisplaced("Send a label with a fix, and only with a fix.")
    require_objects(body)


def _settled(access: Access[Review], lease: Held, body: VerdictIn, content: bytes | None) -> Decided | None:
    require_seq(lease, body.seq)
    if lease.state == "submitted":
        return _again(access, lease, body, content)
    require_begun(lease)
    if lease.state in ("returned", "skipped"):
        raise LeaseEnded
    if lease.state == "live":
        require_session(access, lease)
    return None


def _again(access: Access[Review], lease: Held, body: VerdictIn, content: bytes | None) -> Decided:
    review = access.find(select(ReviewRow).where(ReviewRow.lease_id == lease.id)).one()
    if review.verdict != body.verdict and not (body.verdict == "fix" and review.result_id is None):
        raise LeaseSpent
    if review.result_id is None:
        return Decided(None, already=True)
    row = access.get(VersionRow, review.result_id)
    if content is None or row.body_sha256 != sha256(content):
        raise LeaseSpent
    return Decided(Submitted(row.id, row.n, already=True), already=True)


def _fix(access: Access[Review], lease: Held, body: VerdictIn, content: bytes) -> Fix | None:
    assert body.label is not None  # noqa: S101  content comes from it
    require_valid(access, body.label, lease.parts, lease.version_id)
    before = access.get(VersionRow, lease.version_id)
    if before.body_sha256 == sha256(content):
        return None
    found = changes(label_of(access, before), body.label)
    lists = {name: [str(each) for each in getattr(found, name)] for name in found.counts()}
    known = {each.id for each in body.label.objects}
    return Fix(content, len(known), classes_of(body.label), found.counts(), lists, known)


def _findings(access: Access[Review], lease: Held, body: VerdictIn, fix: Fix | None) -> Findings:
    if fix:
        return findings(body.objects, fix.known, fix.ids)
    if not body.objects:
        return {}
    # the label is opened only when something is said of its objects
    label = label_of(access, access.get(VersionRow, lease.version_id))
    return findings(body.objects, {each.id for each in label.objects}, None)


def _write(
    access: Access[Review], lease: Held, body: VerdictIn, verdict: str, fix: Fix | None, found: Findings
) -> Decided | None:
    result_id, review_id = new_id() if fix else None, new_id()
    returned = verdict == "return"
    rows = access.run(
        "verdict",
        lease=lease.id,
        project=access.project_id,
        person=access.actor.id,
        seq=body.seq,
        state=lease.state,
        now=access.now,
        active=body.active_ms,
        review=review_id,
        verdict=verdict,
        returned=returned,
        author=lease.author_id if lease.kind == "human" else None,
        version=lease.version_id,
        label=lease.label_id,
        n=lease.n + 1,
        ontology=access.standing.ontology_id,
        guideline=access.standing.guideline_id,
        findings=access.seal_json("review", "findings", review_id, kept(found)) if found else None,
        **_version(access, fix, result_id),
        **access.compose(EVENTS[verdict], "review", review_id, **_facts(lease, verdict, fix, result_id, found)),
    )
    if not rows:
        return None
    for place, comment in enumerate(body.comments):
        status = "open" if returned else "resolved"
        on = (lease.asset_id, lease.version_id, review_id)
        open_thread(access, *on, comment, kind="issue", status=status, place=place)
    return Decided(Submitted(result_id, lease.n + 1, already=False) if result_id else None, already=False)


def _version(access: Access[Review], fix: Fix | None, result_id: UUID | None) -> dict[str, Any]:
    if fix is None or result_id is None:
        names = ("result", "body", "sha256", "objects", "classes")
        return {"fixed": False, **dict.fromkeys(names)}
    return {
        "fixed": True,
        "result": result_id,
        "body": access.seal("label_version", "body", result_id, fix.content),
        "sha256": sha256(fix.content),
        "objects": fix.objects,
        "classes": fix.classes,
    }


def _facts(lease: Held, verdict: str, fix: Fix | None, result_id: UUID | None, found: Findings) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "lease": str(lease.id),
        "asset": str(lease.asset_id),
        "version": str(lease.version_id),
        "cycle": lease.cycle,
        "late": late(lease),
        "objects": counted(found),
    }
    if fix:
        facts |= {
            "result": str(result_id),
            "sha256": sha256(fix.content).hex(),
            "counts": fix.counts,
            "changed": fix.ids,
        }
    if verdict == "return":
        # escalation to a manager is not built yet; the mark is there for it
        facts |= {"returns": lease.cycle, "escalate": lease.cycle >= MANY_RETURNS}
    return facts


def _gone() -> Decided:
    raise NotFound
