"""No route without a grant: checked when the application starts, before it listens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute, iter_route_contexts

from labelkeep.access.grants import Grant, SelfGrant, SiteGrant
from labelkeep.core.errors import NotFound

PUBLIC: tuple[tuple[str, str], ...] = (
    ("GET", "/api/v1/health"),
    ("POST", "/api/v1/sign-in/link"),
    ("POST", "/api/v1/sign-in/password"),
    ("GET", "/api/v1/sign-in/providers"),
    ("POST", "/api/v1/sign-in/oidc/{provider}"),
    ("GET", "/api/v1/sign-in/oidc/callback"),
    ("POST", "/api/v1/sign-out/oidc"),
    ("GET", "/api/v1/sign-in/factor"),
    ("POST", "/api/v1/sign-in/factor"),
    ("POST", "/api/v1/sign-in/factor/challenge"),
    ("GET", "/assets/{name}"),
    ("GET", "/{path:path}"),
)
"""The closed list of routes that anybody may call."""


class UnguardedRoute(RuntimeError):
    """A route declares no grant and is not in the closed list."""


def require_grants(app: FastAPI) -> None:
    """Raise ``UnguardedRoute`` when any route lacks a grant."""
    for route in guarded_routes(app):
        if not route.public and route.grant is None:
            raise UnguardedRoute(f"{route.path} has no grant and is not in the closed list of public routes")


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """One method and path of the application, and what guards it."""

    method: str
    path: str
    grant: Grant | SiteGrant | SelfGrant | None
    public: bool
    endpoint: Callable[..., Any] | None = None


def guarded_routes(app: FastAPI) -> list[RouteFacts]:
    """Return every method and path of the application with its grant; what is no API route has none."""
    found: list[RouteFacts] = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        path = str(getattr(context, "path", route))
        methods: set[str] = getattr(context, "methods", None) or {"*"}
        grants = route.dependant.dependencies if isinstance(route, APIRoute) else []
        grant = next((each.call for each in grants if isinstance(each.call, Grant | SiteGrant | SelfGrant)), None)
        endpoint = getattr(context, "endpoint", None)
        found += [RouteFacts(method, path, grant, (method, path) in PUBLIC, endpoint) for method in sorted(methods)]
    return found


def require_grant(request: Request) -> None:
    """Check the grant of a request whose body could not even be read, which is before its dependencies run.

    Raises what the grant raises: whoever may not use a route learns nothing from what it says of their body.
    """
    facts: RouteFacts | None = request.app.state.routes.get(request.scope.get("endpoint"))
    if facts is None or facts.grant is None or hasattr(request.state, "granted"):
        return
    opened = facts.grant(request, _project(request)) if isinstance(facts.grant, Grant) else facts.grant(request)
    try:
        next(opened)
    finally:
        # closing a grant that has not come to its end rolls back
        opened.close()


def _project(request: Request) -> UUID:
    try:
        return UUID(request.path_params["project"])
    except ValueError as error:
        raise NotFound from error
