"""A dry run reads and reports as the import does, makes nothing, and is then imported for real."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.assets.conftest import Imports
from domain.assets.test_importing import labels, picture
from labelkeep.access.capabilities import Explore
from labelkeep.access.jobs import run
from labelkeep.domain.assets.origins import Named
from labelkeep.domain.assets.tables import AssetRow, ImportRow, PartRow
from labelkeep.domain.assets.trying import Size, Trials
from labelkeep.domain.tasks.tables import TaskRow

COCO: dict[str, Any] = {
    "images": [
        {"id": 1, "file_name": "a.png", "width": 64, "height": 48},
        {"id": 2, "file_name": "gone.png", "width": 64, "height": 48},
    ],
    "categories": [{"id": 1, "name": "Cell"}],
    "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 10, 10], "area": 100, "iscrowd": 0},
        {"id": 2, "image_id": 1, "category_id": 1, "bbox": [60, 40, 30, 30], "area": 900, "iscrowd": 0},
        {"id": 3, "image_id": 1, "category_id": 1, "bbox": [900, 900, 5, 5], "area": 25, "iscrowd": 0},
    ],
}


def stocked(drop: Path) -> None:
    picture(drop / "a.png")
    picture(drop / "b.png")
    (drop / "half.png").write_bytes((drop / "a.png").read_bytes()[:90])
    (drop / "notes.txt").write_text("not a picture")
    (drop / "labels.json").write_text(json.dumps(COCO))


def rows_made(imports: Imports) -> list[int]:
    with imports.town.as_person("owner", Explore) as access:
        return [access.find(select(func.count(table.id))).one() for table in (AssetRow, PartRow, TaskRow)]


def for_real(imports: Imports, tried: dict[str, Any]) -> dict[str, Any]:
    answer = imports.client.post(f"{imports.town.url}/imports/{tried['id']}/for-real")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    run(imports.town.house, imports.town.house.parts["jobs"], "import", made["job"]["id"])
    return imports.client.get(f"{imports.town.url}/imports/{made['id']}").json()


def facts(done: dict[str, Any]) -> dict[str, Any]:
    return {name: done[name] for name in ("state", "files", "assets_made", "objects_made", "refused", "repaired")}


def said(imports: Imports, done: dict[str, Any]) -> list[tuple[str, str, str, str | None]]:
    return sorted((line["file"], line["level"], line["code"], line["object"]) for line in imports.report(done))


def test_dry_run_of_a_folder_says_what_the_import_then_does_and_makes_nothing(imports: Imports, drop: Path) -> None:
    stocked(drop)

    tried = imports.finish(imports.open({"kind": "folder", "root": 0, "path": ""}, dry_run=True))

    assert rows_made(imports) == [0, 0, 0]
    assert labels(imports.town) == []
    assert imports.town.owner.get(f"{imports.town.url}/ontology").status_code == 404, "no ontology was published"
    assert tried["dry_run"] is True
    assert tried["job"]["message"].startswith("Nothing was imported.")
    assert (tried["assets_made"], tried["objects_made"]) == (3, 2)

    counts = imports.client.get(f"{imports.town.url}/imports/{tried['id']}/report/counts").json()["items"]
    assert {one["code"]: one["n"] for one in counts} == Counter(line["code"] for line in imports.report(tried))
    assert [line["file"] for line in imports.report(tried, code="media.broken")] == ["half.png"]

    done = for_real(imports, tried)

    assert facts(done) == facts(tried)
    assert said(imports, done) == said(imports, tried)
    assert done["source"]["tried"] == tried["id"]
    assert rows_made(imports)[0] == 3
    assert sum(len(label.objects) for label in labels(imports.town)) == 2


def test_files_that_were_sent_for_a_dry_run_are_not_sent_again(imports: Imports, drop: Path) -> None:
    stocked(drop)
    opened = imports.open({"kind": "upload"}, dry_run=True, split="val")
    for file in sorted(drop.iterdir()):
        imports.send(opened, file.name, file.read_bytes())

    tried = imports.finish(opened)
    assert rows_made(imports) == [0, 0, 0]
    done = for_real(imports, tried)

    assert facts(done) == facts(tried)
    assert said(imports, done) == said(imports, tried)
    assert {row["split"] for row in imports.assets()["items"]} == {"val"}


def test_dry_run_knows_what_is_here_already(imports: Imports, drop: Path) -> None:
    stocked(drop)
    imports.folder("", root=0)
    before = rows_made(imports)
    picture(drop / "b.png", 32, 32)

    tried = imports.finish(imports.open({"kind": "folder", "root": 0, "path": ""}, dry_run=True))

    codes = {(line["file"], line["code"]) for line in imports.report(tried)}
    assert ("a.png", "asset.already_there") in codes
    assert ("b.png", "asset.name_taken") in codes
    assert ("labels.json", "label.already_there") in codes
    assert (tried["assets_made"], tried["objects_made"]) == (0, 0)
    assert rows_made(imports) == before


def test_only_a_dry_run_that_has_ended_is_imported_for_real(imports: Imports, drop: Path) -> None:
    picture(drop / "a.png")
    real = imports.folder("", root=0)
    waiting = imports.open({"kind": "folder", "root": 0, "path": ""}, dry_run=True)

    for one in (real, waiting):
        answer = imports.client.post(f"{imports.town.url}/imports/{one['id']}/for-real")
        assert (answer.status_code, answer.json()["code"]) == (409, "import.dry_run_needed")


def test_cancelled_dry_run_says_that_nothing_was_made(imports: Imports) -> None:
    opened = imports.open({"kind": "upload"}, dry_run=True)

    imports.client.post(f"{imports.town.url}/imports/{opened['id']}/cancel")

    assert "nothing was made" in imports.report(opened)[-1]["message"]


def test_picture_sizes_are_read_again_when_a_dry_run_was_killed(
    imports: Imports, drop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgets(_self: Trials, _row: ImportRow, _file: Named, _size: Size) -> None:
        """As if another process had read the pictures."""

    stocked(drop)
    monkeypatch.setattr(Trials, "note", forgets)

    tried = imports.finish(imports.open({"kind": "folder", "root": 0, "path": ""}, dry_run=True))

    assert (tried["assets_made"], tried["objects_made"]) == (3, 2)
