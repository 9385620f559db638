"""The way from a path to its route: looked up by method and number of parts instead of asked of every router in turn.

The framework walks all routers of all rooms, twice for each request, which took more time than the requests themselves.
What is not found here goes the framework's own way: unknown paths, wrong methods, the pages of the shell.
"""

from collections import defaultdict
from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.convertors import PathConvertor
from starlette.types import ASGIApp, Receive, Scope, Send

from labelkeep.entrypoints.http.hands import by_hand
from labelkeep.entrypoints.http.reach import ask_reach, asks_reach


class Switchboard:
    """Answers with the first route that fits, as the framework would, in the order in which rooms declare them.

    It holds the very route objects that the guard has checked, so a grant is asked for on this way as on the other.
    """

    def __init__(self, otherwise: ASGIApp, prefix: str, routers: Iterable[APIRouter]) -> None:
        self._otherwise = otherwise
        self._prefix = prefix
        self._routes: dict[tuple[str, int], list[APIRoute]] = defaultdict(list)
        for route in (route for router in routers for route in router.routes if isinstance(route, APIRoute)):
            if any(isinstance(each, PathConvertor) for each in route.param_convertors.values()):
                raise TypeError(f"{route.path} has a part of any length: it cannot be found by its number of parts")
            for method in route.methods or ():
                self._routes[method, route.path.count("/")].append(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        route = self.find(scope) if scope["type"] == "http" else None
        if route and asks_reach(scope):
            await by_hand(ask_reach, scope)
        await (route.handle if route else self._otherwise)(scope, receive, send)

    def find(self, scope: Scope) -> APIRoute | None:
        """Return the route of a request, and note in its scope what the framework would; None when there is none."""
        path: str = scope["path"]
        if scope.get("root_path") or not path.startswith(self._prefix):
            return None
        rest = path[len(self._prefix) :]
        for route in self._routes.get((scope["method"], rest.count("/")), ()):
            match = route.path_regex.match(rest)
            if match:
                given = {key: route.param_convertors[key].convert(value) for key, value in match.groupdict().items()}
                scope.update(route=route, endpoint=route.endpoint, path_params=given)
                return route
        return None
