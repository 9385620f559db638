import math
from typing import Any

import pytest

from labelkeep.core.errors import Invalid
from labelkeep.plugins.datatypes.raster.display import Display


def test_a_display_survives_the_way_to_the_renderer() -> None:
    display = Display(100.5, 20, 2.2, invert=True)
    assert Display.from_json(display.to_json()) == display


@pytest.mark.parametrize(
    "wrong",
    [
        {"centre": 5.0},
        {"width": 5.0},
        {"centre": 1.0, "width": 0.0},
        {"centre": math.nan, "width": 1.0},
        {"centre": 1.0, "width": math.inf},
        {"gamma": 0.0},
        {"gamma": math.nan},
        {"gamma": 100.0},
        {"colour": "red"},
    ],
)
def test_a_display_that_means_nothing_is_refused(wrong: Any) -> None:
    with pytest.raises(Invalid):
        Display.from_json(wrong)


def test_only_what_a_display_changes_is_rendered() -> None:
    assert Display().changes(16)
    assert not Display().changes(8)
    assert Display(invert=True).changes(8)
    assert Display.of_window((10.0, 30.0)) == Display(20.0, 20.0)
    assert Display.of_window(None) == Display()
