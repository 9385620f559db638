"""Claim + submit in a project of 1,000,000 tasks beside one of 10,000, on two homes, in turns, by one load script.

The reduced form (20,000 beside 1,000) judges no time but the plan of the claim: the queue is read by its index, and as
many pages are touched in the large project as in the small one.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median
from typing import Any

import homes
import processes
import psycopg
from psycopg.conninfo import make_conninfo

from labelkeep.core.clock import now
from labelkeep.infra.db.statements import statement

BENCH = True
TIMES = 1.3
MORE_PAGES = 1.5
SIZES = {"small": 10_000, "large": 1_000_000}
REDUCED = {"small": 1_000, "large": 20_000}
ROUNDS, SECONDS = 5, 5


def run(reduced: bool, seed: int) -> dict[str, Any]:
    """Fill both homes, then measure them in turns."""
    sizes = REDUCED if reduced else SIZES
    with ExitStack() as stack:
        made = {name: homes.make(stack.enter_context(homes.folder()) / "home") for name in sizes}
        for name, count in sizes.items():
            homes.add_tasks(made[name], count)
        plans = {name: stack.enter_context(homes.served(home)) for name, home in made.items()}
        warm = {name: homes.annotate(plan, seed, cycles=50) for name, plan in plans.items()}
        explained = {name: explain(home) for name, home in made.items()}
        for name, plan in ({} if reduced else plans).items():
            processes.settle([plan["pid"], made[name].database_pid])
        rounds = [] if reduced else [turn(made, plans, seed + n) for n in range(1, ROUNDS + 1)]
    figures: dict[str, Any] = {"tasks": sizes, "claim_plan": explained, "rounds": rounds}
    pages = explained["large"]["pages"] / explained["small"]["pages"]
    clean = not any(each["errors"] for each in (*warm.values(), *(part for one in rounds for part in one.values())))
    passed = clean and pages <= MORE_PAGES and all("ix_task_queue" in each["indexes"] for each in explained.values())
    figures["times_the_pages"] = round(pages, 2)
    if not reduced:
        figures["times"] = round(median(times(one, "cycles_per_s") for one in rounds), 2)
        figures["times_the_cpu"] = round(1 / median(times(one, "cpu_ms_per_cycle") for one in rounds), 2)
        passed = passed and figures["times"] <= TIMES
    return {"passed": passed, "figures": figures}


def times(one: dict[str, dict[str, float]], name: str) -> float:
    """Return the small project's figure over the large one's."""
    return one["small"][name] / one["large"][name]


def turn(made: dict[str, homes.Home], plans: dict[str, dict[str, Any]], seed: int) -> dict[str, dict[str, Any]]:
    """Measure each project for some seconds."""
    found: dict[str, dict[str, Any]] = {}
    for name, plan in plans.items():
        roots = [plan["pid"], made[name].database_pid]
        before = processes.cpu_seconds(roots)
        seen = homes.annotate(plan, seed, seconds=SECONDS)
        cpu = processes.cpu_seconds(roots) - before
        found[name] = {
            "cycles": seen["cycles"], "cycles_per_s": round(seen["cycles_per_s"], 1), "claim_ms": seen["claim_ms"],
            "submit_ms": seen["submit_ms"], "errors": seen["errors"],
            "cpu_ms_per_cycle": round(cpu / max(seen["cycles"], 1) * 1e3, 2), "load": processes.load(),
        }  # fmt: skip
    return found


def explain(home: homes.Home) -> dict[str, Any]:
    """Run the claim of a person as the application's role, and return what its plan touched; nothing is kept."""
    compiled = statement("claim_pick").sql.as_string()
    with home.admin() as admin, psycopg.connect(make_conninfo(admin)) as connection:
        person = connection.execute("SELECT user_id FROM membership WHERE role = 'labeler' LIMIT 1").fetchone()
        assert person is not None
        connection.execute("SET LOCAL ROLE labelkeep_app")
        connection.execute("SELECT set_config('labelkeep.project', %s, true)", [str(home.project)])
        values = {"project": home.project, "person": person[0], "step": "label", "now": now(), "fresh": True}
        query = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {compiled}"
        for _ in range(2):  # the second finds the catalogue's pages in memory, as a running server does
            row = connection.execute(query, values).fetchone()  # type: ignore[arg-type]  our own statement
        connection.rollback()
    assert row is not None
    plan = row[0][0]["Plan"]
    nodes = list(below(plan))
    return {
        "pages": plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
        "indexes": sorted({node["Index Name"] for node in nodes if "Index Name" in node}),
        "read_whole": sorted({node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"}),
    }


def below(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a plan's node and all below it."""
    yield plan
    for each in plan.get("Plans", []):
        yield from below(each)
