"""Every hostile file in one import: each has its line, nothing crashes, nothing outside is read."""

import json
import time
from pathlib import Path
from typing import Any

import pyvips

from domain.assets.conftest import SHARED, Imports, shared

KEPT = {
    "images/text_bomb.png", "images/png_named.jpg", "images/polyglot_jpg_zip.jpg", "images/exif_xss_loop.jpg",
    "images/ifd_loop.tif",
}  # fmt: skip
"""Pictures that the manifest lets be accepted: they are cut anew and served as tiles, never as they are."""
BROKEN = {
    "images/truncated.jpg": "reject or mark the asset broken, no crash",
    "images/bad_crc.png": "reject or mark broken, no crash",
    "images/zero_size.png": "reject",
    "images/polyglot_gif_js.gif": "reject or re-encode; serve with nosniff and a fixed type",
}
TOO_LARGE = {
    "images/huge_declared.jpg": "media.too_large",
    "images/bomb_header.png": "media.too_large",
    "images/bomb_real.png": "media.bomb",
    "images/huge_declared.tif": "media.too_large",
}
SECONDS = 2.0


def manifest() -> list[str]:
    shared("malicious")
    return [each["file"] for each in json.loads((SHARED / "malicious" / "MANIFEST.json").read_text())["files"]]


def lines_of(imports: Imports, done: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    lines: dict[str, list[dict[str, Any]]] = {}
    for line in imports.report(done):
        lines.setdefault(line["file"], []).append(line)
    return lines


def check(imports: Imports, done: dict[str, Any], seconds: float, files: list[str]) -> None:
    assert done["state"] == "done"
    lines = lines_of(imports, done)
    assert set(files) <= set(lines), set(files) - set(lines)
    for name in files:
        worst = [line for line in lines[name] if line["level"] != "ok"]
        codes = {line["code"] for line in lines[name]}
        if name in KEPT:
            assert codes == {"asset.imported"}, (name, codes)
        else:
            assert worst, (name, lines[name])
        assert name not in TOO_LARGE or codes == {TOO_LARGE[name]}
        assert name not in BROKEN or codes == {"media.broken"}
        assert not codes & {"format.fault", "media.crashed", "media.time", "media.memory"}, (name, lines[name])
    assert "voc.dtd" in {line["code"] for line in lines["text/quadratic.xml"]}
    assert "voc.dtd" in {line["code"] for line in lines["text/xxe_file.xml"]}
    paths = [line["code"] for line in lines["annotations/coco_bad_paths.json"]]
    assert paths.count("path.refused") >= 5
    assert seconds < SECONDS * len(files)
    states = {row["name"]: row["state"] for row in imports.assets(limit=500)["items"]}
    assert {name for name, state in states.items() if state == "active"} == KEPT
    assert set(BROKEN) == {name for name, state in states.items() if state == "broken"}


def test_folder_of_hostile_files_is_reported_file_by_file(imports: Imports, drop: Path) -> None:
    files = manifest()
    before = time.monotonic()

    done = imports.folder("malicious")

    check(imports, done, time.monotonic() - before, files)
    (drop / "later.png").write_bytes((SHARED / "images/special/i_trns.png").read_bytes())
    assert imports.folder("", root=0)["assets_made"] == 1


def test_upload_of_hostile_files_is_reported_file_by_file(imports: Imports) -> None:
    files = manifest()
    opened = imports.open({"kind": "upload"})
    for name in files:
        imports.send(opened, name, (SHARED / "malicious" / name).read_bytes())
    before = time.monotonic()

    done = imports.finish(opened)

    check(imports, done, time.monotonic() - before, files)


def test_hostile_names_are_kept_as_data(imports: Imports) -> None:
    shared("malicious")
    tricky = json.loads((SHARED / "malicious/text/filenames.json").read_text())
    names = [each["name"] for each in tricky]
    picture = (SHARED / "images/special/i_trns.png").read_bytes()
    opened = imports.open({"kind": "upload"})
    sent, refused = [], []
    url = f"{imports.town.url}/imports/{opened['id']}/files"
    for name in dict.fromkeys(names):
        body = json.dumps({"name": name, "size": len(picture)})
        answer = imports.client.post(url, content=body, headers={"Content-Type": "application/json"})
        (sent if answer.status_code == 201 else refused).append((name, answer))
    for _, answer in sent:
        assert imports.put(opened, answer.json()["file_id"], 0, picture).status_code == 200

    done = imports.finish(opened)

    assert all(answer.status_code == 422 for _, answer in refused)
    assert done["assets_made"] == len(sent) > 0
    assert {row["name"] for row in imports.assets(limit=500)["items"]} == {name for name, _ in sent}


def test_links_are_not_followed_out_of_the_folder(imports: Imports, drop: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(b"\x89PNG\r\n\x1a\nsecret")
    (drop / "in").mkdir()
    (drop / "in" / "link.png").symlink_to(outside)
    (drop / "in" / "up").symlink_to(tmp_path)

    done = imports.folder("in", root=0)

    assert {line["code"] for line in imports.report(done)} == {"source.symlink"}
    for path in ("../", "in/../..", "/etc", "in/up", "nothing"):
        answer = imports.client.post(
            f"{imports.town.url}/imports", json={"source": {"kind": "folder", "root": 0, "path": path}}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "import.root_unknown"), path


def test_broken_annotations_are_named_one_by_one(imports: Imports, drop: Path) -> None:
    folder = shared("malicious/annotations")
    pyvips.Image.black(100, 100).pngsave(str(drop / "x.png"))
    for name in ("coco_bad_geometry.json", "coco_nan.json"):
        body = json.loads((folder / name).read_text())
        one = drop / name.removesuffix(".json")
        one.mkdir()
        (one / name).write_bytes((folder / name).read_bytes())
        for image in body["images"]:
            width, height = image.get("width") or 100, image.get("height") or 100
            pyvips.Image.black(width, height).jpegsave(str(one / Path(image["file_name"]).name))

        done = imports.folder(one.name, root=0)

        lines = [line for line in imports.report(done) if line["file"] == name]
        print(name, [(line["level"], line["code"], line["object"]) for line in lines], done["objects_made"])
        assert sum(line["level"] in ("refused", "repaired") for line in lines) >= 2
        assert all(line["object"] for line in lines if line["level"] == "refused" and "annotations/" in line["message"])
