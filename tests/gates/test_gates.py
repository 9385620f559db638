"""Every gate passes at its reduced size; ``make prove GATE=name`` runs it whole."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROVE = ROOT / "scripts" / "prove.py"
NAMES = sorted(path.stem for path in (ROOT / "bench" / "gates").glob("*.py") if not path.stem.startswith("_"))
MINUTES = 5


def prove(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROVE), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=MINUTES * 60)


@pytest.mark.slow
@pytest.mark.timeout(MINUTES * 60)
@pytest.mark.parametrize("name", NAMES)
def test_gate_passes_at_its_reduced_size(name: str) -> None:
    seen = prove(name, "--reduced")

    assert seen.returncode == 0, seen.stdout[-3000:] + seen.stderr[-3000:]


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    (tmp_path / "gates").mkdir()
    return tmp_path


def test_a_whole_run_writes_a_proof(bench: Path) -> None:
    (bench / "gates" / "even.py").write_text(
        "def run(reduced, seed):\n    return {'passed': not reduced, 'figures': {'seed': seed}}\n"
    )

    seen = prove("even", "--seed", "7", "--folder", str(bench))

    proof = json.loads((bench / "proofs" / "even.json").read_text())
    assert seen.returncode == 0
    assert proof["passed"] is True
    assert proof["figures"] == {"seed": 7}
    assert {"commit", "machine", "seconds", "date"} <= proof.keys()


def test_a_reduced_run_writes_no_proof(bench: Path) -> None:
    (bench / "gates" / "even.py").write_text("def run(reduced, seed):\n    return {'passed': True, 'figures': {}}\n")

    prove("even", "--reduced", "--folder", str(bench))

    assert not (bench / "proofs" / "even.json").exists()


def test_a_failed_gate_is_red(bench: Path) -> None:
    (bench / "gates" / "odd.py").write_text("def run(reduced, seed):\n    return {'passed': False, 'figures': {}}\n")

    assert prove("odd", "--folder", str(bench)).returncode == 1


def test_a_stopped_gate_goes_on_where_it_was(bench: Path) -> None:
    (bench / "gates" / "long.py").write_text(
        "def run(reduced, seed, progress):\n"
        "    if progress.get('first') is None:\n"
        "        progress.keep('first', 41)\n"
        "        raise KeyboardInterrupt\n"
        "    return {'passed': True, 'figures': {'first': progress.get('first')}}\n"
    )
    prove("long", "--folder", str(bench))

    prove("long", "--folder", str(bench))

    assert json.loads((bench / "proofs" / "long.json").read_text())["figures"] == {"first": 41}
    assert list((bench / "proofs" / ".progress").iterdir()) == []


def test_an_unknown_gate_is_named_with_the_known_ones(bench: Path) -> None:
    (bench / "gates" / "even.py").write_text("")

    seen = prove("uneven", "--folder", str(bench))

    assert seen.returncode != 0
    assert "takes all, even." in seen.stderr
