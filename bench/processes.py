"""What processes cost, from /proc: processor time of whole trees, memory as PSS, load of the machine."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def load() -> float:
    """Return the load average of the last minute."""
    return round(os.getloadavg()[0], 2)


def tree(roots: Iterable[int]) -> set[int]:
    """Return the processes below ``roots``, and themselves, that live now."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            fields = _fields(int(entry.name))
            if fields:
                children.setdefault(int(fields[1]), []).append(int(entry.name))
    found: set[int] = set()
    left = list(roots)
    while left:
        pid = left.pop()
        if pid not in found:
            found.add(pid)
            left += children.get(pid, [])
    return found


def cpu_seconds(roots: Iterable[int]) -> float:
    """Return user and system time that the trees have used so far, their ended children included."""
    total = 0
    for pid in tree(roots):
        fields = _fields(pid)
        # utime, stime, and the same of children that have ended and were waited for
        total += sum(int(field) for field in fields[11:15]) if fields else 0
    return total / TICK


def settle(roots: Iterable[int], seconds: float = 60) -> None:
    """Wait until the trees rest, so what starts has started: less than a twentieth of a core over half a second."""
    given, until = list(roots), time.monotonic() + seconds
    used = cpu_seconds(given)
    while time.monotonic() < until:
        time.sleep(0.5)
        before, used = used, cpu_seconds(given)
        if used - before < 0.025:
            return


def pss_mib(roots: Iterable[int], *, below: bool = True) -> float:
    """Return the proportional set size of the trees (or of the roots alone) in MiB: shared pages count once."""
    total = 0
    for pid in tree(roots) if below else roots:
        try:
            text = (PROC / str(pid) / "smaps_rollup").read_text()
        except OSError:
            continue
        total += int(text.split("\nPss:")[1].split()[0])
    return round(total / 1024, 1)


def thread_seconds(pid: int) -> float:
    """Return the processor time of a process with one thread, to the nanosecond (a database backend)."""
    return int((PROC / str(pid) / "schedstat").read_text().split()[0]) / 1e9


def _fields(pid: int) -> list[str]:
    """Return the fields of ``stat`` after the name: state, parent, ...; none for a process that has gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
