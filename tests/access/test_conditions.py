"""What a request must fulfil besides a living session and a membership: a network, a date, a factor, a scope."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from houses import ORIGIN, Town, client_of
from labelkeep.access.capabilities import Members, SiteAdmin
from labelkeep.access.entering import enter_site_as
from labelkeep.core.clock import now
from labelkeep.domain.organisation.tables import OrganisationRow
from labelkeep.domain.people import actions
from labelkeep.domain.people.tables import SessionRow
from labelkeep.domain.projects.tables import MembershipRow, ProjectRow
from labelkeep.entrypoints.http.app import armoured
from labelkeep.infra.db.tables import LedgerEventRow
from labelkeep.infra.house import SITE

INSIDE, OUTSIDE = "10.1.2.3", "192.0.2.7"


def at(town: Town, name: str, address: str) -> TestClient:
    """The same person with the same session, at another address."""
    client = TestClient(armoured(town.app), base_url=ORIGIN, raise_server_exceptions=False, client=(address, 5000))
    client.headers["Origin"] = ORIGIN
    client.cookies.update(town.people[name].client.cookies)
    return client


def token(town: Town, name: str) -> TestClient:
    with enter_site_as(town.house, town.admin.id, SiteAdmin) as site:
        secret = actions.make_token(site, town.people[name].id)
    client = client_of(town.app)
    client.headers["Authorization"] = f"Bearer {secret}"
    return client


@contextmanager
def organisation(town: Town) -> Iterator[OrganisationRow]:
    with enter_site_as(town.house, town.admin.id, SiteAdmin) as site:
        row = site.find(select(OrganisationRow)).one_or_none()
        row = row or site.add(OrganisationRow(id=SITE, factor_required=False, factor_roles=[], changed_at=site.now))
        yield row
        site.record(row, "organisation.changed")


@contextmanager
def membership(town: Town, name: str) -> Iterator[MembershipRow]:
    with town.as_person("owner", Members) as access:
        query = select(MembershipRow).where(MembershipRow.user_id == town.people[name].id)
        row = access.find(query).one()
        yield row
        access.record(row, "membership.changed", person=str(row.user_id))


def set_project(town: Town, **values: Any) -> None:
    with town.as_person("owner", Members) as access:
        row = access.get(ProjectRow, town.project)
        for name, value in values.items():
            setattr(row, name, value)
        access.record(row, "project.changed")


def strong(town: Town, name: str) -> None:
    with enter_site_as(town.house, town.admin.id, SiteAdmin) as site:
        for row in site.find(select(SessionRow).where(SessionRow.user_id == town.people[name].id)):
            row.strong_at = site.now
            site.record(row, "factor.shown", person=str(row.user_id))


def test_the_organisations_networks_hold_for_every_door(town: Town) -> None:
    with organisation(town) as rules:
        rules.networks = ["10.0.0.0/8", "2001:db8::/32"]

    inside, outside = at(town, "labeler", INSIDE), at(town, "labeler", OUTSIDE)

    paths = [town.url, "/api/v1/me", f"{town.url}/members"]
    assert [inside.get(path).status_code for path in paths] == [200, 200, 200]
    answers = [outside.get(path) for path in paths] + [at(town, "admin", OUTSIDE).get("/api/v1/site/people")]
    assert {answer.status_code for answer in answers} == {403}
    assert {answer.content for answer in answers} == {answers[0].content}, "the same refusal everywhere"
    assert answers[0].json()["code"] == "network.refused"
    assert at(town, "labeler", "2001:db8::1").get(town.url).status_code == 200
    assert at(town, "labeler", "::ffff:10.1.2.3").get(town.url).status_code == 200
    assert town.labeler.get(town.url).status_code == 403, "an address that is not known is outside"


def test_a_project_and_a_member_have_networks_of_their_own(fast_town: Town) -> None:
    other = fast_town.another_project()
    set_project(fast_town, networks=["10.0.0.0/8"])
    with membership(fast_town, "reviewer") as row:
        row.networks = ["10.1.2.3/32"]

    assert at(fast_town, "labeler", "10.9.9.9").get(fast_town.url).status_code == 200
    assert at(fast_town, "labeler", OUTSIDE).get(fast_town.url).status_code == 403
    assert at(fast_town, "labeler", OUTSIDE).get("/api/v1/me").status_code == 200, "only the project keeps them out"
    assert at(fast_town, "reviewer", INSIDE).get(fast_town.url).status_code == 200
    assert at(fast_town, "reviewer", "10.9.9.9").get(fast_town.url).status_code == 403
    hidden = at(fast_town, "stranger", OUTSIDE).get(fast_town.url)
    assert hidden.status_code == 404, "who is no member learns nothing of its networks"
    assert at(fast_town, "labeler", OUTSIDE).get(f"/api/v1/projects/{other}").status_code == 404


def test_a_refused_network_is_in_the_ledger_and_keeps_no_session_alive(fast_town: Town) -> None:
    set_project(fast_town, networks=["10.0.0.0/8"])

    at(fast_town, "labeler", OUTSIDE).get(fast_town.url)

    told = at(fast_town, "owner", INSIDE).get(f"{fast_town.url}/ledger?limit=20").json()["items"]
    [event] = [one for one in told if one["outcome"] == "refused"]
    assert event["facts"]["code"] == "network.refused"


def test_a_membership_holds_between_its_dates_only(town: Town) -> None:
    day = timedelta(days=1)
    for first, last, status in [(-day, day, 200), (day, None, 404), (None, -day, 404), (None, None, 200)]:
        with membership(town, "labeler") as row:
            row.valid_from = first and now() + first
            row.valid_until = last and now() + last

        assert town.labeler.get(town.url).status_code == status


@pytest.mark.parametrize("where", ["organisation", "role", "project"])
def test_where_a_factor_is_required_a_session_without_one_reaches_its_account_alone(
    fast_town: Town, where: str
) -> None:
    if where == "project":
        set_project(fast_town, factor_required=True)
    else:
        with organisation(fast_town) as rules:
            rules.factor_required, rules.factor_roles = where == "organisation", ["labeler"]

    refused = fast_town.labeler.get(fast_town.url)
    assert (refused.status_code, refused.json()["code"]) == (403, "factor.missing")
    assert token(fast_town, "labeler").get(fast_town.url).status_code == 403, "a token is no way around"
    assert fast_town.labeler.get("/api/v1/me").status_code == 200
    assert fast_town.reviewer.get(fast_town.url).status_code == (200 if where == "role" else 403)
    assert fast_town.stranger.get(fast_town.url).status_code == 404

    strong(fast_town, "labeler")
    assert fast_town.labeler.get(fast_town.url).status_code == 200


def test_a_token_opens_its_project_with_its_capabilities_from_its_networks(fast_town: Town) -> None:
    other = fast_town.another_project()
    client = token(fast_town, "owner")
    assert client.get(f"{fast_town.url}/members").status_code == 200
    with enter_site_as(fast_town.house, fast_town.admin.id, SiteAdmin) as site:
        row = site.find(select(SessionRow).where(SessionRow.kind == "token")).one()
        row.scope_project, row.capabilities = fast_town.project, ["Read", "Import"]
        site.record(row, "token.created", person=str(row.user_id))

    assert client.get(fast_town.url).status_code == 200
    assert client.get(f"{fast_town.url}/assets").status_code == 403, "Explore is not among them"
    assert client.get(f"/api/v1/projects/{other}").status_code == 404
    narrow = client.get("/api/v1/me")
    assert (narrow.status_code, narrow.json()["code"]) == (403, "token.scope")

    with enter_site_as(fast_town.house, fast_town.admin.id, SiteAdmin) as site:
        row = site.find(select(SessionRow).where(SessionRow.kind == "token")).one()
        row.networks = ["10.0.0.0/8"]
        site.record(row, "token.created", person=str(row.user_id))
    assert client.get(fast_town.url).json()["code"] == "network.refused"


def test_nothing_of_this_is_asked_at_the_console(fast_town: Town) -> None:
    set_project(fast_town, networks=["10.0.0.0/8"], factor_required=True)

    with fast_town.as_person("owner", Members) as access:
        assert access.find(select(LedgerEventRow)).first() is not None
