"""Every route x every role x own, other and no project, and nobody: made from the routes and the role table.

A new route is here the moment that it exists.
"""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from houses import Person, Town, client_of, sign_in
from labelkeep.access.capabilities import Read, SiteAdmin
from labelkeep.access.entering import enter_site_as
from labelkeep.access.grants import Grant, SelfGrant, SiteGrant
from labelkeep.access.roles import ROLES, SITE_ROLES, capabilities_of
from labelkeep.core.ids import new_id
from labelkeep.domain.people import actions as people
from labelkeep.domain.projects import actions as projects
from labelkeep.entrypoints.http.guard import RouteFacts, guarded_routes

WHO: dict[str, tuple[str | None, bool, str | None]] = {
    "owner": ("project_admin", False, None),
    "manager": ("team_manager", True, None),
    "reviewer": ("reviewer", False, None),
    "labeler": ("labeler", False, None),
    "auditor": ("auditor", False, None),
    "suspended": (None, False, None),
    "stranger": (None, False, None),
    "admin": (None, False, "admin"),
}
"""Person of the town: role in its project, approver's flag, role on the site. The town's admin is no member of it."""
LAST = "/api/v1/sign-out"
BODIES = {
    "empty": (b"{}", "application/json"),
    "no JSON": (b'{"a":', "application/json"),
    "other type": (b"a=1", "text/plain"),
    "deep": (b"[" * 100_000, "application/json"),
}


@pytest.fixture(scope="module")
def stay(shared_town: Town) -> Town:
    """The town, whose site admin has left the project that they made."""
    add_auditor(shared_town)
    return without_admin(shared_town)


def add_auditor(town: Town) -> None:
    admin = town.people["admin"].id
    with enter_site_as(town.house, admin, SiteAdmin) as site:
        person = people.add_person(site, "Audi Tor", "auditor@example.test").id
        projects.add_first_member(site, town.project, person, "auditor")
    town.people["auditor"] = Person(person, sign_in(town.house, town.app, admin, person))


def without_admin(town: Town) -> Town:
    # whoever makes a project is its admin; here the site's admin must be nobody in it
    body = {"status": "suspended"}
    answer = town.owner.patch(f"{town.url}/members/{town.people['admin'].id}", json=body)
    assert answer.status_code == 200, answer.text
    return town


def routes(town: Town, kind: type) -> list[RouteFacts]:
    found = [each for each in guarded_routes(town.app) if isinstance(each.grant, kind)]
    return sorted(found, key=lambda each: each.path == LAST)


def address(route: RouteFacts, project: UUID | str) -> str:
    """Fill a path: the project as given, every other id one that never existed, numbers with 0."""
    path = route.path.replace("{project}", str(project))
    known = {"page": "0", "level": "0", "col": "0", "row": "0", "name": "keys"}
    return re.sub(r"\{(\w+)\}", lambda part: known.get(part[1], str(NEVER)), path)


NEVER = new_id()


def call(client: TestClient, route: RouteFacts, project: UUID | str = "", body: str = "empty") -> "Answer":
    content, kind = BODIES[body]
    more = {} if route.method == "GET" else {"content": content, "headers": {"Content-Type": kind}}
    answer = client.request(route.method, address(route, project), **more)
    return Answer(route, answer.status_code, answer.content, sorted(answer.headers.items()))


class Answer:
    """What came back, comparable byte for byte."""

    def __init__(self, route: RouteFacts, status: int, body: bytes, headers: list[tuple[str, str]]) -> None:
        self.where = f"{route.method} {route.path}"
        self.status, self.body, self.headers = status, body, headers

    @property
    def all(self) -> tuple[int, bytes, list[tuple[str, str]]]:
        return self.status, self.body, self.headers


def bodies_of(route: RouteFacts, all_of_them: bool) -> Iterator[str]:
    """One empty body for most people, every bad one for one person of a kind."""
    yield from BODIES if all_of_them and route.method != "GET" else ("empty",)


@pytest.mark.parametrize("name", WHO)
def test_a_person_gets_from_each_project_route_what_the_role_table_says(stay: Town, name: str) -> None:
    role, approver, _ = WHO[name]
    held = capabilities_of(role, approver)
    wrong: list[str] = []
    for route in routes(stay, Grant):
        assert isinstance(route.grant, Grant)
        needed = route.grant.capability
        for body in bodies_of(route, name == "labeler" and needed not in held):
            seen = call(stay.people[name].client, route, stay.project, body)
            denied = seen.status == 403 and f'"needs":"{needed.__name__}"'.encode() in seen.body
            if role is None:
                good = seen.status == 404 and b'"code":"not_found"' in seen.body
            elif needed not in held:
                good = denied and b'"code":"denied"' in seen.body
            else:
                good = seen.status not in (401, 500) and not denied
            if not good:
                wrong.append(f"{seen.where} with body {body!r}: {seen.status} {seen.body[:120]!r}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", WHO)
def test_a_project_of_others_looks_like_one_that_never_existed(stay: Town, name: str) -> None:
    other = stay.another_project()
    if name == "admin":
        with_admin_out(stay, other)
    foreign = other if WHO[name][0] else stay.project
    client = stay.people[name].client
    never = call(client, routes(stay, Grant)[0], new_id())
    wrong = [
        f"{seen.where} with body {body!r}: {seen.status} {seen.body[:100]!r}"
        for route in routes(stay, Grant)
        for body in bodies_of(route, name == "stranger")
        for project in (foreign, NEVER)
        for seen in [call(client, route, project, body)]
        if seen.all != never.all or seen.status != 404
    ]

    assert not wrong, "\n".join(wrong)


def with_admin_out(town: Town, project: UUID) -> None:
    url = f"/api/v1/projects/{project}/members"
    added = town.admin.post(url, json={"email": "stranger@example.test", "role": "project_admin"})
    assert added.status_code == 201, added.text
    admin = town.people["admin"].id
    assert town.stranger.patch(f"{url}/{admin}", json={"status": "suspended"}).status_code == 200


def test_an_id_that_cannot_be_one_looks_like_one_that_never_existed(stay: Town) -> None:
    for route in routes(stay, Grant):
        never, odd = (call(stay.owner.client, route, each) for each in (new_id(), "%27--"))

        assert odd.all == never.all, odd.where


def test_nobody_gets_past_any_route_that_is_not_public(stay: Town) -> None:
    nobody = stay.anonymous()
    answers = [
        call(nobody, route, project, body)
        for route in guarded_routes(stay.app)
        if not route.public
        for body in bodies_of(route, True)
        for project in (stay.project, NEVER)
    ]

    assert [(each.where, each.status) for each in answers if each.status != 401] == []
    assert len({each.body for each in answers}) == 1


@pytest.mark.parametrize("name", WHO)
def test_site_routes_are_for_site_admins(stay: Town, name: str) -> None:
    held = SITE_ROLES.get(WHO[name][2] or "", frozenset())
    for route in routes(stay, SiteGrant):
        assert isinstance(route.grant, SiteGrant)
        allowed = route.grant.capability in held
        for body in bodies_of(route, not allowed and name == "labeler"):
            seen = call(stay.people[name].client, route, body=body)

            assert (seen.status not in (401, 403, 500)) if allowed else (seen.status == 403), (seen.where, seen.body)


@pytest.mark.parametrize("name", WHO)
def test_everybody_reaches_the_own_account(stay: Town, name: str) -> None:
    person = stay.people[name]
    fresh = client_of(stay.app)
    fresh.cookies = person.client.cookies
    for route in routes(stay, SelfGrant):
        if route.path == LAST:
            continue  # signing out is tested where sessions are
        seen = call(fresh, route)
        # one's own session by an id that is nobody's: the ids of others are tried in tests/domain/people
        own_things = route.path.endswith("}/end") or re.search(r"{factor}|{identity}", route.path)
        nobodys = {404} if own_things else set[int]()

        assert seen.status < 500, seen.where
        assert seen.status not in {401, 403, 404} - nobodys, (seen.where, seen.body)


METADATA = {
    "GET ", "GET /members", "GET /jobs", "GET /jobs/{job}", "POST /jobs/{job}/cancel",
    "GET /policy", "POST /policy/preview", "POST /policy/{policy}/agree", "POST /policy/{policy}/refuse",
    "GET /ontology", "GET /ontology/versions", "GET /ontology/{version}", "GET /guideline", "GET /guideline-reading",
    "GET /guideline/{version}", "POST /guideline/{version}/opened", "POST /guideline/{version}/acknowledge",
    "POST /views/{view}/seen", "POST /views/{view}/close", "PUT /views/{view}/display",
    "GET /views/{view}/tiles/{part}/{page}/{level}/{col}/{row}",
}  # fmt: skip
"""What ``Read`` opens, each looked at: facts of the project, one's own jobs, proposals that name oneself, and views of
one's own session, of which an auditor can open none. A new route must be looked at before it is written down here."""
PIXELS_OR_LABELS = re.compile(r"(assets|leases|work|labels|versions|releases|imports|mine|orphans|issues)\b")


def test_an_auditor_reaches_facts_and_the_ledger_and_no_pixel_and_no_label(stay: Town) -> None:
    opened = {
        f"{each.method} {each.path.removeprefix('/api/v1/projects/{project}')}": each
        for each in routes(stay, Grant)
        if isinstance(each.grant, Grant) and each.grant.capability in ROLES["auditor"]
    }
    by_read = {name for name, each in opened.items() if isinstance(each.grant, Grant) and each.grant.capability is Read}

    assert by_read == METADATA
    assert [each for each in opened if PIXELS_OR_LABELS.search(each) and "ontology" not in each] == []
    for each in ("seen", "close", "display"):
        route = next(one for name, one in opened.items() if name.endswith(each))
        assert call(stay.auditor.client, route, stay.project).status in (404, 422), "a view that they do not have"


def test_the_matrix_covers_all_routes(stay: Town) -> None:
    all_routes = guarded_routes(stay.app)
    guarded = [each for kind in (Grant, SiteGrant, SelfGrant) for each in routes(stay, kind)]

    assert len(guarded) + sum(each.public for each in all_routes) == len(all_routes)
    assert len(guarded) > 40
