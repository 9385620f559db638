"""``labelkeep provider ...``."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from pydantic import SecretStr

from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.entering import enter_site_as
from labelkeep.core.errors import Invalid
from labelkeep.domain.providers import actions, queries
from labelkeep.domain.providers.directory import Directory
from labelkeep.domain.providers.shapes import GroupRole, ProviderIn
from labelkeep.entrypoints.cli.console import As, Home, Json, answer, house_of, person_named

app = typer.Typer(no_args_is_help=True)
Many = list[str] | None


@app.command("add")
def add(
    label: str,
    issuer: str,
    client_id: str,
    secret_file: Annotated[Path, typer.Option("--secret-file", help="File that holds the client's secret.")],
    scope: Annotated[Many, typer.Option("--scope", help="Scope to ask for; openid profile email if none.")] = None,
    host: Annotated[Many, typer.Option("--host", help="Further host on which the provider has endpoints.")] = None,
    group_claim: Annotated[str | None, typer.Option("--group-claim", help="Claim that tells the groups.")] = None,
    group: Annotated[Many, typer.Option("--group", help="PROJECT:ROLE:GROUP, the first that fits counts.")] = None,
    just_in_time: Annotated[bool, typer.Option("--just-in-time", help="Make accounts at the first sign-in.")] = False,
    domain: Annotated[Many, typer.Option("--domain", help="Domain of the addresses of such accounts.")] = None,
    strong_acr: Annotated[Many, typer.Option("--strong-acr", help="acr that counts as a second factor.")] = None,
    strong_amr: Annotated[Many, typer.Option("--strong-amr", help="amr that counts as a second factor.")] = None,
    acting: As = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Add an OpenID provider; it is asked at once what it can do."""
    given = ProviderIn(
        label=label, issuer=issuer, client_id=client_id, secret=_secret(secret_file),
        scopes=scope or ["openid", "profile", "email"], hosts=host or [], group_claim=group_claim,
        groups=[_rule(each) for each in group or ()], just_in_time=just_in_time, domains=domain or [],
        strong_acr=strong_acr or [], strong_amr=strong_amr or [],
    )  # fmt: skip
    with house_of(home) as house, enter_site_as(house, person_named(house, acting), SiteAdmin) as site:
        made = actions.add(site, Directory(), given).id
    answer({"id": made, "label": label}, f"Added {label}. Its id: {made}", as_json=json)


@app.command("list")
def list_providers(acting: As = None, home: Home = None, json: Json = False) -> None:
    """List the providers, without their secrets."""
    with house_of(home) as house, enter_site_as(house, person_named(house, acting), SiteAdmin) as site:
        found = queries.providers(site)
    lines = [f"{each.id} {each.label} {each.issuer}" for each in found]
    answer([each.model_dump(mode="json") for each in found], "\n".join(lines), as_json=json)


@app.command("end")
def end(provider: UUID, acting: As = None, home: Home = None, json: Json = False) -> None:
    """End a provider and every session that it opened."""
    with house_of(home) as house, enter_site_as(house, person_named(house, acting), SiteAdmin) as site:
        sessions = actions.end(site, provider)
    answer({"id": provider, "sessions": sessions}, f"Ended, with {sessions} sessions.", as_json=json)


def _secret(file: Path) -> SecretStr:
    try:
        return SecretStr(file.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"The file {file} cannot be read.") from error


def _rule(text: str) -> GroupRole:
    project, _, rest = text.partition(":")
    role, _, group = rest.partition(":")
    return GroupRole.model_validate({"project": project, "role": role, "group": group})
