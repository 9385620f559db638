"""Jobs as their actor: each step is a transaction of its own, granted anew with the rights that the actor has then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast
from uuid import UUID

import structlog
from sqlalchemy import select

from labelkeep.access.capabilities import Capability
from labelkeep.access.doors import Access
from labelkeep.access.entering import LacksCapability, Stranger, enter_project_as, enter_system
from labelkeep.access.system import QueueWork
from labelkeep.core.errors import Conflict, LabelkeepError, SignedOut
from labelkeep.core.ids import new_id
from labelkeep.infra.db.tables import JobRow
from labelkeep.infra.house import House
from labelkeep.infra.vault import Place, open_sealed, seal

log = structlog.get_logger()
QUOTA = 5
"""Jobs that one person may have waiting or running in a project."""


class TooManyJobs(Conflict):
    """The person's quota of jobs is used up."""

    code = "job.quota"


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of a job came to: ``cursor`` is where the next one goes on."""

    cursor: dict[str, Any] = field(default_factory=dict[str, Any])
    done: int = 0
    total: int | None = None
    message: str = ""
    finished: bool = False


class Handler(Protocol):
    """One kind of job. ``step`` does a bounded piece (about a second) and is safe to repeat after a kill."""

    capability: type[Capability]

    def step(self, access: Access[Any], subject_id: UUID, cursor: dict[str, Any]) -> Step:
        """Do the next piece."""
        ...

    def failed(self, access: Access[Any], subject_id: UUID, error: LabelkeepError | None) -> None:
        """Put the subject into its failed (or, without an error, cancelled) state."""
        ...


def start(access: Access[Any], kind: str, subject_id: UUID) -> JobRow:
    """Make a job and queue it in this transaction; the event of what asked for it covers it."""
    mine = select(JobRow).where(JobRow.actor_id == access.actor.id, JobRow.state.in_(("queued", "running")))
    if len(access.find(mine.where(JobRow.project_id == access.project_id)).all()) >= QUOTA:
        raise TooManyJobs(f"You have {QUOTA} jobs under way here: wait for one, or cancel one.")
    job = JobRow(
        id=new_id(), project_id=access.project_id, kind=kind, actor_id=access.actor.id, subject_id=subject_id,
        state="queued", done=0, attempts=0, created_at=access.now,
    )  # fmt: skip
    access.add(job)
    access.enqueue(job.id, kind)
    return job


def run(house: House, handlers: Mapping[str, Handler], kind: str, job_id: UUID) -> None:
    """Run a job to its end. Called by the queue; comes back after a kill, going on at the stored cursor."""
    with enter_system(house, QueueWork) as system:
        system.run("enter_job", job=str(job_id))
        found = system.find(select(JobRow).where(JobRow.id == job_id)).one_or_none()
        if found is None or found.state not in ("queued", "running"):
            return
        actor_id, project_id, subject_id = found.actor_id, found.project_id, found.subject_id
    handler = handlers[kind]
    try:
        while _once(house, handler, actor_id, project_id, job_id, subject_id):
            pass
    except (LacksCapability, Stranger, SignedOut):
        message = "The person who started this job has lost the right to it."
        _end(house, job_id, project_id, actor_id, "failed", "job.right_lost", message)
    except LabelkeepError as error:
        _give_up(house, handler, actor_id, project_id, job_id, subject_id, error)
    except Exception as error:
        log.exception("job.fault", job=str(job_id), kind=kind)
        fault = LabelkeepError("Something failed on the server. What was done so far is kept; start it again.")
        _give_up(house, handler, actor_id, project_id, job_id, subject_id, fault)
        raise SystemError("job failed") from error


def _once(house: House, handler: Handler, actor_id: UUID, project_id: UUID, job_id: UUID, subject_id: UUID) -> bool:
    with enter_project_as(house, actor_id, project_id, handler.capability) as access:
        job = access.get(JobRow, job_id, lock=True)
        if job.state == "cancelled":
            handler.failed(access, subject_id, None)
            return False
        if job.state == "queued":
            job.state, job.started_at, job.attempts = "running", access.now, job.attempts + 1
        cursor = cast("dict[str, Any]", access.unseal_json("job", "cursor", job_id, job.cursor)) if job.cursor else {}
        step = handler.step(access, subject_id, cursor)
        job.cursor = access.seal_json("job", "cursor", job_id, step.cursor)
        job.done, job.total = step.done, step.total
        job.message = access.seal("job", "message", job_id, step.message)
        if step.finished:
            job.state, job.ended_at = "done", access.now
        return not step.finished


def _give_up(
    house: House,
    handler: Handler,
    actor_id: UUID,
    project_id: UUID,
    job_id: UUID,
    subject_id: UUID,
    error: LabelkeepError,
) -> None:
    try:
        with enter_project_as(house, actor_id, project_id, handler.capability) as access:
            handler.failed(access, subject_id, error)
    finally:
        _end(house, job_id, project_id, actor_id, "failed", error.code, error.message)


def _end(house: House, job_id: UUID, project_id: UUID, actor_id: UUID, state: str, code: str, message: str) -> None:
    with enter_system(house, QueueWork, project_id=project_id, person_id=actor_id) as system:
        system.run("enter_job", job=str(job_id))
        job = system.get(JobRow, job_id, lock=True)
        key = house.keyring.key_of("project", project_id)
        job.state, job.error_code, job.ended_at = state, code, system.now
        job.error = seal(key, message.encode(), Place("job", "error", job_id))


def cancel(access: Access[Any], job: JobRow) -> None:
    """Ask a job to stop; the running step ends first, what it did is kept or undone as its room says."""
    if job.state not in ("queued", "running"):
        raise Conflict("This job has ended already.")
    job.state, job.ended_at = "cancelled", access.now
    access.record(job, "job.cancelled", kind=job.kind)


def facts(access: Access[Any], job: JobRow) -> dict[str, Any]:
    """Return what people see of a job."""

    def opened(column: str, value: Any) -> str:
        return open_sealed(access.key, value, Place("job", column, job.id)).decode() if value else ""

    error = {"code": job.error_code, "detail": opened("error", job.error)} if job.error_code else None
    return {
        "id": job.id, "kind": job.kind, "state": job.state, "done": job.done, "total": job.total,
        "message": opened("message", job.message), "created_at": job.created_at, "started_at": job.started_at,
        "ended_at": job.ended_at, "error": error,
    }  # fmt: skip
