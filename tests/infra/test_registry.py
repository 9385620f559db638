import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol, runtime_checkable

import pytest

from labelkeep.infra.registry import PluginRefused, discover


@runtime_checkable
class Greeting(Protocol):
    name: str

    def greet(self) -> str: ...


Make = Callable[..., ModuleType]
GOOD = "class K:\n    name = {name!r}\n    def greet(self): return 'hello from ' + self.name\nKIND = K()\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Return a function that makes a package of the given modules."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made: list[str] = []

    def make(**modules: str) -> ModuleType:
        name = f"greetings_{len(made)}_{tmp_path.name}"
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        for module, text in modules.items():
            (tmp_path / name / f"{module}.py").write_text(text)
        made.append(name)
        return import_module(name)

    yield make
    for name in [found for found in sys.modules if found.split(".")[0] in made]:
        del sys.modules[name]


def test_every_module_of_the_package_is_found_by_its_name(package: Make) -> None:
    greetings = package(b=GOOD.format(name="zulu"), a=GOOD.format(name="alfa"))

    found = discover(greetings, Greeting)

    assert list(found) == ["alfa", "zulu"]
    assert found["zulu"].greet() == "hello from zulu"


def test_a_package_beside_the_plugins_is_passed_over(package: Make) -> None:
    greetings = package(a=GOOD.format(name="alfa"))
    parts = Path(greetings.__path__[0]) / "parts"
    parts.mkdir()
    (parts / "__init__.py").write_text("raise RuntimeError('looked into')")

    assert list(discover(greetings, Greeting)) == ["alfa"]


def test_an_empty_package_has_no_plugins(package: Make) -> None:
    assert discover(package(), Greeting) == {}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "has no KIND"),
        ("class K:\n    name = 'x'\nKIND = K()\n", "is not a Greeting"),
        (GOOD.format(name="x").replace("K()", "K"), "is not a Greeting"),
        ("class K:\n    def greet(self): ...\nKIND = K()\n", "is not a Greeting"),
        (GOOD.format(name=""), "has no name"),
        (GOOD.format(name=3), "has no name"),
    ],
)
def test_a_module_that_does_not_fit_stops_the_start(package: Make, text: str, word: str) -> None:
    with pytest.raises(PluginRefused, match=word):
        discover(package(bad=text, good=GOOD.format(name="good")), Greeting)


def test_two_modules_with_one_name_stop_the_start(package: Make) -> None:
    with pytest.raises(PluginRefused, match="'twin'"):
        discover(package(a=GOOD.format(name="twin"), b=GOOD.format(name="twin")), Greeting)


def test_a_module_that_cannot_be_imported_stops_the_start(package: Make) -> None:
    with pytest.raises(ZeroDivisionError):
        discover(package(bad="1 / 0"), Greeting)
