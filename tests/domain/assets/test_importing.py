"""Whole imports: by HTTP, the job run to its end."""

import json
import shutil
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from subprocess import PIPE, Popen
from sys import executable
from time import monotonic, sleep
from typing import Any

import pytest
import pyvips
from sqlalchemy import select

from domain.assets.conftest import SHARED, Imports, shared
from houses import Town
from labelkeep.access.capabilities import Explore
from labelkeep.access.jobs import run
from labelkeep.domain.assets import annotations, listing, media, opening
from labelkeep.domain.assets.tables import PartRow
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.tasks.tables import TaskRow


def picture(path: Path, width: int = 64, height: int = 48) -> None:
    pyvips.Image.black(width, height).linear(1, 128).cast("uchar").pngsave(str(path))


def labels(town: Town) -> list[Label]:
    with town.as_person("owner", Explore) as access:
        return [
            Label.model_validate_json(access.unseal("label_version", "body", row.id, row.body))
            for row in access.find(select(VersionRow)).all()
        ]


def test_folder_of_pictures_becomes_assets_with_tasks(imports_on_both: Imports, drop: Path) -> None:
    for name in ("a.png", "b.png", "c.png"):
        picture(drop / name)

    done = imports_on_both.folder("", root=0)

    assert (done["state"], done["files"], done["assets_made"], done["refused"]) == ("done", 3, 3, 0)
    page = imports_on_both.assets()
    assert [(row["name"], row["step"], row["status"], row["width"]) for row in page["items"]] == [
        ("a.png", "label", "todo", 64),
        ("b.png", "label", "todo", 64),
        ("c.png", "label", "todo", 64),
    ]
    assert page["count"] == {"n": 3, "capped": False}
    assert [line["code"] for line in imports_on_both.report(done)] == ["asset.imported"] * 3


def test_no_file_is_lost_between_two_batches(imports: Imports, drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "BATCH", 2)
    monkeypatch.setattr(media, "LOOK_AHEAD", 2)
    monkeypatch.setattr(opening, "BATCH", 2)
    for number in range(7):
        picture(drop / f"{number}.png")

    done = imports.folder("", root=0)

    assert (done["files"], done["assets_made"]) == (7, 7)
    assert imports.assets(status="todo")["count"] == {"n": 7, "capped": False}


def test_labels_that_take_several_turns_are_all_stored(
    imports: Imports, drop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotations, "LABELS", 3)
    shared("images/bccd_voc")

    assert imports.folder("images/bccd_voc")["objects_made"] == 181


def test_blood_cells_keep_every_box(imports_on_both: Imports) -> None:
    shared("images/bccd_voc")

    done = imports_on_both.folder("images/bccd_voc")

    assert (done["state"], done["assets_made"], done["objects_made"]) == ("done", 10, 181)
    found = Counter(one.class_ for label in labels(imports_on_both.town) for one in label.objects)
    assert found == {"rbc": 162, "wbc": 10, "platelets": 9}
    rows = imports_on_both.assets()["items"]
    assert {(row["step"], row["status"]) for row in rows} == {("review", "todo")}
    ontology = imports_on_both.client.get(f"{imports_on_both.town.url}/ontology").json()
    assert ontology["n"] == 1
    assert [each["label"] for each in ontology["body"]["tasks"][0]["classes"]] == ["WBC", "RBC", "Platelets"]
    assert imports_on_both.assets(**{"class": "wbc"})["count"]["n"] == len(
        {
            label.objects[0].part
            for label in labels(imports_on_both.town)
            if any(o.class_ == "wbc" for o in label.objects)
        }
    )


def test_missing_pictures_are_reported_and_never_fetched(imports: Imports, drop: Path) -> None:
    shutil.copy(shared("images/deepforest") / "coco_sample_file.json", drop)

    done = imports.folder("", root=0)

    assert (done["state"], done["assets_made"], done["objects_made"]) == ("done", 0, 0)
    missing = [line["message"] for line in imports.report(done) if line["code"] == "media.missing"]
    assert len(missing) == 2
    assert "5dded5bc0140b80006d2e565_23.tif" in missing[0]


def test_special_pictures_have_their_upright_sizes(imports: Imports) -> None:
    shared("images/special")

    done = imports.folder("images/special")

    rows = {row["name"]: row for row in imports.assets()["items"]}
    assert done["assets_made"] == 17
    assert {name for name, row in rows.items() if row["state"] == "broken"} == {
        "truncated_image.png",
        "truncated_jpeg.jpg",
    }
    assert {name: (row["width"], row["height"], row["pages"]) for name, row in rows.items() if row["pages"]} == {
        "16bit.cropped.tif": (64, 64, 1),
        "big_bluemarble_5400x2700.jpg": (5400, 2700, 1),
        "exif_gps.jpg": (8, 8, 1),
        "exif_orientation_6.jpg": (1200, 1800, 1),
        "flower.jpg": (480, 360, 1),
        "gps_exif_drone.jpg": (1058, 997, 1),
        "hopper.webp": (128, 128, 1),
        "hopper_bigtiff.tif": (128, 128, 1),
        "hopper_gray.jpg": (128, 128, 1),
        "hopper_orientation_3.webp": (128, 128, 1),
        "i_trns.png": (64, 64, 1),
        "iss634.gif": (245, 245, 42),
        "multipage.tiff": (10, 10, 3),
        "pil123rgba.png": (162, 150, 1),
        "pil_sample_cmyk.jpg": (100, 100, 1),
    }


def test_importing_again_adds_what_is_new_and_says_what_was_there(imports: Imports, drop: Path) -> None:
    picture(drop / "a.png")
    imports.folder("", root=0)
    picture(drop / "b.png")

    again = imports.folder("", root=0)

    assert (again["files"], again["assets_made"]) == (2, 1)
    assert {line["file"]: line["code"] for line in imports.report(again)} == {
        "a.png": "asset.already_there",
        "b.png": "asset.imported",
    }
    assert imports.assets()["count"]["n"] == 2


def test_another_picture_of_a_known_name_is_refused_by_name(imports: Imports, drop: Path) -> None:
    for number, folder in enumerate(("first", "second")):
        (drop / folder).mkdir()
        picture(drop / folder / "a.png", 64 + number)
    imports.folder("first", root=0)

    second = imports.folder("second", root=0)

    assert [(line["level"], line["code"]) for line in imports.report(second)] == [("refused", "asset.name_taken")]
    assert imports.folder("", root=0)["assets_made"] == 2


def test_labels_may_come_after_their_pictures(imports: Imports, drop: Path) -> None:
    picture(drop / "a.png")
    imports.folder("", root=0)
    box = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3.5, 4], "area": 14, "iscrowd": 0}
    image = {"id": 1, "file_name": "a.png", "width": 64, "height": 48}
    body = {"images": [image], "annotations": [box], "categories": [{"id": 1, "name": "cell"}]}
    (drop / "coco.json").write_text(json.dumps(body))

    done = imports.folder("", root=0)

    assert (done["assets_made"], done["objects_made"]) == (0, 1)
    assert labels(imports.town)[0].objects[0].geometry.model_dump()["w"] == 3.5
    assert imports.folder("", root=0)["objects_made"] == 0
    assert len(labels(imports.town)) == 1


def test_classes_that_the_project_does_not_know_are_refused_by_name(imports: Imports, drop: Path) -> None:
    test_labels_may_come_after_their_pictures(imports, drop)
    picture(drop / "b.png")
    rows = [{"id": number, "image_id": 1, "category_id": number, "bbox": [1, 2, 3, 4]} for number in (1, 2)]
    body = {
        "images": [{"id": 1, "file_name": "b.png", "width": 64, "height": 48}],
        "annotations": rows,
        "categories": [{"id": 1, "name": "Cell"}, {"id": 2, "name": "dust"}],
    }
    (drop / "coco.json").write_text(json.dumps(body))

    done = imports.folder("", root=0)

    assert done["objects_made"] == 1
    said = [(line["code"], line["object"]) for line in imports.report(done, level="refused")]
    assert said == [("object.unknown_class", "2")]


def test_killed_worker_goes_on_without_doubling(imports: Imports, drop: Path) -> None:
    for number in range(60):
        picture(drop / f"{number:03}.png", 700, 700)
    (drop / "data.yaml").write_text("names: [cell, dust]\ntrain: .\n")
    for number in range(60):
        (drop / f"{number:03}.txt").write_text("0 0.5 0.5 0.25 0.25\n1 0.2 0.2 0.1 0.1\n")
    opened = imports.open({"kind": "folder", "root": 0, "path": ""})
    job = imports.client.post(f"{imports.town.url}/imports/{opened['id']}/start").json()["job"]["id"]

    killed = 0
    for wanted in (5, 25, 60):
        worker = _worker(imports.town, job)
        _until(imports, opened, worker, lambda row, wanted=wanted: row["assets_made"] >= wanted)
        killed += worker.poll() is None
        worker.kill()
        worker.wait()
    run(imports.town.house, imports.town.house.parts["jobs"], "import", job)

    done = imports.client.get(f"{imports.town.url}/imports/{opened['id']}").json()
    assert killed >= 1
    assert (done["state"], done["files"], done["assets_made"], done["objects_made"]) == ("done", 121, 60, 120)
    assert imports.assets()["count"]["n"] == 60
    assert len(labels(imports.town)) == 60
    assert len(imports.report(done, level="ok")) == 60 + 61
    with imports.town.as_person("owner", Explore) as access:
        assert len(access.find(select(PartRow)).all()) == 60
        assert Counter(task.step for task in access.find(select(TaskRow)).all()) == {"label": 60, "review": 60}


WORKER = """
import json, sys
from pathlib import Path
from uuid import UUID
from labelkeep.access.jobs import run
from labelkeep.core.settings import Settings
from labelkeep.entrypoints.assembly import assemble
from labelkeep.infra.db.roles import Urls
given = json.loads(sys.stdin.read())
settings = Settings(home=Path(given["home"]), import_roots=tuple(map(Path, given["roots"])))
house = assemble(settings, Urls(**given["urls"]))
run(house, house.parts["jobs"], "import", UUID(given["job"]))
"""


def _worker(town: Town, job: str) -> Popen[bytes]:
    settings = town.house.settings
    given = {
        "home": str(settings.home),
        "roots": [str(r) for r in settings.import_roots],
        "urls": asdict(town.house.urls),
    }
    env = {"PYTHONPATH": str(Path(__file__).parents[3] / "src"), "PATH": "/usr/bin:/bin"}
    child = Popen([executable, "-c", WORKER], stdin=PIPE, env=env)
    assert child.stdin is not None
    child.stdin.write(json.dumps(given | {"job": job}).encode())
    child.stdin.close()
    return child


def _until(imports: Imports, opened: dict[str, Any], worker: Popen[bytes], enough: Any) -> None:
    end = monotonic() + 60
    while monotonic() < end and worker.poll() is None:
        if enough(imports.client.get(f"{imports.town.url}/imports/{opened['id']}").json()):
            return
        sleep(0.05)


def test_cancelled_import_says_what_was_kept_and_the_next_goes_on(imports: Imports, drop: Path) -> None:
    for number in range(4):
        picture(drop / f"{number}.png")
    opened = imports.open({"kind": "folder", "root": 0, "path": ""})
    url = f"{imports.town.url}/imports/{opened['id']}"
    job = imports.client.post(f"{url}/start").json()["job"]["id"]

    cancelled = imports.client.post(f"{url}/cancel").json()
    run(imports.town.house, imports.town.house.parts["jobs"], "import", job)

    assert (cancelled["state"], cancelled["job"]["state"]) == ("cancelled", "cancelled")
    assert imports.client.get(url).json()["state"] == "cancelled"
    assert [line["code"] for line in imports.report(opened)] == ["import.cancelled"]
    assert imports.client.post(f"{url}/cancel").json()["code"] == "import.closed"
    again = imports.folder("", root=0)
    assert again["assets_made"] == 4


def test_whole_pictures_survive_a_cancel_by_the_job(imports: Imports, drop: Path) -> None:
    picture(drop / "a.png")
    opened = imports.open({"kind": "folder", "root": 0, "path": ""})
    url = f"{imports.town.url}/imports/{opened['id']}"
    job = imports.client.post(f"{url}/start").json()["job"]["id"]

    assert imports.town.labeler.post(f"{imports.town.url}/jobs/{job}/cancel").status_code == 404
    assert imports.town.owner.post(f"{imports.town.url}/jobs/{job}/cancel").json()["state"] == "cancelled"

    assert imports.client.get(url).json()["state"] == "cancelled"
    assert imports.town.labeler.get(f"{imports.town.url}/jobs").json()["items"] == []
    assert [each["id"] for each in imports.town.owner.get(f"{imports.town.url}/jobs").json()["items"]] == [job]


def test_one_picture_with_gps_is_stored_sealed(imports: Imports) -> None:
    shared("images/special")
    data = (SHARED / "images/special/exif_gps.jpg").read_bytes()
    opened = imports.open({"kind": "upload"})
    imports.send(opened, "exif_gps.jpg", data)

    imports.finish(opened)

    home = imports.town.house.settings.home
    assert not any(data[:64] in path.read_bytes() for path in home.rglob("*") if path.is_file())
    with imports.town.as_person("owner", Explore) as access:
        part = access.find(select(PartRow)).one()
        assert b"".join(access.house.blobs.open(access.project_id, part.source_blob).stream()) == data
