"""A scripted person's day at the workbench, beside Label Studio from its package, in one run, in a real Chromium.

The person, the hand, the pictures and what is looked at are the same (``web/bench/ux``). Both servers and the browser
run in a network of their own whose only way out ends nowhere: what would leave is counted, names that are asked for
and packets. The reduced form is Labelkeep alone, few pictures, and judges no time.
"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

# as the runner of gates does it: this file is also started by itself
sys.path.insert(0, str(Path(__file__).parents[1]))

import day
import homes
import processes

BENCH = True
WEB = Path(__file__).parents[2] / "web"
SECONDS = 840
BUDGETS = {
    "actions_per_task": 16, "actions_per_box": 1.1, "drawn_p95_ms": 33, "next_ms": 100, "next_far_ms": 150,
    "cold_megabytes": 1.2, "cold_ms": 1000, "laden_open_ms": 2000, "laden_select_ms": 50, "laden_frame_ms": 66,
    "laden_mib": 400, "picture_share_filled": 0.6, "picture_share_whole": 0.48,
    "cold_requests": 45, "memory_growth": 1.1,
}  # fmt: skip


def run(reduced: bool, seed: int) -> dict[str, Any]:
    """Run the day in a network without a door, where the machine allows that, and judge what was seen."""
    with homes.folder() as folder:
        given, seen = folder / "given.json", folder / "seen.json"
        given.write_text(json.dumps({"reduced": reduced, "seed": seed}))
        command = [sys.executable, __file__, str(given), str(seen)]
        closed = ["unshare", "--net", "--mount", *command]
        allowed = (
            shutil.which("unshare")
            and not subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True, check=False).returncode
        )
        if not allowed:
            print("No network of its own: this machine does not allow `unshare --net --mount` here (it takes root).")
            print("What leaves the machine is not counted, which only the reduced form lets pass.")
        environment = os.environ | ({"UX_ALONE": str(folder / "resolv.conf")} if allowed else {})
        done = subprocess.run(closed if allowed else command, env=environment, check=False, timeout=SECONDS + 200)
        if done.returncode:
            raise SystemExit(f"The day ended with {done.returncode}.")
        figures = json.loads(seen.read_text())
    missed = judged(figures, reduced)
    return {"passed": not missed, "figures": {"missed": missed, "budgets": BUDGETS, **figures}}


def spend(reduced: bool) -> dict[str, Any]:
    """Serve, look, and return what was seen of each side."""
    with homes.folder() as folder:
        names = day.alone()
        pictures = day.lay_pictures(folder / "pictures", 8 if reduced else day.WHOLE)
        pieces = None if reduced else folder / "pieces"
        if pieces:
            day.lay_pieces(pieces, 215)
        out: dict[str, Any] = {}
        laden = [2000] if reduced else [10_000]
        sides = [("labelkeep", laden)] if reduced else [("labelkeep", laden), ("label_studio", [1000, 10_000])]
        for name, counts in sides:
            with ExitStack() as one:
                if name == "labelkeep":
                    side = one.enter_context(day.labelkeep(folder, pictures[0].parent, pieces, counts))
                else:
                    side = one.enter_context(day.label_studio(folder, pictures, counts))
                before = (len(names.asked) if names else 0, day.packets_out() or 0)
                long = None if reduced or name != "labelkeep" else [20, 200]
                tasks = {"tasks": 2 if reduced else 8, "farTasks": 0 if reduced else 5}
                out[name] = look(folder, {**tasks, "sides": [side], "long": long, "patience": 30})[name]
                out[name]["server_pss_mib"] = processes.pss_mib([side["pid"]])
                if names:
                    asked = names.asked[before[0] :]
                    out[name]["names_asked"] = {"count": len(asked), "names": sorted(set(asked))[:5]}
                    out[name]["packets_out"] = (day.packets_out() or 0) - before[1]
        out["load"] = processes.load()
        return out


def look(folder: Path, plan: dict[str, Any]) -> dict[str, Any]:
    """Have the scripted person do the plan; what the browser's script says goes to standard error."""
    given, seen = folder / "plan.json", folder / "day.json"
    given.write_text(json.dumps(plan))
    environment = {**os.environ, "UX_PLAN": str(given), "UX_SEEN": str(seen)}
    command = [str(WEB / "node_modules" / ".bin" / "vitest"), "run", "--config", "bench/ux/vitest.config.ts", "day"]
    done = subprocess.run(command, cwd=WEB, env=environment, stdout=sys.stderr, check=False, timeout=SECONDS)
    if done.returncode:
        raise SystemExit("The script in the browser failed; its words stand above.")
    return json.loads(seen.read_text())


def judged(figures: dict[str, Any], reduced: bool) -> list[str]:
    """Return what does not keep its promise; times and memory only of a whole run."""
    ours = figures["labelkeep"]
    missed = [f"{name}: {part['failed']}" for name, part in ours.items() if isinstance(part, dict) and "failed" in part]
    if missed:
        return missed
    facts = {
        "kept": set(ours["kept"].values()) == {3},
        "drag_inside_box": ours["hand"]["drag_inside_box"] == "draws",
        "box_by_keys": ours["hand"]["box_by_keys"],
        "axe": not any(each["nodes"] for each in ours["axe"].values()),
        "requests_leaving_browser": ours["requests_leaving_browser"] == 0,
        # without a network of its own there is nothing to count, which only the reduced form lets pass
        "names_asked": ours.get("names_asked", {"count": 0 if reduced else None})["count"] == 0,
        "packets_out": ours.get("packets_out", 0 if reduced else None) == 0,
    }
    values: dict[str, float] = {
        "actions_per_task": ours["work"]["actions_per_task"],
        "actions_per_box": ours["work"]["actions_per_box_one_class"],
        "cold_megabytes": ours["cold_open"]["megabytes_at_rest"],
        "cold_requests": ours["cold_open"]["requests_at_rest"],
    }
    if not reduced:
        laden, memory = ours["boxes_10000"], ours["memory"]
        values |= {
            "drawn_p95_ms": ours["work"]["mouse_up_to_drawn_ms"]["p95"],
            "next_ms": ours["work"]["submit_to_next_ms"]["p50"],
            "next_far_ms": ours["far"]["submit_to_next_ms"]["p50"],
            "cold_ms": ours["cold_open"]["ms"],
            "laden_open_ms": laden.get("open_ms", 1e9),
            "laden_select_ms": max(laden.get("select_ms") or [1e9]),
            "laden_frame_ms": max(laden.get("frame_p95_ms", {"no": 1e9}).values()),
            "laden_mib": laden["renderer_pss_mib"],
            "memory_growth": memory["after_200"]["held_mib"] / memory["after_20"]["held_mib"],
        }
    missed += [name for name, kept in facts.items() if not kept]
    missed += [f"{name}: {value:.4g}" for name, value in values.items() if value > BUDGETS[name]]
    if ours["cold_open"]["picture_share_filled"] < BUDGETS["picture_share_filled"]:
        missed.append(f"picture_share_filled: {ours['cold_open']['picture_share_filled']}")
    if ours["cold_open"]["picture_share_whole"] < BUDGETS["picture_share_whole"]:
        missed.append(f"picture_share_whole: {ours['cold_open']['picture_share_whole']}")
    return missed


if __name__ == "__main__":
    wanted = json.loads(Path(sys.argv[1]).read_text())
    Path(sys.argv[2]).write_text(json.dumps(spend(wanted["reduced"])))
