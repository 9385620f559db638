"""``labelkeep project ...``."""

from typing import Any
from uuid import UUID

import typer
from sqlalchemy import select

from labelkeep.access.capabilities import Read, SiteAdmin
from labelkeep.access.entering import enter_project_as, enter_site_as
from labelkeep.core.errors import Invalid
from labelkeep.domain.policy.queries import page
from labelkeep.domain.projects import actions
from labelkeep.domain.projects.queries import name_of_project
from labelkeep.domain.projects.tables import ProjectRow
from labelkeep.entrypoints.cli.console import As, Home, Json, answer, house_of, person_named
from labelkeep.infra.house import House

app = typer.Typer(no_args_is_help=True)


@app.command("create")
def create(name: str, acting: As = None, home: Home = None, json: Json = False) -> None:
    """Create a project; its first step is the policy."""
    with house_of(home) as house, enter_site_as(house, person_named(house, acting), SiteAdmin) as site:
        made = actions.create(site, name).id
    answer({"id": made, "name": name}, f"Created {name} ({made}). Next: set its policy in the app.", as_json=json)


@app.command("list")
def list_projects(acting: As = None, home: Home = None, json: Json = False) -> None:
    """List projects by name and state; an organisation admin sees no more than that."""
    with house_of(home) as house:
        found = named(house, acting)
    lines = [f"{each['name']}  {each['state']}  {each['id']}" for each in found]
    answer(found, "\n".join(lines) or "No projects yet.", as_json=json)


@app.command("show")
def show(project: str, acting: As = None, home: Home = None, json: Json = False) -> None:
    """Show a project's state and the sentence of its policy, as a member."""
    with house_of(home) as house:
        chosen = project_named(house, project, acting)
        with enter_project_as(house, person_named(house, acting), chosen, Read) as access:
            policy = page(access).in_force
            state = access.standing.project_state
    sentence = policy.sentence if policy else "No policy is set yet."
    answer({"id": chosen, "state": state, "sentence": sentence}, f"{state}: {sentence}", as_json=json)


def named(house: House, acting: str | None = None) -> list[dict[str, Any]]:
    """Return all projects by name, state and id."""
    with enter_site_as(house, person_named(house, acting), SiteAdmin) as site:
        rows = site.find(select(ProjectRow).order_by(ProjectRow.created_at))
        return [{"id": row.id, "name": name_of_project(site, row), "state": row.state} for row in rows]


def project_named(house: House, text: str, acting: str | None = None) -> UUID:
    """Return the project that an argument means: by id or name."""
    del acting  # names are looked up as the first admin; what is then done is done as the person who acts
    found = [each for each in named(house) if text.casefold() in (str(each["id"]), each["name"].casefold())]
    if len(found) != 1:
        word = "More than one project is" if found else "There is no project"
        raise Invalid(f"{word} called {text}: see `labelkeep project list`.")
    return found[0]["id"]
