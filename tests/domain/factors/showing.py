"""A person with an authenticator app, and the codes that it shows."""

from typing import Any

import psycopg
from fastapi.testclient import TestClient
from pyotp.totp import TOTP

from houses import Town
from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.entering import enter_site_as
from labelkeep.core.clock import now
from labelkeep.domain.people import actions as people

HERE = "/api/v1/me/factors"
LINK, STEP = "/api/v1/sign-in/link", "/api/v1/sign-in/factor"


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows now, or some steps later."""
    return TOTP(secret).generate_otp(int(now().timestamp()) // 30 + later)


def with_app(client: Any, later: int = -1) -> str:
    """Set up an app; return its secret. The code that confirms it is the one of the step before, by default."""
    made = client.post(f"{HERE}/apps", json={"name": "Phone"})
    assert made.status_code == 201, made.text
    secret = made.json()["secret"]
    body = {"code": code_of(secret, later)}
    done = client.post(f"{HERE}/apps/{made.json()['id']}/confirm", json=body)
    assert done.status_code == 204, done.text
    return secret


def half_in(town: Town, name: str) -> TestClient:
    """A client that has used a one-time link of a person with a factor, and shown none."""
    with enter_site_as(town.house, town.people["admin"].id, SiteAdmin) as site:
        token = people.make_link(site, town.people[name].id)
    client = town.anonymous()
    answer = client.post(LINK, json={"token": token})
    assert (answer.status_code, answer.json()) == (200, {"next": "factor"})
    return client


def rows(town: Town, query: str, *values: Any) -> list[Any]:
    """What stands in the database."""
    with psycopg.connect(town.house.urls.backup) as connection:
        return connection.execute(query.encode(), values).fetchall()


def actions_of(town: Town, prefix: str = "factor.") -> list[str]:
    """The ledger's actions with this beginning, in order."""
    query = "select action from ledger_event where action like %s order by at, id"
    return [each for (each,) in rows(town, query, f"{prefix}%")]
