"""Runs gates: a gate is a module ``bench/gates/<name>.py`` with ``run(reduced, seed)`` that measures and judges.

``run`` returns ``{"passed": bool, "figures": {...}}``. A long gate takes a third argument ``progress`` (``Progress``)
and goes on where it stopped. A module with ``BENCH = True`` also belongs to ``make bench``. Only whole runs write
``bench/proofs/<gate>.json``.
"""

import argparse
import inspect
import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]


class Progress:
    """Remembers finished parts of a gate in a file, so that a stopped run goes on; belongs to one seed and commit."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def get(self, part: str) -> Any:
        """What ``part`` gave, or None when it has not run."""
        return self._done.get(part)

    def keep(self, part: str, result: Any) -> None:
        """Remember what ``part`` gave (JSON-ready) before the next part starts; survives a kill."""
        self._done[part] = result
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(self._done), "utf-8")
        fresh.replace(self._path)

    def forget(self) -> None:
        """Drop everything: the gate came to its end."""
        self._path.unlink(missing_ok=True)


def gates(folder: Path) -> dict[str, Path]:
    """Every gate by name."""
    return {path.stem: path for path in sorted(folder.glob("*.py")) if not path.stem.startswith("_")}


def load(path: Path) -> ModuleType:
    """Import a gate; files beside it and the folder ``bench`` can be imported by it."""
    for folder in (path.parents[1], path.parent):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    spec = spec_from_file_location(f"gate_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is not a Python file.")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def commit() -> str:
    """Commit of the checkout, with ``+changes`` when the tree differs from it."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    # Proofs are written by this script, one after another: they are not a change of what is measured.
    dirty = [line for line in git("status", "--porcelain").splitlines() if "bench/proofs/" not in line]
    return (git("rev-parse", "HEAD") or "unknown") + ("+changes" if dirty else "")


def machine() -> str:
    """The machine in words: cores, memory, kind of processor, system. No names, no paths."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        kind = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    except OSError:
        kind = ""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    kind = kind or platform.machine()
    return f"{cores} cores, {memory:.0f} GiB, {kind}, {platform.system()}, Python {platform.python_version()}"


def run(path: Path, *, reduced: bool, seed: int, progress_folder: Path) -> dict[str, Any]:
    """Run one gate and return its proof; a gate that says neither passed nor failed is an error."""
    module = load(path)
    at_commit = commit()
    began = time.monotonic()
    arguments: dict[str, Any] = {"reduced": reduced, "seed": seed}
    size = "reduced" if reduced else "whole"
    progress = Progress(progress_folder / f"{path.stem}-{size}-{seed}-{at_commit[:12]}.json")
    if "progress" in inspect.signature(module.run).parameters:
        arguments["progress"] = progress
    result = module.run(**arguments)
    if not isinstance(result, dict) or not isinstance(result.get("passed"), bool) or "figures" not in result:
        raise SystemExit(f'{path.stem}.run must return {{"passed": true or false, "figures": {{...}}}}.')
    progress.forget()
    return {
        "gate": path.stem,
        "passed": result["passed"],
        "figures": result["figures"],
        "size": size,
        "seed": seed,
        "seconds": round(time.monotonic() - began, 1),
        "commit": at_commit,
        "machine": machine(),
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def chosen(arguments: argparse.Namespace, known: dict[str, Path]) -> list[Path]:
    """The gates that the command line asks for; SystemExit with the known names when there is no such gate."""
    if arguments.bench:
        return [path for path in known.values() if getattr(load(path), "BENCH", False)]
    if arguments.gate == "all":
        return list(known.values())
    if arguments.gate not in known:
        raise SystemExit(f"There is no gate {arguments.gate!r}; GATE= takes all, {', '.join(known) or 'none yet'}.")
    return [known[arguments.gate]]


def main() -> int:
    """Run what was asked for; exit code 1 when a gate failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gate", nargs="?", default="", help="name of a gate, or all")
    parser.add_argument("--bench", action="store_true", help="every gate that measures a budget")
    parser.add_argument("--reduced", action="store_true", help="the size that make test uses; writes no proof")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / "bench", help="holds gates/ and proofs/")
    arguments = parser.parse_args()
    green = True
    for path in chosen(arguments, gates(arguments.folder / "gates")):
        proof = run(
            path,
            reduced=arguments.reduced,
            seed=arguments.seed,
            progress_folder=arguments.folder / "proofs" / ".progress",
        )
        print(json.dumps(proof, indent=2, ensure_ascii=False))
        green &= proof["passed"]
        if not arguments.reduced:
            target = arguments.folder / "proofs" / f"{path.stem}.json"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(proof, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0 if green else 1


if __name__ == "__main__":
    sys.exit(main())
