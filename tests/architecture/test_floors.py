"""Floors, stairs and the other import contracts hold, and a planted breach is seen."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    program = (
        "import sys; sys.path.insert(0, 'src'); from importlinter import cli; cli.lint_imports_command(['--no-cache'])"
    )
    return subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__", "web")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignore)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def plant(root: Path, module: str, text: str) -> None:
    path = root / "src" / "labelkeep" / module
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(text)


def test_imports_keep_to_floors_and_stairs() -> None:
    seen = lint(ROOT)

    assert seen.returncode == 0, seen.stdout[-3000:]


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("infra/planted.py", "import labelkeep.domain\n"),
        ("core/planted.py", "import sqlalchemy\n"),
        ("infra/planted.py", "import fastapi\n"),
        ("domain/labels/planted.py", "import pymerkle\n"),
        ("domain/people/planted.py", "import labelkeep.domain.releases\n"),
        ("domain/odds_and_ends/planted.py", ""),
    ],
)
def test_a_planted_breach_is_seen(copy: Path, module: str, text: str) -> None:
    plant(copy, "domain/releases/rules.py", "")
    plant(copy, module, text)

    assert lint(copy).returncode == 1
