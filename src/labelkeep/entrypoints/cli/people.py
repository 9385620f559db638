"""``labelkeep user ...``."""

from typing import Annotated
from uuid import UUID

import typer

from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.entering import enter_site_as, enter_system
from labelkeep.access.system import Install
from labelkeep.core.errors import Conflict
from labelkeep.domain.factors import resets
from labelkeep.domain.people import actions, queries
from labelkeep.entrypoints.cli.console import As, Home, Json, answer, house_of, person_named, settings_of
from labelkeep.entrypoints.serving import Transport, origin_of
from labelkeep.infra.house import House

app = typer.Typer(no_args_is_help=True)


def sign_in_link(house: House, person_id: UUID, origin: str, acting: UUID | None = None) -> str:
    """Return a fresh one-time link. Its secret stands behind the ``#``, so it is in no request line and no log."""
    with enter_site_as(house, acting or person_named(house, None), SiteAdmin) as site:
        return f"{origin}/sign-in#{actions.make_link(site, person_id)}"


@app.command("add")
def add(
    name: str,
    email: str,
    admin: Annotated[bool, typer.Option("--admin", help="Organisation admin: people and projects, no data.")] = False,
    first: Annotated[bool, typer.Option("--first", help="The first admin of a new installation.")] = False,
    acting: As = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Add a person. They get in by `labelkeep user link`."""
    with house_of(home) as house:
        person = install(house, name, email) if first else _added(house, name, email, admin, acting)
        answer({"id": person, "name": name}, f"Added {name}. Next: labelkeep user link {email}", as_json=json)


def install(house: House, name: str, email: str) -> UUID:
    """Make the first admin of a new installation; refuse where there is one."""
    with enter_system(house, Install, site=True) as system:
        if queries.anybody(system):
            raise Conflict("This installation has people already: leave out --first.")
        return actions.install(system, name, email).id


def _added(house: House, name: str, email: str, admin: bool, acting: str | None) -> UUID:
    with enter_site_as(house, person_named(house, acting), SiteAdmin) as site:
        return actions.add_person(site, name, email, "admin" if admin else None).id


@app.command("list")
def list_people(acting: As = None, home: Home = None, json: Json = False) -> None:
    """List people."""
    with house_of(home) as house, enter_site_as(house, person_named(house, acting), SiteAdmin) as site:
        found = queries.people(site)
    lines = [f"{each.name} <{each.email}>{' (admin)' if each.site_role else ''} {each.status}" for each in found]
    answer([each.model_dump() for each in found], "\n".join(lines), as_json=json)


@app.command("link")
def link(
    name: str,
    port: Annotated[int | None, typer.Option("--port", help="Port of the server that the link is for.")] = None,
    origin: Annotated[
        str | None, typer.Option("--origin", help="Origin of the link, such as https://labels.example.")
    ] = None,
    acting: As = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Print a fresh one-time sign-in link of 15 minutes; it is in the ledger who made it."""
    with house_of(home) as house:
        settings = settings_of(home, port=port, public_origin=origin)
        person = person_named(house, name)
        made = sign_in_link(house, person, origin_of(settings, Transport()), person_named(house, acting))
    answer({"link": made, "minutes": actions.LINK_MINUTES}, made, as_json=json)


@app.command("invite")
def invite(name: str, email: str, acting: As = None, home: Home = None, json: Json = False) -> None:
    """Add a person and print their first sign-in link."""
    with house_of(home) as house:
        who = person_named(house, acting)
        person = _added(house, name, email, False, acting)
        made = sign_in_link(house, person, origin_of(house.settings, Transport()), who)
    answer({"id": person, "link": made}, made, as_json=json)


@app.command("recover")
def recover(name: str, acting: As = None, home: Home = None, json: Json = False) -> None:
    """Let a person in who lost password or second factor: takes both away, ends sessions and prints a fresh link."""
    with house_of(home) as house:
        who, person = person_named(house, acting), person_named(house, name)
        with enter_site_as(house, who, SiteAdmin) as site:
            actions.forget_password(site, person)
            resets.recover(site, person)
    link(name, acting=acting, home=home, json=json)


@app.command("token")
def token(
    name: str,
    days: Annotated[int, typer.Option("--days", min=1, max=365)] = actions.TOKEN_DAYS,
    acting: As = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Print an API token of a person, once."""
    with house_of(home) as house:
        person = person_named(house, name)
        with enter_site_as(house, person_named(house, acting), SiteAdmin) as site:
            made = actions.make_token(site, person, days)
    answer({"token": made, "days": days}, made, as_json=json)
