import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms, TiffImagePlugin

from labelkeep.infra.sandbox import MediaRefused, Sandbox
from labelkeep.plugins.datatypes.image import KIND
from labelkeep.plugins.datatypes.raster.facts import Page, Thumbnail, Tile, tile_type
from tests.plugins.datatypes.pictures import Cut, level_of, pixels, ramp16, sample, saved, tile_of


def difference(left: Any, right: Any) -> Any:
    return np.abs(left.astype(int) - right.astype(int))


def test_a_photograph_becomes_levels_of_tiles_that_together_are_the_photograph(cut: Cut) -> None:
    packed, index = cut(sample("retina.jpg"))
    original = np.asarray(Image.open(io.BytesIO(sample("retina.jpg"))))

    assert [index.pages[0].size(level) for level in range(index.pages[0].levels)] == [
        (177, 177), (353, 353), (706, 706), (1411, 1411),
    ]  # fmt: skip
    assert difference(level_of(packed, index), original).mean() < 1.5
    for level, side in enumerate((177, 353, 706)):
        small = np.asarray(Image.open(io.BytesIO(sample("retina.jpg"))).resize((side, side), Image.Resampling.BOX))
        assert difference(level_of(packed, index, level=level), small).mean() < 3
    assert index.facts.media_type == "image/jpeg"
    assert not index.facts.lossless


def test_tiles_are_256_pixels_without_overlap_and_smaller_at_the_far_edges(cut: Cut) -> None:
    packed, index = cut(sample("retina.jpg"))
    assert pixels(tile_of(packed, index, 0, 3, 0, 0)).shape == (256, 256, 3)
    assert pixels(tile_of(packed, index, 0, 3, 5, 5)).shape == (131, 131, 3)


@pytest.mark.parametrize("size", [(1, 1), (1, 700), (700, 1), (256, 256), (257, 257), (255, 513), (511, 1025)])
def test_any_size_is_cut_whole(cut: Cut, size: Any) -> None:
    width, height = size
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    drawn = np.stack([across % 256, down % 256, (across // 8 + down // 8) % 2 * 255], axis=-1).astype(np.uint8)
    packed, index = cut(saved(drawn, "PNG"))
    assert level_of(packed, index).shape == (height, width, 3)
    assert difference(level_of(packed, index), drawn).max() <= 60


def test_masks_and_drawings_stay_exact_and_photographs_stay_small(cut: Cut) -> None:
    mask = (np.add.outer(np.arange(600), np.arange(700)) // 37 % 5 * 60).astype(np.uint8)
    packed, index = cut(saved(mask, "PNG"))
    assert tile_type(tile_of(packed, index, 0, 2, 0, 0)) == "image/png"
    assert (level_of(packed, index) == mask).all()

    packed, index = cut(sample("astronaut.png"))
    assert tile_type(tile_of(packed, index, 0, 1, 0, 0)) == "image/jpeg"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_shown_upright(cut: Cut, orientation: int) -> None:
    upright = Image.fromarray(np.kron(np.arange(6, dtype=np.uint8).reshape(2, 3) * 40, np.ones((160, 100), np.uint8)))
    ways = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    stored = upright.transpose(ways[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation

    packed, index = cut(saved(stored, "JPEG", exif=exif, quality=95))

    assert (index.facts.width, index.facts.height, index.facts.orientation) == (300, 320, orientation)
    assert difference(level_of(packed, index), np.asarray(upright)).max() < 20


def test_nothing_served_carries_metadata(cut: Cut) -> None:
    exif = Image.Exif()
    exif[0x010F] = "MakerSecret"
    exif[0x010E] = "DescriptionSecret"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (45.0, 2.0, 25.0)
    exif.get_ifd(0x8769)[0xA431] = "SerialSecret"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.fromarray(np.full((300, 300, 3), 90, np.uint8))
    data = saved(picture, "JPEG", exif=exif, icc_profile=profile, comment=b"CommentSecret", xmp=b"<x:xmpmeta>XmpSecret")
    assert all(word in data for word in (b"MakerSecret", b"SerialSecret", b"XmpSecret", b"CommentSecret"))

    packed, index = cut(data)

    assert index.facts.icc
    for sign in (
        b"Secret",
        b"Exif",
        b"http://ns.adobe.com",
        b"ICC_PROFILE",
        b"xmpmeta",
        b"GPS",
        b"\xff\xe1",
        b"\xff\xe2",
    ):
        assert sign not in packed


def test_a_profile_is_applied_before_it_is_dropped(cut: Cut) -> None:
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    damaged = b"\x00" * 200
    picture = np.full((64, 64, 3), (200, 60, 60), np.uint8)
    for profile in (swapped[:100], damaged):
        packed, index = cut(saved(picture, "JPEG", icc_profile=profile, quality=95))
        assert difference(level_of(packed, index), picture).max() < 6, "a broken profile must not cost the picture"


def test_cmyk_is_shown_in_true_colours(cut: Cut) -> None:
    inks = {
        "cyan": (255, 0, 0, 0),
        "magenta": (0, 255, 0, 0),
        "yellow": (0, 0, 255, 0),
        "black": (0, 0, 0, 255),
        "paper": (0,) * 4,
    }
    shown = {}
    for name, ink in inks.items():
        packed, index = cut(saved(Image.new("CMYK", (64, 64), ink), "JPEG", quality=95))
        shown[name] = level_of(packed, index)[32, 32].astype(int)
        assert index.facts.colour == "cmyk"
    assert shown["cyan"][0] < 60
    assert 120 < shown["cyan"][1] < shown["cyan"][2]
    assert shown["magenta"][1] < 60
    assert shown["magenta"][0] > 200
    assert shown["yellow"][2] < 60
    assert shown["yellow"][0] > 220
    assert shown["black"].max() < 60
    assert shown["paper"].min() > 250


def test_grey_stays_grey(cut: Cut) -> None:
    packed, index = cut(sample("camera.png"))
    assert index.facts.colour == "grey"
    assert level_of(packed, index).ndim == 2
    assert difference(level_of(packed, index), np.asarray(Image.open(io.BytesIO(sample("camera.png"))))).mean() < 2


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparent_parts_show_a_checkerboard_and_opaque_parts_themselves(cut: Cut, mode: str) -> None:
    picture = Image.new(mode, (128, 128), (250, 10, 10, 0) if mode == "RGBA" else (250, 0))
    picture.paste((250, 10, 10, 255) if mode == "RGBA" else (250, 255), (0, 0, 64, 128))
    packed, index = cut(saved(picture, "PNG"))
    shown = level_of(packed, index)
    grey = shown if shown.ndim == 2 else shown[..., 1]
    assert index.facts.alpha
    assert np.abs(shown[5:60, 5:60].astype(int) - np.array((250, 10, 10) if mode == "RGBA" else 250)).max() < 12
    right = grey[:, 72:120].astype(int)
    assert {round(v, -1) for v in (right[8, 8], right[8, 24])} == {200, 150}
    assert abs(right[8, 8] - right[24, 24]) < 5


def test_half_transparent_is_mixed(cut: Cut) -> None:
    packed, index = cut(saved(Image.new("RGBA", (64, 64), (255, 255, 255, 128)), "PNG"))
    assert 200 < level_of(packed, index)[8, 8, 0] < 235


def test_a_palette_with_transparency_is_read(cut: Cut) -> None:
    picture = Image.fromarray(np.zeros((64, 64), np.uint8), "L").convert("P")
    picture.putpalette([0, 200, 0, 255, 0, 0])
    picture.paste(1, (32, 0, 64, 64))
    packed, index = cut(saved(picture, "PNG", transparency=1))
    shown = level_of(packed, index)
    assert index.facts.alpha
    assert tuple(shown[5, 5]) == (0, 200, 0)
    assert shown[5, 40, 0] == shown[5, 40, 1] > 140


def test_sixteen_bits_stay_sixteen_bits_and_get_a_sensible_window(cut: Cut) -> None:
    values = ramp16()
    packed, index = cut(saved(Image.fromarray(values), "TIFF"))

    assert index.facts.bits == 16
    assert (level_of(packed, index) == values).all()
    low, high = index.facts.window
    assert abs(low - 1040) < 10
    assert abs(high - 8960) < 10
    offset, length = index.thumbnail
    thumbnail = pixels(packed[offset : offset + length])
    assert thumbnail.shape == (256, 256)
    assert thumbnail.min() < 10
    assert thumbnail.max() > 245


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP"])
def test_frames_and_pages_are_pages(cut: Cut, kind: str) -> None:
    frames = [Image.new("RGB", (70, 50), colour) for colour in ((200, 0, 0), (0, 200, 0), (0, 0, 200))]
    options = {"lossless": True} if kind == "WEBP" else {}
    packed, index = cut(saved(frames[0], kind, save_all=True, append_images=frames[1:], **options))
    assert index.facts.pages == 3
    assert [int(level_of(packed, index, page)[25, 35].argmax()) for page in range(3)] == [0, 1, 2]
    assert (index.pages[2].width, index.pages[2].height) == (70, 50)


def test_pages_of_a_tiff_may_differ_in_size_and_overviews_are_left_out(cut: Cut) -> None:
    pages = [Image.new("L", size, 90) for size in ((300, 200), (150, 100), (40, 30))]
    overview = TiffImagePlugin.ImageFileDirectory_v2()
    overview[254] = 1
    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out) as writer:
        for page, tags in zip(pages, (None, overview, None), strict=True):
            page.save(writer, "TIFF", **({"tiffinfo": tags} if tags else {}))
            writer.newFrame()
    _, index = cut(out.getvalue())
    assert [(page.width, page.height) for page in index.pages] == [(300, 200), (40, 30)]


@pytest.mark.parametrize(("coding", "lossless"), [("jpeg", False), ("tiff_lzw", True)])
def test_a_tiff_coded_as_jpeg_is_not_called_lossless(picture_sandbox: Sandbox, coding: str, lossless: bool) -> None:
    data = saved(sampled(), "TIFF", compression=coding)
    assert KIND.describe(picture_sandbox, data).lossless == lossless


def test_strips_of_odd_height_are_read_in_order(cut: Cut) -> None:
    picture = Image.fromarray(np.random.default_rng(1).integers(0, 255, (700, 300), np.uint8))
    packed, index = cut(saved(picture, "TIFF", tiffinfo={278: 7}, compression="tiff_lzw"))
    assert difference(level_of(packed, index), np.asarray(picture)).mean() < 4


def test_interlaced_and_progressive_pictures_are_read(cut: Cut) -> None:
    for data in (saved(sampled(), "JPEG", progressive=True), saved(sampled(), "JPEG", quality=90)):
        packed, index = cut(data)
        assert difference(level_of(packed, index), np.asarray(sampled())).mean() < 4


def sampled() -> Any:
    return Image.open(io.BytesIO(sample("chelsea.png")))


def test_avif_is_read(cut: Cut) -> None:
    packed, index = cut(saved(sampled(), "AVIF", quality=90))
    assert index.facts.media_type == "image/avif"
    assert difference(level_of(packed, index), np.asarray(sampled())).mean() < 4


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (saved(np.zeros((8, 8), np.float32), "TIFF"), "float"),
        (saved(Image.fromarray(np.zeros((8, 8), np.int32)), "TIFF"), "int"),
    ],
)
def test_values_that_no_tile_can_hold_are_refused_by_name(picture_sandbox: Sandbox, data: bytes, words: str) -> None:
    with pytest.raises(MediaRefused, match=words) as caught:
        KIND.describe(picture_sandbox, data)
    assert caught.value.code == "media.unsupported"


def test_the_limit_on_pixels_counts_all_pages(picture_sandbox: Sandbox) -> None:
    frames = [Image.new("L", (100, 100), colour) for colour in (1, 99, 200)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert KIND.describe(picture_sandbox, data, max_pixels=30_000).pages == 3
    with pytest.raises(MediaRefused, match="the limit is 29,999") as caught:
        KIND.describe(picture_sandbox, data, max_pixels=29_999)
    assert caught.value.code == "media.too_large"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "AVIF"])
def test_a_file_cut_short_is_broken_never_half_a_pyramid(cut: Cut, kind: str) -> None:
    data = saved(sampled(), kind)
    for keep in (0.99, 0.7, 0.3, 0.01):
        with pytest.raises(MediaRefused) as caught:
            cut(data[: int(len(data) * keep)])
        assert caught.value.code == "media.broken"


def test_the_pieces_come_page_first_and_facts_last(picture_sandbox: Sandbox) -> None:
    data = sample("retina.jpg")
    facts = KIND.describe(picture_sandbox, data)
    pieces = list(KIND.pyramid(picture_sandbox, data, facts))
    assert pieces[0] == Page(0, 1411, 1411)
    assert pieces[-1] == facts
    assert sum(isinstance(piece, Tile) for piece in pieces) == 36 + 9 + 4 + 1
    assert sum(isinstance(piece, Thumbnail) for piece in pieces) == 1


@pytest.mark.parametrize("name", ["retina.jpg", "camera.png", "no_time_for_that_tiny.gif", "multipage.tif"])
def test_a_thumbnail_is_at_most_256_pixels_and_a_jpeg(cut: Cut, name: str) -> None:
    packed, index = cut(sample(name))
    offset, length = index.thumbnail
    encoded = packed[offset : offset + length]
    assert tile_type(encoded) == "image/jpeg"
    assert max(pixels(encoded).shape[:2]) == min(256, max(index.facts.width, index.facts.height))
