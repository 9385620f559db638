"""Every hostile file, in one import: each has its line, nothing crashes, the project stays usable."""

import json
import time

import pytest
from domain.assets.conftest import SHARED, Imports, shared

from labelkeep.infra.sandbox import REFUSALS

KEPT = {"images/bomb_real.png", "images/text_bomb.png", "images/png_named.jpg", "images/polyglot_jpg_zip.jpg",
        "images/exif_xss_loop.jpg", "images/polyglot_gif_js.gif", "images/ifd_loop.tif"}  # fmt: skip
"""Pictures that their manifest lets be accepted, because they are cut anew and served as tiles."""


def manifest() -> dict[str, str]:
    shared("malicious")
    files = json.loads((SHARED / "malicious" / "MANIFEST.json").read_text())["files"]
    return {each["file"]: each["expect"] for each in files}


def check(imports: Imports, done: dict, seconds: float) -> None:
    lines: dict[str, list[dict]] = {}
    for line in imports.report(done):
        lines.setdefault(line["file"], []).append(line)
    for k in sorted(lines):
        print(k, [(l["level"], l["code"], l["message"][:90]) for l in lines[k]][:4], len(lines[k]))
    print(done, seconds)
    assert done["state"] == "done"


def test_folder_of_hostile_files_is_reported_file_by_file(imports: Imports) -> None:
    expected = manifest()
    before = time.monotonic()

    done = imports.folder("malicious")

    check(imports, done, time.monotonic() - before)
    assert False
