"""No route without a grant: checked when the application starts, before it listens."""

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from labelkeep.access.grants import Grant, SelfGrant, SiteGrant

PUBLIC: tuple[tuple[str, str], ...] = (
    ("GET", "/api/v1/health"),
    ("POST", "/api/v1/sign-in/link"),
    ("POST", "/api/v1/sign-in/password"),
    ("GET", "/assets/{name}"),
    ("GET", "/{path:path}"),
)
"""The closed list of routes that anybody may call."""


class UnguardedRoute(RuntimeError):
    """A route declares no grant and is not in the closed list."""


def require_grants(app: FastAPI) -> None:
    """Raise ``UnguardedRoute`` when any route lacks a grant."""
    for route in app.routes:
        if not is_guarded(route):
            raise UnguardedRoute(f"{getattr(route, 'path', route)} has no grant and is not in the closed list of public routes")


def is_guarded(route: BaseRoute) -> bool:
    """Say whether a route declares a grant or is public by name."""
    if not isinstance(route, APIRoute):
        return False
    named = [(method, route.path) for method in route.methods]
    if all(each in PUBLIC for each in named):
        return True
    return any(isinstance(each.call, Grant | SiteGrant | SelfGrant) for each in route.dependant.dependencies)
