import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelkeep.infra.sandbox import MediaRefused
from labelkeep.plugins.datatypes.raster.headers import declared, intact

TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff")


def chunk(kind: str, data: bytes = b"") -> Any:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: Any) -> Any:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IEND")


def tiff(directories: Any, loop_to: Any = None) -> Any:
    """Return a TIFF of directories [{tag: value}]; the last one points to directory ``loop_to`` or to nothing."""
    starts, at = [], 8
    for tags in directories:
        starts.append(at)
        at += 2 + 12 * len(tags) + 4
    following = [*starts[1:], 0 if loop_to is None else starts[loop_to]]
    out = b"II*\x00" + struct.pack("<I", 8)
    for tags, after in zip(directories, following, strict=True):
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(tags.items()))
        out += struct.pack("<H", len(tags)) + entries + struct.pack("<I", after)
    return out


def gif(frames: Any) -> Any:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", 7, 5, 0, 0, 0) + frame * frames + b";"


def test_a_png_states_its_size() -> None:
    found = declared(png(60_000, 50_000), "image/png", 10)
    assert (found.width, found.height) == (60_000, 50_000)


def test_directories_that_run_in_a_circle_are_counted_once() -> None:
    data = tiff([{256: 8, 257: 9}, {256: 20, 257: 3}], loop_to=0)
    found = declared(data, "image/tiff", 10)
    assert (found.width, found.height, found.pages) == (20, 9, (0, 1))


def test_overviews_and_masks_of_a_tiff_are_no_pages() -> None:
    data = tiff([{256: 800, 257: 800}, {254: 1, 256: 400, 257: 400}, {254: 4, 256: 800, 257: 800}, {256: 8, 257: 8}])
    assert declared(data, "image/tiff", 10).pages == (0, 3)


@pytest.mark.parametrize(
    ("data", "media_type"), [(gif(11), "image/gif"), (tiff([{256: 1, 257: 1}] * 11), "image/tiff")]
)
def test_more_pages_than_the_limit_are_refused(data: bytes, media_type: str) -> None:
    assert len(declared(data, media_type, 11).pages) == 11
    with pytest.raises(MediaRefused, match="more than 10 pages") as caught:
        declared(data, media_type, 10)
    assert caught.value.code == "media.too_large"


def test_a_million_frames_are_counted_to_the_limit_only() -> None:
    with pytest.raises(MediaRefused, match="more than 2000 pages"):
        declared(gif(1_000_000), "image/gif", 2000)


@pytest.mark.parametrize("data", [png(0, 5), png(5, 0)])
def test_a_picture_without_pixels_is_broken(data: bytes) -> None:
    with pytest.raises(MediaRefused, match="without pixels"):
        declared(data, "image/png", 1)


def test_a_png_whose_checksum_does_not_fit_or_whose_end_is_missing_is_broken() -> None:
    whole = png(4, 4, chunk(b"IDAT", b"data"))
    intact(whole, "image/png")
    with pytest.raises(MediaRefused, match="checksum"):
        intact(whole[:-30] + b"x" + whole[-29:], "image/png")
    with pytest.raises(MediaRefused, match="truncated"):
        intact(whole[:-6], "image/png")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TYPES), st.binary(max_size=200))
def test_noise_gives_a_size_or_a_typed_refusal(media_type: str, noise: Any) -> None:
    magic = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/gif": b"GIF89a"}
    data = magic.get(media_type, b"II*\x00" if media_type == "image/tiff" else b"RIFF\x00\x00\x00\x00WEBP") + noise
    try:
        found = declared(data, media_type, 50)
    except MediaRefused:
        return
    assert found.width > 0
    assert found.height > 0
    assert len(found.pages) <= 50
