import threading
from typing import Any

import numpy as np
import pytest
from PIL import Image

from labelkeep.infra.sandbox import MediaRefused, Renderers
from labelkeep.plugins.datatypes.image import KIND, Display
from tests.plugins.datatypes.pictures import Cut, pixels, ramp16, sample, saved, tile_of


def test_a_tile_is_shown_through_window_gamma_and_inversion(cut: Cut, tile_renderers: Renderers) -> None:
    values = np.full((64, 64), 3000, np.uint16)
    values[:, 32:] = 5000
    packed, index = cut(saved(Image.fromarray(values), "TIFF"))
    tile = tile_of(packed, index, 0, 0, 0, 0)

    def shown(display: Any) -> Any:
        answer = pixels(KIND.render_tile(tile_renderers, tile, display))
        return int(answer[32, 8]), int(answer[32, 56])

    assert shown(Display(4000, 4000)) == pytest.approx((64, 191), abs=3)
    assert shown(Display(4000, 4000, invert=True)) == pytest.approx((191, 64), abs=3)
    assert shown(Display(4000, 1000)) == pytest.approx((0, 255), abs=3)
    assert shown(Display(4000, 4000, gamma=2)) == pytest.approx((128, 221), abs=3)
    assert shown(Display()) == pytest.approx((12, 19), abs=3)


def test_an_eight_bit_colour_tile_is_shown_through_a_display_too(cut: Cut, tile_renderers: Renderers) -> None:
    packed, index = cut(sample("astronaut.png"))
    tile = tile_of(packed, index, 0, 0, 0, 0)
    shown = pixels(KIND.render_tile(tile_renderers, tile, Display(invert=True)))
    assert np.abs(255 - shown.astype(int) - pixels(tile)).mean() < 4


def test_a_renderer_refuses_what_is_no_tile(tile_renderers: Renderers) -> None:
    for data in (b"<svg/>", b"", saved(np.zeros((2000, 2000), np.uint8), "PNG")):
        with pytest.raises(MediaRefused):
            KIND.render_tile(tile_renderers, data, Display())


def test_many_threads_render_at_once(cut: Cut, tile_renderers: Renderers) -> None:
    packed, index = cut(saved(Image.fromarray(ramp16()), "TIFF"))
    tile = tile_of(packed, index, 0, 2, 0, 0)
    expected = KIND.render_tile(tile_renderers, tile, Display(5000, 8000))
    same = []

    def work() -> None:
        same.extend(KIND.render_tile(tile_renderers, tile, Display(5000, 8000)) == expected for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert same == [True] * 160
