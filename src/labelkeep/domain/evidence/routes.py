"""HTTP of the evidence room: reading the ledger and taking proofs away."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import PlainTextResponse

from labelkeep.access.grants import AdminSite, AuditAccess
from labelkeep.domain.evidence import proofs, queries
from labelkeep.domain.evidence.queries import Question
from labelkeep.domain.evidence.shapes import CheckpointOut, LedgerOut

router = APIRouter(tags=["evidence"])


def asked(
    action: str | None = None,
    actor: UUID | None = None,
    object: UUID | None = None,  # noqa: A002  the name of the parameter in the address
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Question:
    """Return the filters of a request."""
    return Question(action, actor, object, after, limit)


Asked = Annotated[Question, Depends(asked)]


@router.get("/projects/{project}/ledger")
def read_ledger(access: AuditAccess, question: Asked) -> LedgerOut:
    """Who did what in this project, newest first."""
    return queries.project_ledger(access, question)


@router.get("/projects/{project}/ledger/checkpoint")
def read_checkpoint(access: AuditAccess) -> CheckpointOut:
    """The last signed checkpoint of the log."""
    return proofs.checkpoint(access)


@router.get("/projects/{project}/ledger/{event}/receipt", response_class=PlainTextResponse)
def read_receipt(access: AuditAccess, event: UUID) -> PlainTextResponse:
    """A text that proves one event to a stranger."""
    return PlainTextResponse(proofs.receipt(access, event))


@router.get("/site/ledger")
def read_site_ledger(site: AdminSite, question: Asked) -> LedgerOut:
    """What happened in the organisation outside projects, newest first."""
    return queries.site_ledger(site, question)
