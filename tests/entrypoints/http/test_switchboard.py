"""The short way to a route leads where the framework's own way leads."""

import re

import pytest
from fastapi import APIRouter
from starlette.types import Receive, Scope, Send

from labelkeep.entrypoints.http.app import API, create_app, routers
from labelkeep.entrypoints.http.guard import guarded_routes
from labelkeep.entrypoints.http.switchboard import Switchboard

ID = "0197a000-0000-7000-8000-000000000001"


async def _nowhere(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise AssertionError("not called")


def _board() -> Switchboard:
    return Switchboard(_nowhere, API, routers())


def _asked(method: str, path: str) -> Scope:
    return {"type": "http", "method": method, "path": path, "root_path": ""}


def test_every_route_of_every_room_is_found_with_its_own_handler() -> None:
    app = create_app(None, origins=frozenset(), secure=False)
    facts = [each for each in guarded_routes(app) if each.path.startswith(API) and each.path != f"{API}/health"]

    found = {(f.method, f.path): _board().find(_asked(f.method, re.sub(r"{\w+}", ID, f.path))) for f in facts}

    assert len(facts) > 60
    wrong = [f.path for f in facts if getattr(found[f.method, f.path], "endpoint", f.endpoint) is not f.endpoint]
    assert wrong == []
    # a router inside a room's router goes the usual way
    assert {path.split("/")[5] for (_, path), route in found.items() if route is None} == {"jobs"}


def test_parts_of_the_path_reach_the_handler() -> None:
    asked = _asked("POST", f"{API}/projects/{ID}/leases/lease-text/submit")

    _board().find(asked)

    assert asked["path_params"] == {"project": ID, "lease": "lease-text"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("DELETE", f"{API}/projects/{ID}/work/label/next"),
        ("GET", f"{API}/projects/{ID}/nothing-like-it"),
        ("POST", f"/elsewhere/projects/{ID}/work/label/next"),
        ("POST", f"{API}/projects/{ID}/work/label/next/"),
    ],
)
def test_what_is_no_route_goes_the_usual_way(method: str, path: str) -> None:
    assert _board().find(_asked(method, path)) is None


def test_a_route_with_a_part_of_any_length_is_refused() -> None:
    router = APIRouter()
    router.add_api_route("/files/{name:path}", lambda: None)

    with pytest.raises(TypeError):
        Switchboard(_nowhere, API, [router])
