"""Assets of several pictures: a folder becomes one asset, and labels say on which of its pictures each object is."""

import json
from pathlib import Path
from typing import Any

import pytest
import pyvips
from sqlalchemy import select

from domain.assets.conftest import Imports
from domain.assets.test_dry_runs import facts, for_real, rows_made, said
from domain.assets.test_importing import labels, picture
from labelkeep.access.capabilities import Explore
from labelkeep.core.ids import new_id
from labelkeep.domain.assets import media
from labelkeep.domain.assets.tables import PartRow

FOLDER = {"kind": "folder", "root": 0, "path": ""}
ONTOLOGY: dict[str, Any] = {
    "schema": "lk-ontology/1",
    "tasks": [
        {"id": "cells", "kind": "object", "label": "Cells", "geometry": ["bbox"],
         "classes": [{"id": "rbc", "label": "Red", "color": "#d55e00", "attributes": []}]},
    ],
}  # fmt: skip


def case(folder: Path, *names: str, width: int = 64, height: int = 48) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for shade, name in enumerate(names):
        image = pyvips.Image.black(width, height).linear(1, 20 + 9 * shade).cast("uchar")
        image.pngsave(str(folder / name))


def by_folder(imports: Imports, **more: Any) -> dict[str, Any]:
    return imports.finish(imports.open(FOLDER, grouping="folder", **more))


def asset(imports: Imports, name: str) -> dict[str, Any]:
    (row,) = imports.assets(name=name)["items"]
    return imports.client.get(f"{imports.town.url}/assets/{row['id']}").json()


def box(part: str, x: float) -> dict[str, Any]:
    geometry = {"kind": "bbox", "x": x, "y": 2.0, "w": 10.0, "h": 10.0, "rotation": 0.0}
    return {
        "id": str(new_id()), "task": "cells", "class": "rbc", "part": part, "page": 0, "geometry": geometry,
        "attributes": [], "z": 0, "source": {"kind": "human", "ref": None},
    }  # fmt: skip


def line(name: str, parts: list[str], objects: list[dict[str, Any]], size: tuple[int, int] = (64, 48)) -> str:
    shown = [
        {"id": part, "role": "part", "order": order, "width": size[0], "height": size[1], "pages": 1}
        for order, part in enumerate(parts)
    ]
    label = {"schema": "lk-label/1", "objects": objects, "classifications": [], "relations": []}
    row = {"schema": "lk-release-asset/1",
           "asset": {"id": str(new_id()), "name": name, "split": None, "parts": shown}, "label": label}  # fmt: skip
    return json.dumps(row, separators=(",", ":"))


def test_pictures_of_a_folder_become_one_asset_in_the_order_of_their_names(
    imports_on_both: Imports, drop: Path
) -> None:
    imports = imports_on_both
    case(drop / "case 1", "cam10.png", "cam2.png", "cam1.png")
    case(drop / "case 2", "left.png", "right.png")
    picture(drop / "alone.png")

    done = by_folder(imports)

    assert (done["state"], done["grouping"], done["files"], done["assets_made"]) == ("done", "folder", 6, 3)
    assert sorted(row["name"] for row in imports.assets()["items"]) == ["alone.png", "case 1", "case 2"]
    parts = asset(imports, "case 1")["parts"]
    assert [(part["name"], part["order"], part["role"]) for part in parts] == [
        ("cam1", 0, "part"), ("cam2", 1, "part"), ("cam10", 2, "part"),
    ]  # fmt: skip
    assert [(part["name"], part["role"]) for part in asset(imports, "alone.png")["parts"]] == [("", "main")]
    told = {row["file"]: row["message"] for row in imports.report(done)}
    assert told["case 1/cam10.png"] == "64 x 48 pixels. Part 3 of 3 of case 1."
    assert imports.assets(status="todo")["count"]["n"] == 3


def test_names_of_parts_are_sealed(imports: Imports, drop: Path) -> None:
    case(drop / "case 1", "MEYER ap.png", "MEYER lateral.png")

    by_folder(imports)

    with imports.town.as_person("owner", Explore) as access:
        for row in access.find(select(PartRow)):
            stored = b"".join(str(value).encode() for value in vars(row).values()) + bytes(row.facts)
            assert b"MEYER" not in stored


def test_dry_run_says_what_becomes_one_asset_and_makes_nothing(imports: Imports, drop: Path) -> None:
    case(drop / "case 1", "a.png", "b.png")
    (drop / "ontology.json").write_text(json.dumps(ONTOLOGY))
    one, two = str(new_id()), str(new_id())
    (drop / "assets.jsonl").write_text(line("case 1", [one, two], [box(two, 3.0)]))

    tried = by_folder(imports, dry_run=True)
    assert rows_made(imports) == [0, 0, 0]
    assert (tried["assets_made"], tried["objects_made"]) == (1, 1)
    done = for_real(imports, tried)

    assert facts(done) == facts(tried)
    assert said(imports, done) == said(imports, tried)
    assert done["grouping"] == "folder"


def test_labels_of_a_release_lie_on_the_parts_that_they_were_drawn_on(imports: Imports, drop: Path) -> None:
    case(drop / "case 1", "cam2.png", "cam10.png")
    (drop / "ontology.json").write_text(json.dumps(ONTOLOGY))
    old = [str(new_id()), str(new_id())]
    boxes = [box(old[1], 30.0), box(old[0], 3.0), box(old[1], 31.0)]
    (drop / "assets.jsonl").write_text(line("case 1", old, boxes))

    done = by_folder(imports)

    assert (done["assets_made"], done["objects_made"], done["refused"]) == (1, 3, 0), imports.report(done)
    ids = [part["id"] for part in asset(imports, "case 1")["parts"]]
    (label,) = labels(imports.town)
    assert [(str(one.part), one.geometry.x) for one in label.objects] == [  # type: ignore[union-attr]
        (ids[1], 30.0), (ids[0], 3.0), (ids[1], 31.0),
    ]  # fmt: skip


def test_labels_of_several_pictures_need_the_pictures_to_be_one_asset(imports: Imports, drop: Path) -> None:
    case(drop / "case 1", "a.png", "b.png")
    (drop / "ontology.json").write_text(json.dumps(ONTOLOGY))
    old = [str(new_id()), str(new_id())]
    (drop / "assets.jsonl").write_text(line("case 1", old, [box(old[1], 3.0)]))

    done = imports.folder("", root=0)

    (told,) = [row for row in imports.report(done) if row["code"] == "label.parts"]
    assert "as one asset" in told["message"]
    assert done["objects_made"] == 0


@pytest.mark.parametrize("change", ["fewer", "another size"])
def test_labels_are_refused_where_the_pictures_are_others(imports: Imports, drop: Path, change: str) -> None:
    case(drop / "case 1", "a.png", "b.png")
    (drop / "ontology.json").write_text(json.dumps(ONTOLOGY))
    old = [str(new_id()) for _ in range(3 if change == "fewer" else 2)]
    (drop / "assets.jsonl").write_text(
        line("case 1", old, [box(old[0], 3.0)], (64, 48) if change == "fewer" else (48, 64))
    )

    done = by_folder(imports)

    assert done["objects_made"] == 0
    codes = {row["code"] for row in imports.report(done)}
    assert ("jsonl.parts" if change == "fewer" else "picture.size_differs") in codes


def test_asset_with_a_part_that_cannot_be_read_is_marked_broken(imports: Imports, drop: Path) -> None:
    case(drop / "case 1", "a.png", "b.png")
    (drop / "case 1" / "c.png").write_bytes((drop / "case 1" / "a.png").read_bytes()[:60])

    done = by_folder(imports)

    assert [(row["name"], row["state"]) for row in imports.assets()["items"]] == [("case 1", "broken")]
    assert asset(imports, "case 1")["parts"] == []
    told = {row["file"]: (row["level"], row["code"]) for row in imports.report(done)}
    assert told["case 1/a.png"] == ("warning", "asset.part_missing")
    assert told["case 1/c.png"] == ("refused", "media.broken")


def test_folder_with_too_many_pictures_is_refused_in_words(
    imports: Imports, drop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "MOST_PARTS", 2)
    case(drop / "case 1", "a.png", "b.png", "c.png")
    case(drop / "case 2", "a.png")

    done = by_folder(imports)

    assert [row["name"] for row in imports.assets()["items"]] == ["case 2"]
    assert [row["code"] for row in imports.report(done, level="refused")] == ["asset.too_many_parts"] * 3


def test_folder_that_is_imported_again_stays_one_asset(imports: Imports, drop: Path) -> None:
    case(drop / "case 1", "a.png", "b.png")
    case(drop / "case 2", "a.png", "b.png")
    by_folder(imports)
    before = rows_made(imports)
    case(drop / "case 2", "c.png", "b.png", "a.png")

    again = by_folder(imports)

    assert rows_made(imports) == before
    told = {row["file"]: row["code"] for row in imports.report(again)}
    assert told["case 1/b.png"] == "asset.already_there"
    assert told["case 2/c.png"] == told["case 2/a.png"] == "asset.name_taken"


def test_uploads_that_come_in_any_order_give_the_same_asset(
    imports: Imports, drop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "LOOK_AHEAD", 1)
    case(drop, "a.png", "b.png", "c.png")
    opened = imports.open({"kind": "upload"}, grouping="folder")
    for name in ("two/c", "one/b", "two/a", "one/a", "two/b"):
        imports.send(opened, f"{name}.png", (drop / f"{name[-1]}.png").read_bytes())

    done = imports.finish(opened)

    assert (done["assets_made"], done["refused"]) == (2, 0)
    assert [part["name"] for part in asset(imports, "two")["parts"]] == ["a", "b", "c"]
    assert [part["name"] for part in asset(imports, "one")["parts"]] == ["a", "b"]


def labels_of(folder: Path, kind: str) -> None:
    """Write a box at x = 3 on ``cam2.png`` of case 1, and two at 30 and 31 on ``cam10.png``."""
    boxes = {"cam10.png": [30, 31], "cam2.png": [3]}
    if kind == "coco":
        images = [{"id": n, "file_name": f"case 1/{name}", "width": 64, "height": 48} for n, name in enumerate(boxes)]
        rows = [
            {"id": 10 * n + at, "image_id": n, "category_id": 1, "bbox": [x, 2, 10, 10], "area": 100, "iscrowd": 0}
            for n, name in enumerate(boxes)
            for at, x in enumerate(boxes[name])
        ]
        body = {"images": images, "annotations": rows, "categories": [{"id": 1, "name": "cell"}]}
        (folder / "coco.json").write_text(json.dumps(body))
    for name, places in boxes.items():
        stem = folder / "case 1" / name.removesuffix(".png")
        if kind == "voc":
            objects = "".join(
                f"<object><name>cell</name><bndbox><xmin>{x}</xmin><ymin>2</ymin><xmax>{x + 10}</xmax>"
                "<ymax>12</ymax></bndbox></object>"
                for x in places
            )
            stem.with_suffix(".xml").write_text(
                f"<annotation><filename>{name}</filename><size><width>64</width><height>48</height></size>{objects}"
                "</annotation>"
            )
        if kind == "yolo":
            lines = [f"0 {(x + 5) / 64} {7 / 48} {10 / 64} {10 / 48}" for x in places]
            stem.with_suffix(".txt").write_text("\n".join(lines))
            (folder / "data.yaml").write_text("names: [cell]\n")


@pytest.mark.parametrize("named", [True, False], ids=["named", "found out"])
@pytest.mark.parametrize("kind", ["coco", "voc", "yolo"])
def test_labels_of_single_pictures_lie_on_the_parts_that_these_became(
    imports: Imports, drop: Path, kind: str, named: bool
) -> None:
    case(drop / "case 1", "cam2.png", "cam10.png")
    labels_of(drop, kind)

    tried = by_folder(imports, dry_run=True, format=kind if named else "auto")
    done = for_real(imports, tried)

    assert (done["assets_made"], done["objects_made"], done["refused"]) == (1, 3, 0), imports.report(done)
    assert facts(done) == facts(tried)
    ids = [part["id"] for part in asset(imports, "case 1")["parts"]]
    (label,) = labels(imports.town)
    found = [(str(one.part), round(one.geometry.x)) for one in label.objects]  # type: ignore[union-attr]
    assert found == [(ids[0], 3), (ids[1], 30), (ids[1], 31)]


def test_labels_of_one_part_alone_lie_on_that_part(imports: Imports, drop: Path) -> None:
    case(drop / "case 1", "cam2.png", "cam10.png")
    labels_of(drop, "voc")
    (drop / "case 1" / "cam2.xml").unlink()

    done = by_folder(imports)

    assert done["objects_made"] == 2
    ids = [part["id"] for part in asset(imports, "case 1")["parts"]]
    (label,) = labels(imports.town)
    assert [str(one.part) for one in label.objects] == [ids[1]] * 2


def test_report_names_the_file_of_a_part_whose_object_is_refused(imports: Imports, drop: Path) -> None:
    case(drop / "case 1", "cam2.png", "cam10.png")
    labels_of(drop, "voc")
    wrong = drop / "case 1" / "cam10.xml"
    wrong.write_text(wrong.read_text().replace("<xmax>40</xmax>", "<xmax>30</xmax>", 1))

    done = by_folder(imports)

    assert done["objects_made"] == 2
    (told,) = [row for row in imports.report(done) if row["level"] == "refused"]
    assert "case 1/cam10.xml" in told["file"] + told["message"]


def test_view_names_the_parts_and_shows_tiles_of_each(imports: Imports, drop: Path) -> None:
    case(drop / "case 1", "left.png", "right.png")
    by_folder(imports)
    town = imports.town
    found = asset(imports, "case 1")

    view = imports.client.post(f"{town.url}/assets/{found['id']}/views").json()

    assert [(part["name"], part["order"]) for part in view["parts"]] == [("left", 0), ("right", 1)]
    tiles = [
        imports.client.get(f"{town.url}/views/{view['id']}/tiles/{part['id']}/0/0/0/0").content
        for part in view["parts"]
    ]
    assert tiles[0] != tiles[1]
