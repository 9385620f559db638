"""HTTP of the offboarding room."""

from uuid import UUID

from fastapi import APIRouter, Request

from labelkeep.access.grants import AdminSite
from labelkeep.domain.offboarding import actions
from labelkeep.domain.offboarding.shapes import SuspendIn

router = APIRouter(tags=["people"])


@router.post("/site/people/{person}/suspend", status_code=204)
def suspend_person(request: Request, site: AdminSite, person: UUID, body: SuspendIn) -> None:
    """End every way in of a person at once; what they did stays."""
    actions.suspend(site, person, body.reason)
    actions.hand_back(request.app.state.house, site, person)


@router.post("/site/people/{person}/reactivate", status_code=204)
def reactivate_person(site: AdminSite, person: UUID) -> None:
    """Let a suspended person in again."""
    actions.reactivate(site, person)
