"""What the decision costs of a claim and submit: the share of reading conditions and deciding, of the whole cycle.

One process, one request at a time, requests through the whole application on Labelkeep's own database. A stopwatch
stands around ``conditions_of`` and ``decide``, the only places that decide, for every request of a cycle; its own cost
is counted with them. Beside it stands the statement that enters (session, membership, networks, dates, factor and
policy in one), which any request needs to know who asks; it is told, not judged.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import annotators
import homes
import orjson
import processes
from fastapi.testclient import TestClient

from labelkeep.access import entering
from labelkeep.core.settings import Settings
from labelkeep.entrypoints import serving
from labelkeep.entrypoints.http.app import armoured, create_app
from labelkeep.infra.db.session import GuardedSession

BENCH = True
SHARE = 0.01
ORIGIN = "http://127.0.0.1:8600"
WARM = 20


def run(reduced: bool, seed: int) -> dict[str, Any]:
    """Measure and judge; the reduced form takes fewer samples and judges the same."""
    count = 100 if reduced else 1500
    with homes.folder() as folder:
        home = homes.make(folder / "home")
        homes.add_tasks(home, count + 100)
        with serving.opened(Settings(home=home.folder)) as house:
            samples = cycles(house, home, count, seed)
    middle = {name: median(each.get(name, 0.0) for each in samples) * 1e3 for name in samples[0]}
    figures = {
        "wall_share": round(middle["decide_wall"] / middle["wall"], 5),
        "cpu_share": round(middle["decide_cpu"] / middle["cpu"], 5),
        "decisions_a_cycle": round(median(each["decisions"] for each in samples), 1),
        "medians_ms": {name: round(value, 4) for name, value in middle.items() if name != "decisions"},
        "cycles": len(samples),
        "load": processes.load(),
    }
    return {"passed": figures["wall_share"] <= SHARE and figures["cpu_share"] <= SHARE, "figures": figures}


def cycles(house: Any, home: homes.Home, count: int, seed: int) -> list[dict[str, float]]:
    """Claim and submit; return what each cycle spent, in seconds. ``cpu`` is the application's alone."""
    client = TestClient(armoured(create_app(house, origins=frozenset({ORIGIN}), secure=False)), base_url=ORIGIN)
    draw, found = random.Random(seed), list[dict[str, float]]()
    sample: dict[str, float] = defaultdict(float)
    with client, watched(sample):
        for number in range(count + WARM):
            client.headers["Authorization"] = f"Bearer {home.tokens[number % len(home.tokens)]}"
            sample.clear()
            wall, cpu = time.perf_counter(), time.process_time()
            one_cycle(client, home, draw)
            sample["wall"], sample["cpu"] = time.perf_counter() - wall, time.process_time() - cpu
            assert sample["decisions"] >= 2, "a cycle that nobody decided on measures nothing"
            if number >= WARM:
                found.append(dict(sample))
    return found


def one_cycle(client: TestClient, home: homes.Home, draw: random.Random) -> None:
    """Claim a task and submit it."""
    cycle = annotators.labelkeep(str(home.project), draw, None)
    method, path, _ = next(cycle)
    method, path, body = cycle.send(client.request(method, path).content)
    answer = client.request(method, path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text
    assert orjson.loads(answer.content)["already"] is False


@contextmanager
def watched(sample: dict[str, float]) -> Iterator[None]:
    """Put the stopwatch around what decides, and around the statement that enters."""
    decide, conditions, reviewed = entering.decide, entering.conditions_of, GuardedSession.reviewed

    def timed(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def around(*args: Any, **given: Any) -> Any:
            wall, cpu = time.perf_counter(), time.thread_time()
            try:
                return function(*args, **given)
            finally:
                sample[f"{name}_cpu"] += time.thread_time() - cpu
                sample[f"{name}_wall"] += time.perf_counter() - wall

        return around

    def counted(*args: Any) -> Any:
        sample["decisions"] += 1
        return timed(decide, "decide")(*args)

    def entered(within: Any, name: str, values: Any) -> Any:
        return timed(reviewed, "enter")(within, name, values) if name == "enter" else reviewed(within, name, values)

    entering.decide, entering.conditions_of = counted, timed(conditions, "decide")
    GuardedSession.reviewed = entered  # type: ignore[method-assign]  the stopwatch
    try:
        yield
    finally:
        entering.decide, entering.conditions_of = decide, conditions
        GuardedSession.reviewed = reviewed  # type: ignore[method-assign]  the stopwatch
