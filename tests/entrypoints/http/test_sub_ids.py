"""Every route that takes an id below its project: a real one of another project is one that never existed.

Routes, places of ids and bodies are read from the app, so a new route is here the moment that it exists; an id of a new
kind makes these tests fail until ``furnish`` makes a real one. One person does it all: with every right in both
projects, and holding the lease, the view and the release of the other one.
"""

import re
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
import pyvips

from houses import NOTE, POLICY, Town
from labelkeep.access import jobs
from labelkeep.access.grants import Grant
from labelkeep.core.ids import new_id
from labelkeep.entrypoints.http.guard import RouteFacts, guarded_routes
from works import ONTOLOGY, label_of

from .examples import Api

NUMBERS = {"page": "0", "level": "0", "col": "0", "row": "0"}
NO_REFERENCE = {
    ("POST", "/leases/{lease}/questions", "object"): "an object of the label that is being drawn, not a row",
    ("POST", "/leases/{lease}/submit", "next"): "begins nothing unless it is one's own, see test_reserving",
    ("POST", "/leases/{lease}/verdict", "next"): "the same",
    ("POST", "/policy", "second_person"): "read only where a proposal loosens the policy, see tests/domain/policy",
    ("POST", "/policy/preview", "second_person"): "a preview looks up nobody",
}
"""Ids in bodies that name no row of a project, each with the reason."""
REFERENCES = {
    "snapshot_id": "snapshots", "recipients": "members", "actor": "members", "object": "assets", "asset": "assets",
    "person": "members", "ids": "assets", "part": "part",
}  # fmt: skip
"""What an id beside the path refers to; a list's ``after`` is one of what it lists."""
Ids = dict[str, str]


def kind_of(path: str, name: str) -> str:
    """The word before a path's id tells what it is the id of: ``ontology/{version}`` is no ``guideline/{version}``."""
    return re.search(rf"(\w[\w-]*)/\{{{name}\}}", path)[1] if f"/{{{name}}}" in path else name  # type: ignore[index]


def places(route: RouteFacts) -> list[str]:
    """The names of a route's ids below the project."""
    return [name for name in re.findall(r"\{(\w+)\}", route.path) if name != "project" and name not in NUMBERS]


def kind_in(path: str, name: str) -> str:
    """Like ``kind_of``; a tile's part stands behind the word ``tiles``."""
    return "part" if name == "part" else kind_of(path, name)


@pytest.fixture(scope="module")
def two(shared_town: Town) -> tuple[Town, UUID, Ids, UUID, Ids]:
    """The town, its furnished first project A with its ids, and another furnished project B with its own."""
    town = shared_town
    person = town.people["owner"].id
    all_rights = {"release_approver": True}
    assert town.admin.patch(f"{town.url}/members/{person}", json=all_rights).status_code == 200
    other = town.another_project()
    body = {"email": "owner@example.test", "role": "project_admin", "release_approver": True}
    assert town.admin.post(f"/api/v1/projects/{other}/members", json=body).status_code == 201
    mine = furnish(town, town.project, str(town.people["labeler"].id))
    theirs = furnish(town, other, str(town.people["admin"].id))
    return town, town.project, mine, other, theirs


def furnish(town: Town, project: UUID, member: str) -> Ids:
    """Give a project one of everything that has an id, made by its owner; ``member`` is one of its members."""
    url, owner = f"/api/v1/projects/{project}", town.owner

    def made(method: str, path: str, status: int = 201, **more: Any) -> Any:
        answer = owner.client.request(method, url + path, **more)
        assert answer.status_code == status, (path, answer.text)
        return answer.json()

    if owner.get(f"{url}/policy").json()["in_force"] is None:
        made("POST", "/policy", json={**POLICY, "note": NOTE})
    ontology = made("POST", "/ontology", json={"body": ONTOLOGY})["id"]
    guideline = made("POST", "/guideline", json={"text": "Draw every cell."})["id"]
    opened = made("POST", "/imports", json={"source": {"kind": "upload"}, "format": "none"})["id"]
    content = (pyvips.Image.black(320, 240) + 90).cast("uchar").pngsave_buffer()
    for name in ("one.png", "two.png"):
        file = made("POST", f"/imports/{opened}/files", json={"name": name, "size": len(content)})["file_id"]
        head = {"Content-Type": "application/octet-stream"}
        made("PUT", f"/imports/{opened}/files/{file}?offset=0", 200, content=content, headers=head)
    job = made("POST", f"/imports/{opened}/start", 200)["job"]["id"]
    jobs.run(town.house, town.house.parts["jobs"], "import", UUID(job))
    opened = made("POST", "/imports", json={"source": {"kind": "upload"}, "format": "none"})["id"]
    file = made("POST", f"/imports/{opened}/files", json={"name": "three.png", "size": 9})["file_id"]
    first = made("POST", "/work/label/next", 200)
    label = {"seq": first["lease"]["seq"], "label": label_of(first), "active_ms": 10}
    version = made("POST", f"/leases/{first['lease']['id']}/submit", 200, json=label)["version"]["id"]
    second = made("POST", "/work/label/next", 200)
    late = {"seq": second["lease"]["seq"], "label": label_of(second), "active_ms": 10}
    owner.post(f"{url}/leases/{second['lease']['id']}/return", json={"seq": second["lease"]["seq"]})
    owner.post(f"{url}/leases/{second['lease']['id']}/keep", json=late)
    lease = made("POST", "/work/label/next", 200)["lease"]["id"]
    view = made("POST", f"/leases/{lease}/views")
    issue = made("POST", f"/leases/{lease}/questions", json={"text": "What is this?"})["id"]
    snapshot = made("POST", "/snapshots", json={"name": "Round 1"})["id"]
    steered = made("POST", "/steering", 200, json={"verb": "priority", "value": 5, "ids": [first["asset"]["id"]]})["id"]
    asked = {"snapshot_id": snapshot, "format": "coco", "purpose": "Train.", "recipients": [str(owner.id)]}
    return {
        "assets": first["asset"]["id"], "versions": version, "ontology": ontology, "guideline": guideline,
        "imports": opened, "files": file, "jobs": job, "leases": lease, "views": view["id"],
        "part": view["parts"][0]["id"], "issues": issue, "snapshots": snapshot,
        "releases": made("POST", "/releases", json=asked)["id"], "members": member, "mine": version,
        "steering": steered,
        "orphans": made("GET", "/orphans", 200)["items"][0]["id"],
        "policy": made("GET", "/policy", 200)["in_force"]["id"],
        "ledger": made("GET", "/ledger", 200)["items"][0]["id"],
    }  # fmt: skip


def routes_with_ids(town: Town) -> list[RouteFacts]:
    return [each for each in guarded_routes(town.app) if isinstance(each.grant, Grant) and places(each)]


def ask(town: Town, route: RouteFacts, project: UUID, ids: Ids, more: dict[str, Any]) -> tuple[int, bytes, Any]:
    names = {**NUMBERS, "project": str(project), **ids}
    path = re.sub(r"\{(\w+)\}", lambda part: names[part[1]], route.path)
    answer = town.owner.client.request(route.method, path, **more)
    return answer.status_code, answer.content, sorted(answer.headers.items())


def test_no_kind_of_id_is_forgotten(two: Any) -> None:
    town, _, mine, _, theirs = two
    wanted = {kind_in(route.path, name) for route in routes_with_ids(town) for name in places(route)}

    assert wanted <= set(mine), "make a real one in furnish()"
    assert {kind for kind in mine if mine[kind] == theirs[kind]} == set()


def test_a_real_id_of_another_project_is_one_that_never_existed(two: Any) -> None:
    town, _, mine, other, theirs = two
    api = Api(town.app.openapi())
    tried, wrong = 0, list[str]()
    for route in routes_with_ids(town):
        names = places(route)
        more = api.request(route.method, route.path).filled()
        for count in range(1, len(names) + 1):
            for foreign in combinations(names, count):
                own = {name: theirs[kind_in(route.path, name)] for name in names}
                real = {name: mine[kind_in(route.path, name)] for name in foreign}
                never = {name: str(new_id()) for name in foreign}
                seen = ask(town, route, other, {**own, **real}, more)
                expected = ask(town, route, other, {**own, **never}, more)
                tried += 1
                if seen != expected or seen[0] != 404 or b'"code":"not_found"' not in seen[1]:
                    wrong.append(f"{route.method} {route.path} {foreign}: {seen[:2]} against {expected[:2]}")

    assert wrong == []
    assert tried >= 45


def test_an_id_of_another_project_in_a_body_or_query_is_one_that_never_existed(two: Any) -> None:
    town, _, mine, other, theirs = two
    api = Api(town.app.openapi())
    wrong, tried = list[str](), set[tuple[str, str, str]]()
    for route in [each for each in guarded_routes(town.app) if isinstance(each.grant, Grant)]:
        request = api.request(route.method, route.path)
        for place in request.ids():
            short = route.path.removeprefix("/api/v1/projects/{project}")
            tried.add((route.method, short, place[1]))
            if (route.method, short, place[1]) in NO_REFERENCE:
                continue
            said = place[1] in REFERENCES or place == ("query", "after")
            assert said, f"{route.method} {short} takes an id as {place[1]}: say what it refers to"
            own = {name: theirs[kind_in(route.path, name)] for name in places(route)}
            beside = {at: theirs[REFERENCES[at[1]]] for at in request.ids() if at[0] == "body" and at[1] in REFERENCES}
            real = mine[REFERENCES.get(place[1]) or short.rpartition("/")[2]]
            seen = ask(town, route, other, own, request.filled({**beside, place: real}))
            # the next one, because ids have an order and lists go on behind one
            never = str(UUID(int=UUID(real).int + 1))
            expected = ask(town, route, other, own, request.filled({**beside, place: never}))
            if seen != expected or (place[0] == "body" and seen[0] not in (404, 422)):
                wrong.append(f"{route.method} {short} {place}: {seen[:2]} against {expected[:2]}")

    assert wrong == []
    assert set(NO_REFERENCE) <= tried


def test_each_of_these_ids_is_known_at_home(two: Any) -> None:
    """Last, because it changes things: without it the tests above would pass with ids of nothing."""
    town, project, mine, _, _ = two
    api = Api(town.app.openapi())
    known: set[str] = set()
    for route in sorted(routes_with_ids(town), key=lambda each: each.method != "GET"):
        own = {name: mine[kind_in(route.path, name)] for name in places(route)}
        more = api.request(route.method, route.path).filled()
        if ask(town, route, project, own, more)[0] != 404:
            known |= {kind_in(route.path, name) for name in places(route)}

    # the submit that is tried before clears the late work that could be adopted
    assert known | {"orphans"} == set(mine) - {"snapshots"}
