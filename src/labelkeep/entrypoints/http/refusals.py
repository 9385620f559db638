"""Denied calls are events too: each of a known person on its own, strangers' ones never under a project's name."""

from fastapi import Request

from labelkeep.access.entering import LacksCapability, Stranger, enter_system
from labelkeep.access.system import Refusals


def write_refusal(request: Request, error: LacksCapability | Stranger) -> None:
    """Write ``access.denied`` in a transaction of its own; the refused one was rolled back."""
    route = request.scope.get("route")
    path = getattr(route, "path", "unknown")
    facts = {"route": f"{request.method} {path}", "person": str(error.actor.id)}
    project_id = error.project_id if isinstance(error, LacksCapability) else None
    if isinstance(error, LacksCapability):
        facts["needs"] = str(error.facts.get("needs"))
    with enter_system(request.app.state.house, Refusals, project_id=project_id, person_id=error.actor.id) as door:
        door.note("access.denied", "person", error.actor.id, outcome="refused", **facts)
