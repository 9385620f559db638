"""The size watch sees long files, wants reasons and forgets none."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "sizes.toml").write_text("[allowed]\n")
    return tmp_path


def watch(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "sizes.py"), str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_this_project_keeps_its_files_short() -> None:
    seen = watch(ROOT)

    assert seen.returncode == 0, seen.stderr


def test_a_long_file_fails_by_name(tree: Path) -> None:
    (tree / "long.py").write_text("x = 1\n" * 501)

    seen = watch(tree)

    assert seen.returncode == 1
    assert "long.py has 501 lines" in seen.stderr


def test_a_reason_allows_a_long_file(tree: Path) -> None:
    (tree / "long.py").write_text("x = 1\n" * 501)
    (tree / "sizes.toml").write_text('[allowed]\n"long.py" = "generated"\n')

    assert watch(tree).returncode == 0


def test_a_reason_for_a_short_file_is_stale(tree: Path) -> None:
    (tree / "short.py").write_text("x = 1\n")
    (tree / "sizes.toml").write_text('[allowed]\n"short.py" = "once long"\n')

    assert "short.py" in watch(tree).stderr


def test_past_three_hundred_lines_is_only_a_warning(tree: Path) -> None:
    (tree / "middle.py").write_text("x = 1\n" * 301)

    seen = watch(tree)

    assert seen.returncode == 0
    assert "warning: middle.py has 301 lines" in seen.stdout
