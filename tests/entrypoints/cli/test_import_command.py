"""``labelkeep import PROJECT SOURCE``: content of this machine into a project, as a named person."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import pyvips
from typer.testing import CliRunner

from houses import Town
from labelkeep.core.errors import LabelkeepError
from labelkeep.entrypoints.cli import app, imports
from labelkeep.infra.house import House

PROJECT = "Retina screening"
COCO = {
    "images": [
        {"id": 1, "file_name": "a.png", "width": 40, "height": 30},
        {"id": 2, "file_name": "b.png", "width": 40, "height": 30},
    ],
    "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 10, 12]},
        {"id": 2, "image_id": 2, "category_id": 1, "bbox": [30, 2, 20, 12]},
        {"id": 3, "image_id": 2, "category_id": 9, "bbox": [1, 2, 10, 12]},
    ],
    "categories": [{"id": 1, "name": "Red cell"}],
}


@pytest.fixture
def town(fast_works: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town at work whose house the command finds; no server runs, so the command does the job itself at once."""

    @contextmanager
    def standing(_home: Path | None) -> Iterator[House]:
        yield fast_works.house

    monkeypatch.setattr(imports, "house_of", standing)
    monkeypatch.setattr(imports, "PATIENCE", 0.0)
    return fast_works


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures with the COCO file about them."""
    made = tmp_path / "cells"
    (made / "images").mkdir(parents=True)
    for name in ("a", "b"):
        picture = pyvips.Image.black(40, 30)
        (made / "images" / f"{name}.png").write_bytes(picture.pngsave_buffer())
    (made / "instances.json").write_text(json.dumps(COCO))
    return made


def command(*words: str) -> Any:
    """Run the command as the manager; raise what it complains of."""
    result = CliRunner().invoke(app, ["import", PROJECT, *words, "--as", "manager@example.test"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def names(town: Town) -> list[str]:
    return sorted(row["name"] for row in town.manager.get(f"{town.url}/assets").json()["items"])


def test_a_folder_comes_in_with_the_labels_beside_it(town: Town, folder: Path) -> None:
    result = command(str(folder))

    assert result.exit_code == 0, result.output
    said = "2 pictures and 2 objects imported, 1 refused, 1 repaired."
    assert said in " ".join(result.stdout.split())
    assert names(town) == ["images/a.png", "images/b.png"]
    rows = town.manager.get(f"{town.url}/assets").json()["items"]
    assert {row["name"]: row["objects"] for row in rows} == {"images/a.png": 1, "images/b.png": 1}


def test_with_json_it_says_the_import_and_nothing_else(town: Town, folder: Path) -> None:
    result = command(str(folder), "--json")

    done = json.loads(result.stdout)
    assert (done["state"], done["assets_made"], done["objects_made"]) == ("done", 2, 2)
    report = town.manager.get(f"{town.url}/imports/{done['id']}/report").json()["items"]
    assert "coco.unknown_category" in {line["code"] for line in report}


def test_the_named_format_is_the_one_that_is_read(town: Town, folder: Path) -> None:
    none = json.loads(command(str(folder), "--format", "none", "--json").stdout)
    coco = json.loads(command(str(folder), "--format", "coco", "--json").stdout)

    assert (none["assets_made"], none["objects_made"]) == (2, 0)
    assert (coco["assets_made"], coco["objects_made"]) == (0, 2), "the pictures are there already"
    with pytest.raises((LabelkeepError, ValueError)):
        command(str(folder), "--format", "nonsense")


def test_a_folder_that_is_not_there_is_said_and_nothing_is_begun(town: Town, tmp_path: Path) -> None:
    with pytest.raises(LabelkeepError, match="There is nothing at"):
        command(str(tmp_path / "nowhere"))

    assert town.manager.get(f"{town.url}/imports").json()["items"] == []


def test_a_refused_file_is_counted_and_keeps_nothing_else_out(town: Town, folder: Path) -> None:
    (folder / "images" / "c.png").write_bytes(b"<html>no picture</html>")

    done = json.loads(command(str(folder), "--json").stdout)

    assert (done["state"], done["assets_made"]) == ("done", 2)
    report = town.manager.get(f"{town.url}/imports/{done['id']}/report").json()["items"]
    assert [line["level"] for line in report if line["file"] == "images/c.png"] == ["refused"]


def test_one_file_can_be_imported(town: Town, folder: Path) -> None:
    done = json.loads(command(str(folder / "images" / "a.png"), "--json").stdout)

    assert (done["assets_made"], names(town)) == (1, ["a.png"])


def test_a_person_without_the_right_imports_nothing(town: Town, folder: Path) -> None:
    for name in ("labeler", "reviewer", "stranger"):
        result = CliRunner().invoke(app, ["import", PROJECT, str(folder), "--as", f"{name}@example.test"])
        assert isinstance(result.exception, LabelkeepError), name

    assert names(town) == []


def test_a_dry_run_says_what_would_come_of_it_and_makes_nothing(town: Town, folder: Path) -> None:
    (folder / "images" / "c.png").write_bytes(b"<html>no picture</html>")

    said = " ".join(command(str(folder), "--dry-run").stdout.split())

    assert "2 pictures and 2 objects would be imported, 2 refused, 1 repaired. Nothing was made" in said
    assert "refused: images/c.png: " in said
    assert names(town) == []
    done = json.loads(command(str(folder), "--dry-run", "--json").stdout)
    assert (done["dry_run"], done["assets_made"]) == (True, 2)
    assert names(town) == []
