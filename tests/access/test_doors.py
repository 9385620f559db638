"""The doors themselves: not built by hand, committed before the answer, typed by capability."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi import APIRouter, FastAPI

from houses import Town, client_of
from labelkeep.access.capabilities import CAPABILITIES, Approve, Capability, Configure, Label, Read, Review, SiteAdmin
from labelkeep.access.doors import Access, Self, Site, System
from labelkeep.access.grants import ConfigureAccess
from labelkeep.access.roles import ROLES, SITE_ROLES, capabilities_of
from labelkeep.access.system import SignIn
from labelkeep.domain.projects.tables import ProjectRow
from labelkeep.entrypoints.http.app import create_app
from labelkeep.entrypoints.http.guard import PUBLIC, UnguardedRoute, guarded_routes, require_grants
from works import go_live

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "labelkeep"
WRONG = """
from labelkeep.access.capabilities import Label, Read, Review
from labelkeep.access.doors import Access


def submit(access: Access[Label]) -> None: ...
def read(access: Access[Read]) -> None: ...


def review(access: Access[Review]) -> None:
    read(access)
    submit(access)
    access._session.commit()
"""


def test_a_wrong_capability_and_a_touched_session_are_type_errors(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text(WRONG)
    settings = {"typeCheckingMode": "strict", "reportPrivateUsage": "error", "extraPaths": [str(ROOT / "src")]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson", "-p", str(tmp_path)]

    seen = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)

    found = [(each["range"]["start"]["line"], each["rule"]) for each in seen["generalDiagnostics"]]
    assert found == [(11, "reportArgumentType"), (12, "reportPrivateUsage")]


@pytest.mark.parametrize("door", [Access, Site, Self, System])
def test_no_door_is_built_by_hand(door: Any) -> None:
    more = {Access: 6, Site: 5, Self: 4, System: 4}[door]

    with pytest.raises(TypeError, match="opened by a grant"):
        door(object(), *[None] * more)


def test_only_the_room_that_opens_doors_holds_their_key() -> None:
    holders = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.ImportFrom) and any(each.name == "KEY" for each in node.names))
        or (isinstance(node, ast.Attribute) and node.attr == "KEY")
    }

    assert holders == {"access/entering.py"}


def test_no_room_takes_the_database_from_the_house() -> None:
    taken = [
        f"{path.relative_to(SOURCE).as_posix()}:{node.lineno}"
        for floor in ("domain", "plugins")
        for path in (SOURCE / floor).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in {"sessions", "urls", "engine", "_session"})
        or (isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("labelkeep.infra.db.s"))
        or (
            isinstance(node, ast.Import)
            and any(each.name.split(".")[0] in ("psycopg", "sqlite3") for each in node.names)
        )
    ]

    assert taken == []


def route_that(town: Town, name: str, *, records: bool) -> FastAPI:
    """The town's app with one more route, which changes a row."""
    router = APIRouter(prefix="/api/v1/projects/{project}")

    @router.post(f"/{name}", status_code=201)
    def change(access: ConfigureAccess) -> dict[str, str]:
        project = access.get(ProjectRow, access.project_id, lock=True)
        project.state = "ready"
        if records:
            access.record(project, "policy.put_in_force")
        return {"told": "done"}

    app = create_app(town.house, origins=town.app.state.armour["origins"], secure=False)
    app.include_router(router)
    app.router.routes.insert(0, app.router.routes.pop())
    app.state.routes = {each.endpoint: each for each in guarded_routes(app)}
    return app


def state_of(town: Town) -> str:
    with psycopg.connect(town.house.urls.backup) as connection:
        row = connection.execute("select state from project where id = %s", [town.project]).fetchone()
    assert row
    return row[0]


@pytest.mark.parametrize(("records", "status", "state"), [(False, 500, "setup"), (True, 201, "ready")])
def test_the_answer_leaves_after_the_commit(fast_town: Town, records: bool, status: int, state: str) -> None:
    client = client_of(route_that(fast_town, "trial", records=records))
    client.cookies = fast_town.owner.client.cookies

    answer = client.post(f"{fast_town.url}/trial")

    assert (answer.status_code, state_of(fast_town)) == (status, state)
    assert ("done" in answer.text) == records


def test_every_grant_commits_before_the_answer() -> None:
    app = create_app(None, origins=frozenset(), secure=False)
    scopes = {
        (dependency.scope, type(dependency.call).__name__)
        for context in guarded_routes(app)
        if context.grant is not None
        for dependency in dependant_of(app, context.endpoint).dependencies
        if dependency.call is context.grant
    }

    assert {scope for scope, _ in scopes} == {"function"}
    assert {name for _, name in scopes} == {"Grant", "SiteGrant", "SelfGrant"}


def dependant_of(app: FastAPI, endpoint: Any) -> Any:
    from fastapi.routing import iter_route_contexts

    return next(
        each.original_route.dependant
        for each in iter_route_contexts(app.routes)
        if each.original_route.endpoint is endpoint
    )


def test_an_app_with_an_unguarded_route_does_not_start() -> None:
    app = create_app(None, origins=frozenset(), secure=False)
    app.add_api_route("/api/v1/open", lambda: "hello")

    with pytest.raises(UnguardedRoute, match="/api/v1/open"):
        require_grants(app)


def test_public_routes_are_exactly_the_closed_list() -> None:
    app = create_app(None, origins=frozenset(), secure=False)
    ungranted = {(each.method, each.path) for each in guarded_routes(app) if each.grant is None}

    assert (
        ungranted
        == set(PUBLIC)
        == {
            ("GET", "/api/v1/health"),
            ("POST", "/api/v1/sign-in/link"),
            ("POST", "/api/v1/sign-in/password"),
            ("GET", "/api/v1/sign-in/factor"),
            ("POST", "/api/v1/sign-in/factor"),
            ("POST", "/api/v1/sign-in/factor/challenge"),
            ("GET", "/api/v1/sign-in/providers"),
            ("POST", "/api/v1/sign-in/oidc/{provider}"),
            ("GET", "/api/v1/sign-in/oidc/callback"),
            ("POST", "/api/v1/sign-out/oidc"),
            ("GET", "/assets/{name}"),
            ("GET", "/{path:path}"),
        }
    )


def test_capabilities_stand_side_by_side() -> None:
    for capability in CAPABILITIES:
        assert capability in (Read, SiteAdmin) or capability.__bases__ == (Read,)
    assert Read.__bases__ == SiteAdmin.__bases__ == (Capability,)


def test_the_role_table_is_what_was_decided() -> None:
    held = {role: {each.__name__ for each in capabilities} for role, capabilities in ROLES.items()}
    both = {"Read", "Work"}
    manager = both | {"Label", "Review", "Explore", "Import", "Manage", "Members", "Release", "Steer"}

    assert held == {
        "project_admin": manager | {"Configure", "Audit"},
        "team_manager": manager,
        "reviewer": both | {"Review"},
        "labeler": both | {"Label"},
        "auditor": {"Read", "Audit"},
    }
    assert {"admin": frozenset({SiteAdmin})} == SITE_ROLES
    assert not any(Approve in each for each in ROLES.values())
    assert capabilities_of("labeler", True) >= {Approve, Label}
    assert capabilities_of(None, True) == frozenset()
    assert {Label, Review, Configure} <= set(CAPABILITIES)


def test_the_queue_holds_opaque_ids_only(fast_town: Town) -> None:
    town = go_live(fast_town)
    opened = town.manager.post(
        f"{town.url}/imports", json={"source": {"kind": "upload"}, "format": "none", "split": None}
    )
    assert opened.status_code == 201, opened.text
    url = f"{town.url}/imports/{opened.json()['id']}"
    file = town.manager.post(f"{url}/files", json={"name": "secret-patient.png", "size": 4}).json()["file_id"]
    put = town.manager.put(
        f"{url}/files/{file}?offset=0", content=b"abcd", headers={"Content-Type": "application/octet-stream"}
    )
    started = town.manager.post(f"{url}/start")
    assert (put.status_code, started.status_code) == (200, 200), started.text

    with psycopg.connect(town.house.urls.worker) as connection:
        rows = connection.execute("select to_jsonb(j) from queue.procrastinate_jobs j").fetchall()

    job = started.json()["job"]["id"]
    assert [(row["args"], row["lock"], row["queueing_lock"], row["task_name"]) for (row,) in rows] == [
        ({"job": job}, job, job, "import")
    ]


def test_the_sign_in_task_is_a_type_of_its_own() -> None:
    assert not issubclass(SignIn, Capability)
