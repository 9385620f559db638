"""Claim + submit of ten boxes by 16 annotators, beside Label Studio from its package, by one load script in one run.

Both stand on the same PostgreSQL 15 with its usual disk safety; Label Studio gets the best of several settings.
They are measured in turns, so that whatever else the machine does falls on both. Labelkeep is measured on its embedded
database too. The reduced form leaves Label Studio out and judges only what holds on any machine: nothing fails, nobody
gets a task twice, at most eight statements a cycle.
"""

from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import homes
import postgres
import processes
import studio

BENCH = True
RATIO, FAILURE, STATEMENTS, CPU_MS = 20, 10, 8, 6
TASKS = 10_000
ROUNDS = 3
SETTINGS = ((2, 1), (3, 1), (4, 1), (2, 4))
"""Workers and threads of gunicorn that are tried first."""


def run(reduced: bool, seed: int, progress: Any) -> dict[str, Any]:
    """Measure and judge."""
    with homes.folder() as folder:
        if reduced:
            return small(folder, seed)
        if not postgres.present():
            raise SystemExit("This gate needs Debian's PostgreSQL 15 (package postgresql-15).")
        if progress.get("beside") is None:
            progress.keep("beside", beside(folder, seed))
        if progress.get("embedded") is None:
            progress.keep("embedded", embedded(folder, seed, seconds=10))
        return judge(progress.get("beside"), progress.get("embedded"))


def small(folder: Path, seed: int) -> dict[str, Any]:
    """A few cycles of Labelkeep alone."""
    home = homes.make(folder / "home")
    homes.add_tasks(home, 300)
    with homes.served(home) as plan:
        seen = homes.annotate(plan, seed, cycles=200)
        counted = statements_of_labelkeep(home, plan, seed, 60)
    tasks = seen["tasks"]
    figures = {
        "cycles": seen["cycles"], "errors": seen["errors"], "assigned_twice": len(tasks) - len(set(tasks)),
        "statements_per_cycle": counted,
    }  # fmt: skip
    good = figures["cycles"] == 200 and not figures["errors"] and not figures["assigned_twice"]
    return {"passed": good and counted <= STATEMENTS, "figures": figures}


def embedded(folder: Path, seed: int, seconds: float) -> dict[str, Any]:
    """Labelkeep on its own database."""
    home = homes.make(folder / "embedded")
    homes.add_tasks(home, TASKS)
    with homes.served(home) as plan:
        rested(plan, home.database_pid, seed)
        return measure(plan, home.database_pid, seed + 1, seconds) | {
            "statements_per_cycle": statements_of_labelkeep(home, plan, seed + 2, 100)
        }


def beside(folder: Path, seed: int) -> dict[str, Any]:
    """Both in turns on one PostgreSQL 15."""
    with ExitStack() as stack:
        server = stack.enter_context(postgres.debian())
        theirs = studio.Filled(server, people=homes.ANNOTATORS, tasks=TASKS)
        home = homes.make(folder / "home", server.conninfo())
        homes.add_tasks(home, TASKS)
        tried = {f"{workers} workers, {threads} threads": attempt(theirs, server, workers, threads, seed)
                 for workers, threads in SETTINGS}  # fmt: skip
        best = max(tried, key=lambda name: tried[name])
        their_plan = stack.enter_context(theirs.served(*SETTINGS[list(tried).index(best)]))
        our_plan = stack.enter_context(homes.served(home))
        homes.annotate(their_plan, seed, seconds=6)
        rested(our_plan, server.pid, seed)
        rounds = [
            {
                "label_studio": measure(their_plan, server.pid, seed + 1 + n, 12),
                "labelkeep": measure(our_plan, server.pid, seed + 1 + n, 8),
            }
            for n in range(ROUNDS)
        ]
        with postgres.StatementCount(server.conninfo(), server.log, "postgres") as counted:
            cycles = homes.annotate(their_plan, seed + 9, cycles=48)["cycles"]
        return {
            "label_studio_tried_cycles_per_s": tried,
            "label_studio_best": best,
            "rounds": rounds,
            "label_studio_statements_per_cycle": round(len(counted.statements) / cycles, 1),
            "labelkeep_statements_per_cycle": statements_of_labelkeep(home, our_plan, seed + 9, 100, server),
        }


def attempt(theirs: studio.Filled, server: postgres.Server, workers: int, threads: int, seed: int) -> float:
    """Return Label Studio's cycles per second in one setting, warm."""
    with theirs.served(workers, threads) as plan:
        homes.annotate(plan, seed, seconds=5)
        return measure(plan, server.pid, seed, 6)["cycles_per_s"]


def rested(plan: dict[str, Any], database: int, seed: int) -> None:
    """Warm up, then wait until all of the server's processes have started: that is no part of a cycle's cost."""
    homes.annotate(plan, seed, seconds=3)
    processes.settle([plan["pid"], database])


def measure(plan: dict[str, Any], database: int, seed: int, seconds: float) -> dict[str, Any]:
    """Run the load and add what servers and database have cost for each cycle."""
    roots = [plan["pid"], database]
    whole, base = processes.cpu_seconds(roots), processes.cpu_seconds([database])
    seen = homes.annotate(plan, seed, seconds=seconds)
    whole, base = processes.cpu_seconds(roots) - whole, processes.cpu_seconds([database]) - base
    tasks, cycles = seen.pop("tasks"), max(seen["cycles"], 1)
    return {
        **{name: value if not isinstance(value, float) else round(value, 2) for name, value in seen.items()},
        "assigned_twice": len(tasks) - len(set(tasks)),
        "cpu_ms_per_cycle": round(whole / cycles * 1e3, 2),
        "of_it_database": round(base / cycles * 1e3, 2),
        "client_cpu_ms_per_cycle": round(seen["client_cpu_s"] / cycles * 1e3, 2),
        "pss_mib": processes.pss_mib(roots),
        "load": processes.load(),
    }


def statements_of_labelkeep(
    home: homes.Home, plan: dict[str, Any], seed: int, cycles: int, server: postgres.Server | None = None
) -> float:
    """Return how many statements the application sends for each cycle."""
    log = server.log if server else home.folder / "database" / "log"
    with home.admin() as admin, postgres.StatementCount(admin, log, "labelkeep_app") as counted:
        done = homes.annotate(plan, seed, cycles=cycles)["cycles"]
    return round(len(counted.statements) / max(done, 1), 2)


def judge(beside: dict[str, Any], embedded: dict[str, Any]) -> dict[str, Any]:
    """Compare with the budget."""
    rounds = beside["rounds"]
    ours, theirs = ([each[name] for each in rounds] for name in ("labelkeep", "label_studio"))
    ratio = median(o["cycles_per_s"] / t["cycles_per_s"] for o, t in zip(ours, theirs, strict=True))
    cpu = median(each["cpu_ms_per_cycle"] for each in ours)
    clean = not any(each["errors"] or each["assigned_twice"] for each in (*ours, *theirs, embedded))
    kept = {
        "ratio": ratio >= RATIO,
        "cpu_ms_per_cycle": cpu <= CPU_MS,
        "statements_per_cycle": beside["labelkeep_statements_per_cycle"] <= STATEMENTS,
        "no_errors": clean,
    }
    figures = {
        "ratio": round(ratio, 1), "ratio_of_cpu": round(median(each["cpu_ms_per_cycle"] for each in theirs) / cpu, 1),
        "labelkeep_cycles_per_s": median(each["cycles_per_s"] for each in ours),
        "label_studio_cycles_per_s": median(each["cycles_per_s"] for each in theirs),
        "labelkeep_cpu_ms_per_cycle": cpu, "budget_kept": kept, "failure": ratio < FAILURE,
        "beside": beside, "embedded": embedded,
    }  # fmt: skip
    return {"passed": all(kept.values()), "figures": figures}
