"""HTTP of changing many assets at once."""

from uuid import UUID

from fastapi import APIRouter

from labelkeep.access.grants import SteerAccess
from labelkeep.domain.steering import actions
from labelkeep.domain.steering.shapes import Chosen, Steered, SteerIn, SteerPreview

router = APIRouter(prefix="/projects/{project}/steering", tags=["assets"])


@router.post("/preview")
def preview_steering(access: SteerAccess, body: Chosen) -> SteerPreview:
    """What a change of many assets would do; nothing changes."""
    return actions.preview(access, body)


@router.post("")
def steer_assets(access: SteerAccess, body: SteerIn) -> Steered:
    """Change many assets at once."""
    return actions.steer(access, body)


@router.post("/{steering}/undo")
def undo_steering(access: SteerAccess, steering: UUID) -> Steered:
    """Take a change back where nothing has moved since."""
    return actions.take_back(access, steering)
