"""Each hostile file by itself: under 2 seconds of processor, and under 256 MiB above idle, whatever it is."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.assets.conftest import SHARED, Imports
from domain.assets.test_hostile import manifest

SECONDS, MIB = 2.0, 256
LONGEST = 20.0
"""Wall seconds: generous, for tests run beside each other."""
_PROC = Path("/proc")
_TICK = os.sysconf("SC_CLK_TCK")


def children(roots: set[int]) -> set[int]:
    """Return these processes and all below them."""
    found, left = set[int](), set(roots)
    parents: dict[int, set[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (fields := stat(int(entry.name))):
            parents.setdefault(int(fields[1]), set()).add(int(entry.name))
    while left:
        pid = left.pop()
        found.add(pid)
        left |= parents.get(pid, set()) - found
    return found


def stat(pid: int) -> list[str]:
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def processor_seconds(pids: set[int]) -> float:
    """Return what they have used, with their ended children."""
    return sum(sum(map(int, fields[11:15])) for pid in pids if (fields := stat(pid))) / _TICK


def memory(pid: int, field: str = "VmHWM") -> float:
    """Return a process's peak (or present, ``VmRSS``) resident size in MiB; 0 when it has gone."""
    try:
        text = (_PROC / str(pid) / "status").read_text()
    except OSError:
        return 0.0
    return int(text.split(field + ":")[1].split()[0]) / 1024 if field + ":" in text else 0.0


class Taken:
    """What one import took: seconds of processor, seconds of wall, MiB above idle in this process and in children."""

    seconds = 0.0
    wall = 0.0
    here = 0.0
    below = 0.0


@contextmanager
def taken() -> Iterator[Taken]:
    """Measure; a child's own peak is in /proc, so it is enough to see each of them once near its end."""
    found, stop, own = Taken(), threading.Event(), os.getpid()
    standing = {pid: memory(pid, "VmRSS") for pid in children({own})}
    (_PROC / "self" / "clear_refs").write_text("5")
    spent, began = processor_seconds(set(standing)), time.monotonic()

    def watch() -> None:
        while not stop.wait(0.01):
            for pid in children({own}) - {own}:
                parent = stat(pid)[1:2]
                idle = standing.get(pid) or (standing.get(int(parent[0]), 0.0) if parent else 0.0)
                found.below = max(found.below, memory(pid) - idle)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield found
    finally:
        stop.set()
        watcher.join()
        found.wall = time.monotonic() - began
        found.seconds = processor_seconds(children({own})) - spent
        found.here = memory(own) - standing[own]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_each_hostile_file_stays_below_two_seconds_and_256_mib(imports: Imports, drop: Path) -> None:
    names = manifest()
    _ready(imports, drop)
    beyond: list[tuple[str, str, float]] = []
    for number, name in enumerate(names):
        target = drop / str(number) / name
        target.parent.mkdir(parents=True)
        shutil.copyfile(SHARED / "malicious" / name, target)

        with taken() as found:
            done = imports.folder(str(number), root=0)

        assert done["state"] == "done", name
        assert imports.report(done), name
        beyond += [(name, "processor seconds", found.seconds)] if found.seconds >= SECONDS else []
        beyond += [(name, "wall seconds", found.wall)] if found.wall >= LONGEST else []
        beyond += [(name, "MiB", max(found.here, found.below))] if max(found.here, found.below) >= MIB else []

    assert beyond == []


def _ready(imports: Imports, drop: Path) -> None:
    """Start what children are forked from: it is idle from then on."""
    folder = drop / "first"
    folder.mkdir()
    shutil.copyfile(SHARED / "images/special/i_trns.png", folder / "a.png")
    (folder / "a.json").write_text('{"images": [{"id": 1, "file_name": "a.png"}], "annotations": [], "categories": []}')
    assert imports.folder("first", root=0)["assets_made"] == 1
