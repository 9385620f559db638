"""Whole imports: by HTTP, the job run to its end."""

from pathlib import Path

import pyvips

from domain.assets.conftest import Imports, shared


def picture(path: Path, width: int = 64, height: int = 48) -> None:
    pyvips.Image.black(width, height).linear(1, 128).cast("uchar").pngsave(str(path))


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


def test_blood_cells_keep_every_box(imports_on_both: Imports) -> None:
    shared("images/bccd_voc")

    done = imports_on_both.folder("images/bccd_voc")

    assert (done["state"], done["assets_made"], done["objects_made"]) == ("done", 10, 181)
