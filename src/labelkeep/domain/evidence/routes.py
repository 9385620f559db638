"""HTTP of the evidence room: reading the ledger and taking proofs away."""

import io
from datetime import datetime
from typing import Annotated
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import PlainTextResponse

from labelkeep.access.grants import AdminSite, AuditAccess, OwnAccount
from labelkeep.domain.evidence import about, proofs, queries
from labelkeep.domain.evidence.searching import Question
from labelkeep.domain.evidence.shapes import About, ActionsOut, CheckpointOut, EventDetail, LedgerOut
from labelkeep.infra.ledger.actions import ACTIONS

router = APIRouter(tags=["evidence"])


def asked(
    action: str | None = None,
    actor: UUID | None = None,
    object: UUID | None = None,  # noqa: A002  the name of the parameter in the address
    asset: UUID | None = None,
    outcome: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Question:
    """Return the filters of a request."""
    return Question(action, actor, object, asset, outcome, since, until)


def paged(
    question: Annotated[Question, Depends(asked)],
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Question:
    """Return the filters of a request for a page."""
    return question.at(after, limit)


Asked = Annotated[Question, Depends(asked)]
Paged = Annotated[Question, Depends(paged)]


@router.get("/projects/{project}/ledger")
def read_ledger(access: AuditAccess, question: Paged) -> LedgerOut:
    """Who did what in this project, newest first."""
    return queries.project_ledger(access, question)


@router.get("/projects/{project}/ledger/actions")
def list_actions(_access: AuditAccess) -> ActionsOut:
    """The closed list of words for what can happen."""
    return ActionsOut(items=list(ACTIONS))


@router.get("/projects/{project}/ledger/checkpoint")
def read_checkpoint(access: AuditAccess) -> CheckpointOut:
    """The last signed checkpoint of the log."""
    return proofs.checkpoint(access)


@router.get("/projects/{project}/ledger/bundle", response_class=Response)
def take_bundle(access: AuditAccess, question: Asked, *, told: bool = False) -> Response:
    """Receipts of the events asked for in one archive, which a stranger can check; ``told`` adds what they say."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in proofs.bundle(access, question.at(None, proofs.BUNDLED), told=told):
            # a name alone would take the machine's own time of day into the archive
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    headers = {
        "Content-Disposition": 'attachment; filename="ledger-receipts.zip"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(buffer.getvalue(), media_type="application/zip", headers=headers)


@router.get("/projects/{project}/ledger/{event}")
def read_event(access: AuditAccess, event: UUID) -> EventDetail:
    """One event, with what its entry in the log commits to."""
    return queries.event(access, event)


@router.get("/projects/{project}/ledger/{event}/receipt", response_class=PlainTextResponse)
def read_receipt(access: AuditAccess, event: UUID) -> PlainTextResponse:
    """A text that proves one event to a stranger."""
    return PlainTextResponse(proofs.receipt(access, event))


@router.get("/site/ledger")
def read_site_ledger(site: AdminSite, question: Paged) -> LedgerOut:
    """What happened in the organisation outside projects, newest first."""
    return queries.site_ledger(site, question)


@router.get("/about")
def read_about(own: OwnAccount) -> About:
    """What runs here, of what it is made, and the head of the log."""
    return about.about(own)
