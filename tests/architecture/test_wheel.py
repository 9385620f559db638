"""The wheel carries what the program needs when no checkout and no Node are near."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytest.importorskip("hatchling", reason="hatchling is not installed: run scripts/setup test")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files that make the wheel, with a small stand-in for the built browser app."""
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "web"))
    for name in (
        "web/dist/index.html",
        "web/dist/assets/app-1.js",
        "web/package.json",
        "migrations/versions/0001_a.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    return tmp_path


def wheel_of(checkout: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(checkout / "out")]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def names_in_wheel(checkout: Path) -> set[str]:
    built = next((checkout / "out").glob("*.whl"))
    return set(zipfile.ZipFile(built).namelist())


def test_the_wheel_carries_browser_app_and_migrations(checkout: Path) -> None:
    made = wheel_of(checkout, dict(os.environ))

    assert made.returncode == 0, made.stderr
    names = names_in_wheel(checkout)
    assert "labelkeep/entrypoints/http/web/index.html" in names
    assert "labelkeep/entrypoints/http/web/assets/app-1.js" in names
    assert "labelkeep/migrations/versions/0001_a.py" in names


def test_the_wheel_carries_every_tracked_file_of_the_package(checkout: Path) -> None:
    wheel_of(checkout, dict(os.environ))

    command = ["git", "ls-files", "src/labelkeep"]
    tracked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    here = {name.removeprefix("src/") for name in tracked if (ROOT / name).exists()}
    assert here - names_in_wheel(checkout) == set()


def test_a_missing_browser_app_without_node_is_said_plainly(checkout: Path) -> None:
    shutil.rmtree(checkout / "web" / "dist")

    made = wheel_of(checkout, {**os.environ, "PATH": str(checkout)})

    assert made.returncode != 0
    assert "Node 20" in made.stderr


def test_the_browser_app_can_be_left_out(checkout: Path) -> None:
    shutil.rmtree(checkout / "web" / "dist")

    made = wheel_of(checkout, {**os.environ, "LABELKEEP_BUILD_WITHOUT_WEB": "1"})

    assert made.returncode == 0, made.stderr
    assert not any("http/web" in name for name in names_in_wheel(checkout))
