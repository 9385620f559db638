"""A plug-in is used because its file is there: nothing lists it a second time."""

from pathlib import Path
from typing import Any

import pytest

from houses import Town
from labelkeep.core.settings import Settings
from labelkeep.entrypoints.assembly import assemble
from labelkeep.infra.registry import PluginRefused
from labelkeep.plugins import formats

GOOD = """
from labelkeep.plugins.formats.coco import Coco
class Mine(Coco):
    name = "mine"
KIND = Mine()
"""


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second folder of the formats' package."""
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    return tmp_path


def _house(town: Town, home: Path) -> dict[str, Any]:
    house = assemble(Settings(home=home), town.house.urls)
    found = house.parts["formats"]
    house.close()
    return found


def test_a_new_file_is_a_new_format(fast_town: Town, beside: Path) -> None:
    (beside / "mine.py").write_text(GOOD)

    assert list(_house(fast_town, fast_town.house.settings.home)) == ["coco", "jsonl", "mine", "voc", "yolo"]


def test_a_file_that_is_no_format_keeps_the_process_from_starting(fast_town: Town, beside: Path) -> None:
    (beside / "odd.py").write_text("KIND = 3\n")

    with pytest.raises(PluginRefused, match=r"formats\.odd"):
        _house(fast_town, fast_town.house.settings.home)
