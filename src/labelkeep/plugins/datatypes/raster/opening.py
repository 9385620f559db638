"""Opening untrusted pictures with libvips, inside a child only: limits before decoding, upright, in true colours."""

from dataclasses import dataclass
from typing import Any

from labelkeep.infra.sandbox.errors import MediaRefused
from labelkeep.plugins.datatypes.raster import headers, sniffing
from labelkeep.plugins.datatypes.raster.headers import Declared
from labelkeep.plugins.datatypes.raster.vips import vips

_HONEST_PIXELS_PER_BYTE = 4_000
_SUSPECT_PIXELS = 50_000_000
_MOST_HELD_BYTES = 1 << 30
_BOARD_SQUARE, _BOARD_LIGHT, _BOARD_DARK = 16, 0.8, 0.6
_ROLLED = ("image/gif", "image/webp")


@dataclass(frozen=True)
class Source:
    """A file that passed the checks of its header: bytes, media type, size and pages that it declares."""

    data: memoryview
    media_type: str
    declared: Declared

    def load(self, page: int = 0, pages: int = 1) -> Any:
        """Open a page (or ``pages`` of them on one roll, -1 for all) to be read once from top to bottom."""
        options: dict[str, Any] = {} if self.media_type in {"image/jpeg", "image/png"} else {"page": page, "n": pages}
        return _read(self.data, fail_on="error", **options)

    @property
    def rolled(self) -> bool:
        """Whether the frames build upon each other, so that they must be read on one roll."""
        return self.media_type in _ROLLED and len(self.declared.pages) > 1


def open_source(payload: Any, name: str, max_pixels: int, max_pages: int) -> Source:
    """Check a file by its content and header. Raises ``MediaRefused`` before anything is decoded."""
    data = memoryview(payload)
    head = bytes(data[: sniffing.HEAD_BYTES])
    media_type = sniffing.picture_type(head)
    if media_type is None:
        raise MediaRefused(*sniffing.refusal(head, name))
    declared = headers.declared(data, media_type, max_pages)
    if declared is None:
        declared = _asked(data)
    _bounded(declared, len(data), max_pixels, max_pages)
    headers.intact(data, media_type)
    return Source(data, media_type, declared)


def _read(data: memoryview, **options: Any) -> Any:
    # A source reads the shared memory in place; a buffer would be copied.
    source = vips.Source.new_from_memory(data)
    return vips.Image.new_from_source(source, "", access="sequential", **options)


def _asked(data: memoryview) -> Declared:
    image = _read(data)
    return Declared(image.width, image.height, tuple(range(image.get_n_pages())))


def _bounded(declared: Declared, size: int, max_pixels: int, max_pages: int) -> None:
    if len(declared.pages) > max_pages:
        raise MediaRefused("media.too_large", f"This file has more than {max_pages} pages; split it.")
    area = declared.width * declared.height
    pixels = area * len(declared.pages)
    if pixels > max_pixels:
        stated = f"{declared.width} x {declared.height} pixels, {len(declared.pages)} page(s)"
        raise MediaRefused(
            "media.too_large", f"This file declares {stated}; the limit is {max_pixels:,} pixels in all."
        )
    if area > _SUSPECT_PIXELS and area > _HONEST_PIXELS_PER_BYTE * size:
        stated = f"{area // 1_000_000} megapixels in {size:,} bytes"
        raise MediaRefused("media.bomb", f"This file declares {stated}: that is a blank picture or an attack.")


def orientation_of(image: Any) -> int:
    """Return the EXIF orientation, 1 to 8; anything else in the file counts as 1."""
    if image.get_typeof("orientation") == 0:
        return 1
    value = image.get("orientation")
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def has_profile(image: Any) -> bool:
    """Say whether an ICC profile is embedded."""
    return image.get_typeof("icc-profile-data") != 0


def upright(image: Any) -> Any:
    """Apply the EXIF orientation. All but 1 and 2 read the picture out of order, so it is held whole."""
    orientation = orientation_of(image)
    if orientation == 1:
        return image
    if orientation > 2:
        each = 2 if image.format == "ushort" else 1
        if image.width * image.height * image.bands * each > _MOST_HELD_BYTES:
            raise MediaRefused(
                "media.too_large", "This picture is stored turned and is too large to turn; store it upright."
            )
        image = image.copy_memory()
    return image.autorot()


def coloured(image: Any) -> Any:
    """Return the picture in grey or sRGB, 8 or 16 bits, with its alpha band if it has one.

    Grey stays grey, without its profile; CMYK without a profile is read by a general one. Raises ``MediaRefused``
    for values that are neither 8- nor 16-bit unsigned and for more than three colours.
    """
    if image.format not in {"uchar", "ushort"}:
        words = f"This picture holds {image.format} values; convert it to 8 or 16 bits without sign."
        raise MediaRefused("media.unsupported", words)
    kind = image.interpretation
    if kind in {"b-w", "grey16"} or image.bands - image.hasalpha() <= 1:
        return image
    if kind == "cmyk":
        return _transformed(image, "cmyk")
    if image.bands - image.hasalpha() != 3 or kind == "multiband":
        raise MediaRefused(
            "media.unsupported", f"This picture has {image.bands} channels; this version shows grey and colour."
        )
    if has_profile(image):
        return _transformed(image, "srgb")
    return image if kind in {"srgb", "rgb", "rgb16"} else image.colourspace("srgb")


def _transformed(image: Any, fallback: str) -> Any:
    depth = 16 if image.format == "ushort" else 8
    try:
        return image.icc_transform("srgb", embedded=True, input_profile=fallback, depth=depth)
    except vips.Error:  # a damaged profile must not cost the picture
        image = image.copy()
        image.remove("icc-profile-data")
        return image.icc_transform("srgb", input_profile=fallback, depth=depth)


def on_board(image: Any, window: tuple[float, float] | None) -> Any:
    """Lay a picture with alpha over a checkerboard of greys inside the default window; others pass as they are."""
    if not image.hasalpha():
        return image
    high = 65535.0 if image.format == "ushort" else 255.0
    low, top = window or (0.0, high)
    light, dark = (low + (top - low) * part for part in (_BOARD_LIGHT, _BOARD_DARK))
    cell = vips.Image.black(_BOARD_SQUARE, _BOARD_SQUARE)
    pair = (cell + light).join(cell + dark, "horizontal")
    square = pair.join(pair.fliphor(), "vertical")
    wide, tall = -(-image.width // square.width), -(-image.height // square.height)
    board = square.replicate(wide, tall).crop(0, 0, image.width, image.height)
    colours, alpha = image.extract_band(0, n=image.bands - 1), image.extract_band(image.bands - 1)
    mixed = (colours * alpha + board * (alpha * -1 + high)) / high
    return mixed.rint().cast(image.format).copy(interpretation=image.interpretation)
