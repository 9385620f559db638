"""HTTP of drafts and submits."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header

from labelkeep.access.grants import LabelAccess, WorkAccess
from labelkeep.domain.labels import actions
from labelkeep.domain.labels.following import begun_out
from labelkeep.domain.labels.wire import DraftOut, LabelIn, SubmitIn, SubmittedOut, VersionRef
from labelkeep.domain.tasks.drafts import base_of

router = APIRouter(prefix="/projects/{project}/leases/{lease}", tags=["work"])


@router.put("/draft")
def save_draft(
    access: WorkAccess, lease: UUID, body: LabelIn, if_match: Annotated[str | None, Header()] = None
) -> DraftOut:
    """Save a draft over the version that ``If-Match`` names."""
    saved = actions.save_draft(access, lease, base_of(if_match), body)
    return DraftOut(version=saved.version, saved_at=saved.saved_at)


@router.post("/submit")
def submit_label(access: LabelAccess, lease: UUID, body: SubmitIn) -> SubmittedOut:
    """Submit a label, and begin the task that is reserved."""
    made = actions.submit(access, lease, body)
    follows = begun_out(access, body.next)
    return SubmittedOut(version=VersionRef(id=made.id, n=made.n), already=made.already, next=follows)
