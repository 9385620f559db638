import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from labelkeep.infra.sandbox import MediaRefused, Sandbox
from labelkeep.plugins.datatypes.image import KIND
from tests.plugins.datatypes.pictures import Cut, level_of

BROKEN = {"truncated_jpeg.jpg", "truncated_image.png"}
HANDLED = {
    "images/text_bomb.png", "images/png_named.jpg", "images/polyglot_jpg_zip.jpg", "images/exif_xss_loop.jpg",
    "images/ifd_loop.tif",
}  # fmt: skip


def test_every_special_and_every_photo_is_what_independent_readers_measured(
    shared_data: Path, picture_sandbox: Sandbox
) -> None:
    known = json.loads((shared_data / "facts.json").read_text())["images"]
    seen = 0
    for name, fact in known.items():
        if not name.startswith(("images/special", "images/photos")) or name.rsplit("/", 1)[1] in BROKEN:
            continue
        facts = KIND.describe(picture_sandbox, (shared_data / name).read_bytes(), name)
        size = fact["size"][::-1] if facts.orientation > 4 else fact["size"]
        assert ([facts.width, facts.height], facts.pages) == (size, fact["frames"]), name
        assert facts.orientation == fact.get("exif_orientation", 1), name
        assert facts.bits == (16 if fact["mode"] == "I;16" else facts.bits), name
        seen += 1
    assert seen > 20


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_truncated_file_is_marked_broken(shared_data: Path, cut: Cut, name: str) -> None:
    with pytest.raises(MediaRefused) as caught:
        cut((shared_data / "images/special" / name).read_bytes(), name)
    assert caught.value.code == "media.broken"


def test_the_drone_picture_tells_no_place_and_no_camera(shared_data: Path, cut: Cut) -> None:
    data = (shared_data / "images/special/gps_exif_drone.jpg").read_bytes()
    assert b"DJI" in data
    packed, _ = cut(data)
    for sign in (b"DJI", b"GPSL", b"Exif", b"drone", b"xmpmeta", b"FC6310", b"Serial", b"2020:"):
        assert sign.lower() not in packed.lower()


@pytest.mark.parametrize("name", ["exif_orientation_6.jpg", "hopper_orientation_3.webp"])
def test_a_turned_picture_stands_upright(shared_data: Path, cut: Cut, name: str) -> None:
    packed, index = cut((shared_data / "images/special" / name).read_bytes())
    shown = level_of(packed, index)
    if name.startswith("exif"):
        assert shown.shape == (1800, 1200, 3)
        return
    straight, _ = cut((shared_data / "images/special/hopper.webp").read_bytes()), None
    assert np.abs(level_of(*straight).astype(int) - shown.astype(int)).mean() < 12


def test_fourteen_megapixels_are_cut_in_little_memory(shared_data: Path, picture_sandbox: Sandbox) -> None:
    data = (shared_data / "images/special/big_bluemarble_5400x2700.jpg").read_bytes()
    usages = []
    facts = KIND.describe(picture_sandbox, data)
    size = sum(map(len, KIND.pack(KIND.pyramid(picture_sandbox, data, facts, report=usages.append))))
    assert 2_000_000 < size < 8_000_000
    assert usages[0].above_idle_mib < 100


def hostile(shared_data: Path) -> Any:
    manifest = json.loads((shared_data / "malicious/MANIFEST.json").read_text())["files"]
    return [(entry["file"], (shared_data / "malicious" / entry["file"])) for entry in manifest]


def test_every_hostile_file_is_refused_or_handled_quickly_and_in_little_memory(
    shared_data: Path, picture_sandbox: Sandbox
) -> None:
    refused, handled = {}, set()
    for name, path in hostile(shared_data):
        if not path.is_file():
            continue
        data, usages = path.read_bytes(), []
        started = time.monotonic()
        try:
            facts = KIND.describe(picture_sandbox, data, name, report=usages.append)
            list(KIND.pack(KIND.pyramid(picture_sandbox, data, facts, name, report=usages.append)))
            handled.add(name)
        except MediaRefused as error:
            refused[name] = error.code
            usages.append(error.usage)
        assert time.monotonic() - started < 2, name
        assert all(usage is not None and usage.above_idle_mib < 256 for usage in usages), name

    assert handled == HANDLED
    assert len(refused) + len(handled) > 55
    assert {code for name, code in refused.items() if not name.startswith("images/")} <= {
        "media.unsupported", "media.not_a_picture",
    }  # fmt: skip
    assert refused["images/bomb_header.png"] == "media.too_large"
    assert refused["images/huge_declared.jpg"] == "media.too_large"
    assert refused["images/huge_declared.tif"] == "media.too_large"
    assert refused["images/bomb_real.png"] == "media.bomb"
    assert refused["images/html_named.jpg"] == "media.not_a_picture"
    assert refused["images/script.svg"] == "media.unsupported"
    for name in ("truncated.jpg", "bad_crc.png", "zero_size.png", "empty.jpg", "polyglot_gif_js.gif"):
        assert refused["images/" + name] == "media.broken"


def test_the_tail_of_a_polyglot_is_not_served(shared_data: Path, cut: Cut) -> None:
    packed, _ = cut((shared_data / "malicious/images/polyglot_jpg_zip.jpg").read_bytes())
    assert b"PK\x03\x04" not in packed


def test_markup_in_metadata_is_not_served(shared_data: Path, cut: Cut) -> None:
    packed, _ = cut((shared_data / "malicious/images/exif_xss_loop.jpg").read_bytes())
    assert b"<script" not in packed
    assert b"onerror" not in packed
