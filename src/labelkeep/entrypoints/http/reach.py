"""The organisation's networks on the way in: asked of every public route before it runs, so none can forget it."""

from fastapi import Request
from starlette.types import Scope

from labelkeep.access.entering import enter_system
from labelkeep.access.system import SignIn
from labelkeep.access.tokens import address_of
from labelkeep.domain.organisation.actions import require_reach
from labelkeep.entrypoints.http.guard import RouteFacts

OPEN = frozenset({"/api/v1/health"})
"""For load balancers, and says nothing."""


def asks_reach(scope: Scope) -> bool:
    """Say whether a request met a route that nobody's grant guards."""
    facts: RouteFacts | None = scope["app"].state.routes.get(scope.get("endpoint"))
    return facts is not None and facts.public and facts.path not in OPEN


def ask_reach(scope: Scope) -> None:
    """Raise ``NetworkRefused`` where the address is outside."""
    with enter_system(scope["app"].state.house, SignIn) as system:
        require_reach(system, address_of(Request(scope)))
