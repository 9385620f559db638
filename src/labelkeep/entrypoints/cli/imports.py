"""``labelkeep import PROJECT SOURCE``."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from labelkeep.access import jobs
from labelkeep.access.capabilities import Import
from labelkeep.access.entering import enter_project_as
from labelkeep.core.errors import Conflict, Invalid
from labelkeep.domain.assets import actions, reporting
from labelkeep.domain.assets.queries import import_out
from labelkeep.domain.assets.shapes import FileIn, ImportIn
from labelkeep.domain.assets.tables import ImportRow
from labelkeep.entrypoints.cli.console import As, Home, Json, answer, house_of, person_named, say
from labelkeep.entrypoints.cli.projects import project_named
from labelkeep.infra.house import House

PATIENCE = 5.0
"""Seconds that a running server has to take up the job; after that this process does it."""
SHOWN = 5
"""How many remarks of one kind a dry run prints."""


def bring_in(
    project: str,
    source: Path,
    kind: Annotated[str, typer.Option("--format", help="auto, coco, voc, yolo, jsonl or none.")] = "auto",
    split: Annotated[str | None, typer.Option("--split", help="train, val or test.")] = None,
    grouping: Annotated[
        str,
        typer.Option("--grouping", help="file: each picture is an asset; folder: the pictures of a folder are one."),
    ] = "file",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report only: nothing is made.")] = False,
    acting: As = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Import a folder or a file of this machine: its content is uploaded, so it need not lie below an import root."""
    if not source.exists():
        raise Invalid(f"There is nothing at {source}: name a folder of pictures, or a file.")
    with house_of(home) as house:
        person, chosen = person_named(house, acting), project_named(house, project)
        wanted = ImportIn.model_validate(
            {
                "source": {"kind": "upload"},
                "format": kind,
                "grouping": grouping,
                "split": split,
                "dry_run": dry_run,
            }
        )
        with enter_project_as(house, person, chosen, Import) as access:
            made = actions.open_import(access, wanted).id
        for name, path in _files(source):
            _upload(house, person, chosen, made, name, path)
        with enter_project_as(house, person, chosen, Import) as access:
            job = actions.start(access, made).job_id
        done = _finished(house, person, chosen, made, job, quiet=json)
        lines = [] if json or not dry_run else _remarks(house, person, chosen, made)
    answer(done, "\n".join([*lines, _words(done)]), as_json=json)
    if done["state"] != "done":
        raise Conflict(f"The import ended as {done['state']}: see its report.")


def _words(done: dict[str, Any]) -> str:
    told = f"{done['refused']} refused, {done['repaired']} repaired"
    made = f"{done['assets_made']} pictures and {done['objects_made']} objects"
    if done["dry_run"]:
        return f"{made} would be imported, {told}. Nothing was made: leave --dry-run out to import."
    return f"{made} imported, {told}. The report stands in the app under Import."


def _remarks(house: House, person: UUID, project: UUID, import_id: UUID) -> list[str]:
    """Return what a dry run has to say of files, the first ``SHOWN`` of each kind but those that are fine."""
    lines: list[str] = []
    with enter_project_as(house, person, project, Import) as access:
        for kind in reporting.counts(access, import_id).items:
            if kind.level == "ok":
                continue
            found = reporting.read(access, import_id, 0, SHOWN, kind.level, kind.code).items
            lines += [f"{kind.level}: {each.file}: {each.message}" for each in found]
            if kind.n > len(found):
                lines.append(f"{kind.level}: and {kind.n - len(found)} more of the kind {kind.code}")
    return lines


def _files(source: Path) -> Iterator[tuple[str, Path]]:
    if source.is_file():
        yield source.name, source
        return
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(source).as_posix(), path


def _upload(house: House, person: UUID, project: UUID, import_id: UUID, name: str, path: Path) -> None:
    size = path.stat().st_size
    with enter_project_as(house, person, project, Import) as access:
        file = actions.add_file(access, import_id, FileIn(name=name, size=size)).id
    with path.open("rb") as content:
        offset = 0
        while chunk := content.read(actions.CHUNK):
            with enter_project_as(house, person, project, Import) as access:
                actions.append(access, import_id, file, offset, chunk)
            offset += len(chunk)


def _finished(
    house: House, person: UUID, project: UUID, import_id: UUID, job: UUID | None, *, quiet: bool
) -> dict[str, Any]:
    began, said = time.monotonic(), ""
    while True:
        with enter_project_as(house, person, project, Import) as access:
            now = import_out(access, access.get(ImportRow, import_id)).model_dump(mode="json")
        if now["state"] not in ("queued", "running"):
            return now
        if now["state"] == "queued" and job and time.monotonic() - began > PATIENCE:
            jobs.run(house, house.parts["jobs"], "import", job)
            continue
        word = f"{now['job']['done']} of {now['job']['total'] or '?'}: {now['job']['message']}" if now["job"] else ""
        if word != said and not quiet:
            say(word)
        said = word
        time.sleep(0.5)
