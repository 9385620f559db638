"""One live town for all tests of a module: what they ask for changes nothing that another would notice."""

from collections.abc import Iterator

import pytest

from databases import Server
from houses import Person, Town, _house, build_town, sign_in
from labelkeep.access.capabilities import Members, SiteAdmin
from labelkeep.access.entering import enter_site_as
from labelkeep.domain.people import actions as people
from labelkeep.domain.projects import actions as projects
from labelkeep.domain.projects.shapes import MemberChange
from works import go_live


@pytest.fixture(scope="module")
def shared_town(debian_server: Server) -> Iterator[Town]:
    """A live project with one more member: ``suspended``."""
    for house in _house(debian_server):
        town = go_live(build_town(house))
        add_suspended(town)
        yield town


def add_suspended(town: Town) -> None:
    admin = town.people["admin"].id
    with enter_site_as(town.house, admin, SiteAdmin) as site:
        person = people.add_person(site, "Sus Pended", "suspended@example.test").id
        projects.add_first_member(site, town.project, person, "project_admin")
    town.people["suspended"] = Person(person, sign_in(town.house, town.app, admin, person))
    with town.as_person("owner", Members) as access:
        projects.change_member(access, person, MemberChange(status="suspended"))
