"""HTTP of jobs: long work, how far it is, and stopping it. People see their own; who explores sees all."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from labelkeep.access import jobs
from labelkeep.access.capabilities import Explore, Read
from labelkeep.access.doors import Access
from labelkeep.access.grants import ReadAccess
from labelkeep.core.errors import NotFound
from labelkeep.domain.projects import queries
from labelkeep.domain.projects.shapes import JobOut, JobsOut
from labelkeep.infra.db.tables import JobRow

router = APIRouter(tags=["jobs"])


@router.get("/jobs")
def list_jobs(access: ReadAccess, limit: Annotated[int, Query(ge=1, le=500)] = 50) -> JobsOut:
    """The latest jobs, newest first."""
    return JobsOut(items=queries.jobs(access, limit))


@router.get("/jobs/{job}")
def read_job(access: ReadAccess, job: UUID) -> JobOut:
    """One job."""
    return JobOut(**jobs.facts(access, _visible(access, job)))


@router.post("/jobs/{job}/cancel")
def cancel_job(access: ReadAccess, job: UUID) -> JobOut:
    """Stop a job; what it did so far is kept or undone as its kind says."""
    _visible(access, job)
    row = access.get(JobRow, job, lock=True)
    jobs.cancel(access, row)
    handler = access.house.parts["jobs"].get(row.kind)
    if handler is not None:
        handler.failed(access, row.subject_id, None)
    access.flush()
    return JobOut(**jobs.facts(access, row))


def _visible(access: Access[Read], job_id: UUID) -> JobRow:
    row = access.get(JobRow, job_id)
    if row.project_id != access.project_id or not (row.actor_id == access.actor.id or access.may(Explore)):
        raise NotFound
    return row
