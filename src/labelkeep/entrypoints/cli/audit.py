"""``labelkeep audit ...``: on files alone; only ``verify --database`` and ``bundle --payloads`` open the house."""

from pathlib import Path
from typing import Annotated, Any

import typer

from labelkeep.core.errors import Invalid
from labelkeep.entrypoints.cli.console import Home, Json, answer, house_of, say, settings_of
from labelkeep.entrypoints.stored_events import stored_events
from labelkeep.entrypoints.worker.background import ledger_folder
from labelkeep.infra.ledger.bundle import write_bundle
from labelkeep.infra.ledger.compare import compare
from labelkeep.infra.ledger.handed import check_handed
from labelkeep.infra.ledger.reports import BadEntry, Report
from labelkeep.infra.ledger.verify import verify as verify_folder

app = typer.Typer(no_args_is_help=True)
SHOWN = 20


@app.command("verify")
def verify(
    place: Annotated[Path | None, typer.Argument(help="Home folder, ledger folder or bundle.")] = None,
    key: Annotated[
        list[str] | None, typer.Option("--key", help="Verifier key kept by the auditor; may be repeated.")
    ] = None,
    since: Annotated[
        Path | None, typer.Option("--since", help="An earlier checkpoint that the log must have grown from.")
    ] = None,
    database: Annotated[bool, typer.Option("--database", help="Also compare every row of the database.")] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Check every byte of the ledger offline and name the first bad entry."""
    folder = _folder(place or home or settings_of(None).home)
    report = verify_folder(folder, key, since.read_bytes() if since else None)
    differences: list[BadEntry] = []
    if database and report.ok:
        with house_of(place or home) as house:
            differences = list(compare(report, stored_events(house)))
    _print(report, differences, as_json=json)
    if differences or not report.ok:
        raise typer.Exit(1)


@app.command("bundle")
def bundle(
    outdir: Path,
    payloads: Annotated[
        bool, typer.Option("--payloads", help="Also disclose what the events say, not only that they are.")
    ] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Copy the ledger into a folder that a stranger can verify without this server."""
    settings = settings_of(home)
    source = ledger_folder(settings.home)
    if payloads:
        with house_of(home) as house:
            opened = ((row.leaf, row.opened) for row in stored_events(house) if row.opened is not None)
            checkpoint = write_bundle(source, outdir, opened)
    else:
        checkpoint = write_bundle(source, outdir)
    words = f"{checkpoint.size} events in {outdir}. Check it anywhere: labelkeep audit verify {outdir}"
    answer({"events": checkpoint.size, "folder": outdir}, words, as_json=json)


@app.command("receipts")
def receipts(
    file: Annotated[Path, typer.Argument(help="A receipt, or the archive of a ledger page.", exists=True)],
    key: Annotated[
        list[str] | None, typer.Option("--key", help="Verifier key kept by the auditor; may be repeated.")
    ] = None,
    json: Json = False,
) -> None:
    """Check receipts that somebody handed over, without the server, and name the first that does not hold."""
    found = check_handed(file, key or [])
    words = [f"{len(found.proved)} receipts hold; {found.told} of them are told what they say."]
    if found.problems:
        words = [f"{len(found.problems)} do not hold. First: {found.problems[0]}"]
    elif found.own_key:
        words.append("The key came from the archive itself: compare it with the one you kept, or give --key.")
    facts = {"ok": not found.problems, "receipts": sorted(found.proved), "told": found.told, "problems": found.problems}
    answer(facts, "\n".join(words), as_json=json)
    if found.problems:
        raise typer.Exit(1)


def _folder(place: Path) -> Path:
    for each in (place / "ledger", place):
        if (each / "checkpoint").exists():
            return each
    raise Invalid(f"There is no ledger in {place}: give a home folder or a bundle that holds a file `checkpoint`.")


def _print(report: Report, differences: list[BadEntry], *, as_json: bool) -> None:
    facts: dict[str, Any] = {
        "ok": report.ok and not differences,
        "events": report.size,
        "origin": report.origin,
        "root": report.root.hex() if report.root else None,
        "first_bad": str(report.first_bad) if report.first_bad else None,
        "problems": [str(each) for each in report.problems],
        "database": [str(each) for each in differences[:SHOWN]],
        "notices": report.notices,
    }
    words = [str(report)]
    if differences:
        words.append(f"The database differs from the ledger. First: {differences[0]}")
    if report.ok and report.own_key:
        words.append("The key came from the folder itself: compare it with the one you kept, or give --key.")
    answer(facts, "\n".join(words), as_json=as_json) if as_json else say("\n".join(words))
