"""``labelkeep release ...``."""

from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from sqlalchemy import select

from labelkeep.access.capabilities import Approve, Release
from labelkeep.access.doors import Access
from labelkeep.access.entering import enter_project_as
from labelkeep.core.errors import Conflict, Invalid
from labelkeep.domain.releases import actions, queries, snapshots
from labelkeep.domain.releases.shapes import ReleaseIn, ReleaseOut, SnapshotIn
from labelkeep.domain.releases.tables import ReleaseRow
from labelkeep.domain.releases.verification import verify as verify_file
from labelkeep.entrypoints.cli.console import As, Home, Json, answer, house_of, person_named
from labelkeep.entrypoints.cli.projects import project_named

app = typer.Typer(no_args_is_help=True)


@app.command("request")
def request(
    project: str,
    snapshot: Annotated[str, typer.Option("--snapshot", help="Snapshot by name; taken now if there is none.")],
    purpose: Annotated[str, typer.Option("--purpose", help="What the release is for.")],
    kind: Annotated[str, typer.Option("--format", help="coco or jsonl.")] = "jsonl",
    split: Annotated[list[str] | None, typer.Option("--split", help="Only this split; may be repeated.")] = None,
    name: Annotated[list[str] | None, typer.Option("--class", help="Only this class; may be repeated.")] = None,
    notes: Annotated[str, typer.Option("--notes", help="Notes for those who approve.")] = "",
    to: Annotated[list[str] | None, typer.Option("--to", help="Recipient; may be repeated; you if left out.")] = None,
    unreviewed: Annotated[bool, typer.Option("--unreviewed", help="Also labels that nobody has accepted.")] = False,
    acting: As = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Ask for a release; other people approve it."""
    with house_of(home) as house:
        recipients = [person_named(house, each) for each in to or []]
        with enter_project_as(house, person_named(house, acting), project_named(house, project), Release) as access:
            found = snapshots.named(access, snapshot) or snapshots.take(access, SnapshotIn(name=snapshot).name)
            body = ReleaseIn(
                snapshot_id=found.id, format=kind, splits=split or None, classes=name or None, purpose=purpose,
                notes=notes, recipients=recipients, only_reviewed=not unreviewed,
            )  # fmt: skip
            made = queries.release_out(access, actions.request(access, body))
    words = f"Release {made.n} is asked for; {made.approvals_needed} other people must approve."
    answer(made.model_dump(mode="json"), words.replace("1 other people", "1 other person"), as_json=json)


@app.command("approve")
def approve(project: str, number: int, acting: As = None, home: Home = None, json: Json = False) -> None:
    """Approve a release that somebody else asked for; the last approval starts the writing."""
    with house_of(home) as house:
        chosen = project_named(house, project)
        with enter_project_as(house, person_named(house, acting), chosen, Approve) as access:
            row = actions.approve(access, _numbered(access, number))
            made = queries.release_out(access, row)
    words = f"Release {made.n} is {made.state}: {len(made.approvals)} of {made.approvals_needed} approvals."
    answer(made.model_dump(mode="json"), words, as_json=json)


@app.command("list")
def list_releases(project: str, acting: As = None, home: Home = None, json: Json = False) -> None:
    """List the newest releases of a project and where they stand."""
    with house_of(home) as house:
        chosen = project_named(house, project)
        with enter_project_as(house, person_named(house, acting), chosen, Release) as access:
            found = queries.page(access, None, 100).items
    words = "\n".join(_line(each) for each in found) or "No releases yet."
    answer([each.model_dump(mode="json") for each in found], words, as_json=json)


@app.command("download")
def download(project: str, number: int, out: Path, acting: As = None, home: Home = None, json: Json = False) -> None:
    """Take the file as a recipient, once."""
    if out.exists():
        raise Conflict(f"{out} exists already: name a new file. Nothing was taken.")
    if not out.absolute().parent.is_dir():
        raise Invalid(f"There is no folder {out.absolute().parent}: make it first. Nothing was taken.")
    with house_of(home) as house:
        chosen = project_named(house, project)
        with enter_project_as(house, person_named(house, acting), chosen, Release) as access:
            handover = actions.download(access, _numbered(access, number))
        with out.open("xb") as target:
            for chunk in handover.chunks:
                target.write(chunk)
    answer({"file": str(out), "bytes": handover.size}, f"Wrote {out} ({handover.size} bytes).", as_json=json)


@app.command("verify")
def verify(
    file: Path,
    key: Annotated[list[str], typer.Option("--key", help="Verifier key of the ledger; may be repeated.")],
    json: Json = False,
) -> None:
    """Check a release file offline: every hash, and the signature over all of them."""
    found = verify_file(file, key)
    facts: dict[str, Any] = {
        "ok": True, "project": found.project, "release": found.number, "manifest_sha256": found.manifest_sha256,
        "counts": found.counts, "approvals": found.approvals, "files": found.files,
    }  # fmt: skip
    words = f"{file.name} is release {found.number} of {found.project}: {found.files} files are as they were signed."
    answer(facts, words, as_json=json)


def _numbered(access: Access[Release | Approve], number: int) -> UUID:
    row = access.find(select(ReleaseRow).where(ReleaseRow.n == number)).one_or_none()
    if row is None:
        raise Invalid(f"There is no release {number} in this project: see `labelkeep release list`.")
    return row.id


def _line(release: ReleaseOut) -> str:
    size = f"{release.assets} assets, {release.bytes} bytes" if release.bytes is not None else "not written"
    return f"{release.n}  {release.state}  {release.format}  {release.snapshot.name}  {size}"
