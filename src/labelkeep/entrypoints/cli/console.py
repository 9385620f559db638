"""What all commands share: where the home is, who acts, how answers are printed."""

import json
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from sqlalchemy import select

from labelkeep.access.entering import enter_system
from labelkeep.access.system import Projects
from labelkeep.core.errors import Invalid
from labelkeep.core.settings import Settings
from labelkeep.domain.people.queries import email_of, name_of
from labelkeep.domain.people.tables import PersonRow
from labelkeep.entrypoints import serving
from labelkeep.infra.house import House

Home = Annotated[
    Path | None, typer.Option("--home", help="Folder that holds everything.", show_default="labelkeep-home")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
As = Annotated[
    str | None, typer.Option("--as", help="Name or address of the person who acts; the first admin if left out.")
]


def wants_json(arguments: Sequence[str]) -> bool:
    """Say whether the command line asks for JSON."""
    return "--json" in arguments


def settings_of(home: Path | None, **changes: Any) -> Settings:
    """Return the settings with the home resolved and its private folders made."""
    settings = Settings()
    given = {key: value for key, value in changes.items() if value is not None}
    resolved = serving.prepare_home(home or settings.home)
    return Settings.model_validate({**settings.model_dump(), **given, "home": resolved})


@contextmanager
def house_of(home: Path | None) -> Generator[House]:
    """Open the house of a home folder, beside a running server or without one."""
    with serving.opened(settings_of(home)) as house:
        yield house


def person_named(house: House, text: str | None) -> UUID:
    """Return the person that ``--as`` or an argument means: by id, address or name; the first admin for None."""
    with enter_system(house, Projects, site=True) as system:
        people = list(system.find(select(PersonRow).order_by(PersonRow.created_at)))
        if text is None:
            admins = [each for each in people if each.site_role == "admin"]
            if not admins:
                raise Invalid("Nobody is here yet: run `labelkeep user add --first NAME EMAIL` or `labelkeep demo`.")
            return admins[0].id
        wanted = text.strip().casefold()
        found = [
            each
            for each in people
            if wanted in (str(each.id), email_of(system, each).casefold(), name_of(system, each).casefold())
        ]
    if len(found) == 1:
        return found[0].id
    if found:
        raise Invalid(f"More than one person is called {text}: give the address instead.")
    raise Invalid(f"There is no person called {text}: see `labelkeep user list`.")


def say(text: str) -> None:
    """Print a line for a person."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def answer(value: Any, text: str, *, as_json: bool) -> None:
    """Print a result as JSON or as words."""
    say(json.dumps(value, default=str) if as_json else text)
