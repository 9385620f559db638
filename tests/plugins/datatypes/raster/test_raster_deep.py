"""The stored form of more than 8 bits: exact, bounded, and shown by default without being opened."""

import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image

from labelkeep.infra.sandbox import Renderers
from labelkeep.plugins.datatypes.image import KIND, Display
from labelkeep.plugins.datatypes.raster import deep
from labelkeep.plugins.datatypes.raster.facts import DEEP, tile_type
from tests.plugins.datatypes.pictures import Cut, level_of, pixels, ramp16, saved, tile_of


@given(
    arrays(
        np.uint16,
        array_shapes(min_dims=3, max_dims=3, min_side=1, max_side=12).filter(lambda shape: shape[2] <= 4),
        elements=st.integers(0, 65535),
    )
)
def test_every_value_comes_back(values: Any) -> None:
    packed = deep.packed(values)

    assert tile_type(packed) == DEEP
    assert (deep.unpacked(packed, 12) == values).all()
    assert (pixels(packed).reshape(values.shape) == values).all()


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"",
        lambda data: data[:10],
        lambda data: data[:-9],
        lambda data: data[:20] + bytes(8) + data[28:],
        lambda data: data.replace(deep.MAGIC, b"LKDEEP2\n"),
        lambda data: deep.MAGIC + struct.pack("<HHH", 0, 8, 1) + data[14:],
        lambda data: deep.MAGIC + struct.pack("<HHH", 8, 8, 5) + data[14:],
        lambda data: deep.MAGIC + struct.pack("<HHH", 8, 9, 1) + data[14:],
        lambda data: deep.MAGIC + struct.pack("<HHH", 65535, 65535, 4) + zlib.compress(bytes(10_000_000)),
    ],
)
def test_what_is_no_such_tile_is_refused(change: Any) -> None:
    whole = deep.packed(np.arange(64, dtype=np.uint16).reshape(8, 8, 1))

    with pytest.raises(ValueError, match="tile"):
        deep.unpacked(change(whole), 8)


def test_no_more_is_unpacked_than_the_tile_says() -> None:
    bomb = deep.MAGIC + struct.pack("<HHH", 8, 8, 1) + zlib.compress(bytes(100_000_000))

    assert not deep.unpacked(bomb, 8).any()


def test_the_default_look_is_what_the_default_window_renders(cut: Cut, tile_renderers: Renderers) -> None:
    packed, index = cut(saved(Image.fromarray(ramp16()), "TIFF"))
    colour, of_colour = cut(saved(Image.fromarray(ramp16()), "TIFF"))

    for level in range(index.pages[0].levels):
        offset, length = index.look(0, level, 0, 0)
        tile = tile_of(packed, index, 0, level, 0, 0)
        look = packed[offset : offset + length]
        assert tile_type(tile) == DEEP
        assert look == KIND.render_tile(tile_renderers, tile, Display.of_window(index.facts.window))
    assert (level_of(packed, index) == ramp16()).all()
    assert colour == packed
    assert of_colour.usual == Display.of_window(index.facts.window)
