"""The command line: operators and outside checks rely on it. Every error is one sentence that says what to do."""

import json
import sys

import typer
from pydantic import ValidationError

from labelkeep.core.errors import LabelkeepError
from labelkeep.entrypoints import logging
from labelkeep.entrypoints.cli import audit, imports, people, projects, providers, releases, running
from labelkeep.entrypoints.cli.console import wants_json

app = typer.Typer(
    name="labelkeep",
    help="Self-hosted annotation for data that must not travel.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(running.serve)
app.command("demo")(running.demo)
app.command("worker")(running.worker)
app.command("migrate")(running.migrate)
app.command("doctor")(running.doctor)
app.command("openapi")(running.openapi)
app.command("import")(imports.bring_in)
app.add_typer(people.app, name="user", help="People, sign-in links and tokens.")
app.add_typer(projects.app, name="project", help="Projects.")
app.add_typer(providers.app, name="provider", help="Sign-in by OpenID Connect.")
app.add_typer(releases.app, name="release", help="Releases: ask, approve, take, verify.")
app.add_typer(audit.app, name="audit", help="The ledger: bundles and verification, offline.")


def main() -> None:
    """Run a command; exit 0 only on success, with one sentence on what went wrong otherwise."""
    logging.configure()
    try:
        app()
    except LabelkeepError as error:
        _complain(error.code, error.message)
    except ValidationError as error:
        first = error.errors()[0]
        _complain("settings", f"Setting {'.'.join(str(part) for part in first['loc'])}: {first['msg']}.")


def _complain(code: str, message: str) -> None:
    if wants_json(sys.argv):
        sys.stderr.write(json.dumps({"error": {"code": code, "detail": message}}) + "\n")
    else:
        sys.stderr.write(f"labelkeep: {message}\n")
    sys.exit(1)
