"""A real house on a fresh migrated database, with people, a project and a client that speaks HTTP to it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from databases import Server, drop_database, fresh_database, name_of
from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.entering import enter_project_as, enter_site_as, enter_system
from labelkeep.access.system import Install, SignIn
from labelkeep.access.tokens import PLAIN_COOKIE
from labelkeep.core.ids import new_id
from labelkeep.core.settings import Settings
from labelkeep.domain.people import actions as people
from labelkeep.domain.projects import actions as projects
from labelkeep.entrypoints.assembly import assemble
from labelkeep.entrypoints.http.app import armoured, create_app
from labelkeep.entrypoints.migrating import migrate
from labelkeep.infra.db.roles import Urls, copy_database
from labelkeep.infra.house import House

ORIGIN = "http://127.0.0.1:8600"
NOTE = {
    "sensitive": "Faces and names in pictures.",
    "path": "Rendered tiles on this server only.",
    "reviewers": "Members of the review team.",
    "exceptions": "Tell the project admin.",
}
POLICY = {"exposure": "standard", "delivery": "rendered", "inference": ["browser"], "approvals": 1, "note": NOTE}


def prepare(urls: Any) -> None:
    """Migrate the template."""
    migrate(urls)


@pytest.fixture
def house(server: Server) -> Iterator[House]:
    """A house with its first admin, on each of the two servers."""
    yield from _house(server)


@pytest.fixture
def fast_house(debian_server: Server) -> Iterator[House]:
    """The same on one server only: for tests that say nothing about the database."""
    yield from _house(debian_server)


def _house(server: Server) -> Iterator[House]:
    home = Path(tempfile.mkdtemp(prefix="lk-home-"))
    urls = fresh_database(server, prepare)
    made = assemble(Settings(home=home), urls)
    yield made
    made.close()
    drop_database(server, urls)
    shutil.rmtree(home)


@dataclass(frozen=True)
class Founded:
    """A town that was built once on a server: its database is a template, its home is copied."""

    urls: Urls
    home: Path
    project: UUID
    people: dict[str, tuple[UUID, str]]
    """Name -> id and session cookie."""


def _found(server: Server) -> Founded:
    if "town" not in server.founded:
        home = Path(tempfile.mkdtemp(prefix="lk-town-"))
        urls = fresh_database(server, prepare)
        house = assemble(Settings(home=home), urls)
        town = build_town(house)
        people = {name: (each.id, each.client.cookies[PLAIN_COOKIE]) for name, each in town.people.items()}
        house.close()
        server.founded["town"] = Founded(urls, home, town.project, people)
    return server.founded["town"]


def _town(server: Server) -> Iterator["Town"]:
    founded = _found(server)
    home = Path(tempfile.mkdtemp(prefix="lk-home-"))
    shutil.copytree(founded.home, home, dirs_exist_ok=True)
    urls = copy_database(server.conninfo, founded.urls, name_of(founded.urls), f"test_{new_id().hex[:12]}")
    house = assemble(Settings(home=home), urls)
    app = create_app(house, origins=frozenset({ORIGIN}), secure=False)
    town = Town(house, app, founded.project)
    for name, (person, cookie) in founded.people.items():
        town.people[name] = Person(person, client_of(app))
        town.people[name].client.cookies.set(PLAIN_COOKIE, cookie, domain="127.0.0.1")
    yield town
    house.close()
    drop_database(server, urls)
    shutil.rmtree(home)


@dataclass
class Person:
    """A signed-in person with an HTTP client of their own."""

    id: UUID
    client: TestClient

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)


@dataclass
class Town:
    """An organisation with people by name, one project, and the app that serves them."""

    house: House
    app: Any
    project: UUID
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.people[name]
        except KeyError as error:
            raise AttributeError(name) from error

    @property
    def url(self) -> str:
        """The project's API address."""
        return f"/api/v1/projects/{self.project}"

    def as_person(self, name: str, capability: Any) -> Any:
        """Open the project as a person, as jobs and the console do."""
        return enter_project_as(self.house, self.people[name].id, self.project, capability)

    def another_project(self, name: str = "Other") -> UUID:
        """Create a project that only the site admin belongs to."""
        with enter_site_as(self.house, self.people["admin"].id, SiteAdmin) as site:
            return projects.create(site, name).id

    def anonymous(self) -> TestClient:
        """A client of nobody."""
        return client_of(self.app)


def client_of(app: Any) -> TestClient:
    """A client with the headers of a same-origin browser page."""
    client = TestClient(armoured(app), base_url=ORIGIN, raise_server_exceptions=False)
    client.headers["Origin"] = ORIGIN
    return client


ROLES = {
    "owner": ("project_admin", False),
    "manager": ("team_manager", True),
    "reviewer": ("reviewer", False),
    "labeler": ("labeler", False),
    "labeler2": ("labeler", False),
    "stranger": (None, False),
}


def build_town(house: House) -> Town:
    """Make people (admin of the site, owner, manager who approves, reviewer, two labelers, stranger) and a project."""
    with enter_system(house, Install, site=True) as system:
        admin = people.install(system, "Ada Admin", "ada@example.test").id
    ids = {"admin": admin}
    with enter_site_as(house, admin, SiteAdmin) as site:
        for name in ROLES:
            ids[name] = people.add_person(site, f"{name.title()} Person", f"{name}@example.test").id
        project = projects.create(site, "Retina screening").id
        for name, (role, approver) in ROLES.items():
            if role:
                projects.add_first_member(site, project, ids[name], role, approver=approver)
    app = create_app(house, origins=frozenset({ORIGIN}), secure=False)
    town = Town(house, app, project)
    for name, person in ids.items():
        town.people[name] = Person(person, sign_in(house, app, admin, person))
    return town


def sign_in(house: House, app: Any, admin: UUID, person: UUID) -> TestClient:
    """Return a client signed in by a one-time link."""
    with enter_site_as(house, admin, SiteAdmin) as site:
        token = people.make_link(site, person)
    client = client_of(app)
    assert client.post("/api/v1/sign-in/link", json={"token": token}).status_code == 204
    return client


@pytest.fixture
def town(server: Server) -> Iterator[Town]:
    """People and a project without a policy, on each of the two servers."""
    yield from _town(server)


@pytest.fixture
def fast_town(debian_server: Server) -> Iterator[Town]:
    """The same on one server only."""
    yield from _town(debian_server)


Factory = Callable[[], Town]
__all__ = ["NOTE", "ORIGIN", "POLICY", "Person", "SignIn", "Town"]
