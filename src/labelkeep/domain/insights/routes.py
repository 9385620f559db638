"""HTTP of the insights room: a project at a glance, one's own projects, an asset's history."""

from uuid import UUID

from fastapi import APIRouter

from labelkeep.access.grants import ExploreAccess, ManageAccess, OwnAccount, ReadAccess
from labelkeep.domain.insights import history, projects, skips
from labelkeep.domain.insights import pulse as pulses
from labelkeep.domain.insights.shapes import History, Pulse, Skipped, VersionOut
from labelkeep.domain.projects.shapes import ProjectOut, ProjectsOut

router = APIRouter(tags=["insights"])


@router.get("/projects/{project}")
def read_project(access: ReadAccess) -> ProjectOut:
    """The project at a glance."""
    return projects.project_out(access)


@router.get("/projects/{project}/pulse")
def read_pulse(access: ExploreAccess) -> Pulse:
    """How the work goes."""
    return pulses.pulse(access)


@router.get("/projects/{project}/skipped")
def list_skipped(access: ManageAccess, after: str | None = None) -> Skipped:
    """Tasks that were skipped out of the queue, with the reasons."""
    return skips.skipped(access, after)


@router.get("/me/projects")
def list_own_projects(own: OwnAccount) -> ProjectsOut:
    """The caller's projects, each with what to do next."""
    return projects.own_projects(own)


@router.get("/projects/{project}/assets/{asset}/history")
def read_history(access: ExploreAccess, asset: UUID) -> History:
    """All that happened to an asset."""
    return history.history(access, asset)


@router.get("/projects/{project}/assets/{asset}/versions/{version}")
def read_version(access: ExploreAccess, asset: UUID, version: UUID) -> VersionOut:
    """One version of an asset's label."""
    return history.version_out(access, asset, version)
