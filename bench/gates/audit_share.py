"""How much of a submit is its audit record: composing and sealing the event, and inserting it.

One process, one request at a time, requests through the whole application on Labelkeep's own database. What is timed:

- the whole request, wall and processor time of the application's process and of its database backend;
- ``Records``: every call that composes an event or takes the batch (patched with a stopwatch);
- the event's insert. It is part of the ``submit`` statement, so it cannot be timed by itself: every other submit runs
  a copy of the statement without the insert (made from the same text, in this process only, its event then being
  missing), and the difference of the two medians is the insert with its trigger and checks.

The backend's processor time comes from the kernel's scheduler, to the nanosecond. Numbering and signing of events
happens later in another process and is no part of a submit.
"""

import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from statistics import median
from typing import Any

import annotators
import homes
import orjson
import processes
from fastapi.testclient import TestClient
from psycopg.sql import SQL
from sqlalchemy import event

from labelkeep.access import doors
from labelkeep.access.records import Records
from labelkeep.core.settings import Settings
from labelkeep.entrypoints import serving
from labelkeep.entrypoints.http.app import armoured, create_app
from labelkeep.infra.db import session
from labelkeep.infra.db.statements import Statement, statement
from labelkeep.infra.house import House

BENCH = True
SHARE = 0.10
ORIGIN = "http://127.0.0.1:8600"
Sample = dict[str, float]


def run(reduced: bool, seed: int) -> dict[str, Any]:
    """Measure and judge; the reduced form takes few samples and judges only that the record is the smaller part."""
    count = 60 if reduced else 1500
    with homes.folder() as folder:
        home = homes.make(folder / "home")
        homes.add_tasks(home, count * 2 + 100)
        with serving.opened(Settings(home=home.folder)) as house:
            samples = submits(house, home, count * 2, seed)
    figures = shares(samples) | {"submits": len(samples["with"]), "load": processes.load()}
    allowed = 0.5 if reduced else SHARE
    return {"passed": figures["wall_share"] <= allowed and figures["cpu_share"] <= allowed, "figures": figures}


def submits(house: House, home: homes.Home, count: int, seed: int) -> dict[str, list[Sample]]:
    """Claim and submit ``count`` times; return samples with the event's insert and without it."""
    watch = Watch(house)
    client = TestClient(armoured(create_app(house, origins=frozenset({ORIGIN}), secure=False)), base_url=ORIGIN)
    draw, found = random.Random(seed), defaultdict[str, list[Sample]](list)
    with client, watch.patched():
        for number in range(count + 20):
            client.headers["Authorization"] = f"Bearer {home.tokens[number % len(home.tokens)]}"
            kind = ("with", "without")[number % 2]
            sample = one_submit(client, home, draw, watch, kind)
            if number >= 20:
                found[kind].append(sample)
    return found


def one_submit(client: TestClient, home: homes.Home, draw: random.Random, watch: "Watch", kind: str) -> Sample:
    """Claim, then submit under the watch."""
    cycle = annotators.labelkeep(str(home.project), draw, None)
    method, path, _ = next(cycle)
    method, path, body = cycle.send(client.request(method, path).content)
    watch.begin(without=kind == "without")
    answer = client.request(method, path, content=body, headers={"Content-Type": "application/json"})
    sample = watch.end()
    assert answer.status_code == 200, answer.text
    assert orjson.loads(answer.content)["already"] is False
    return sample


class Watch:
    """The stopwatch of one request."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._whole = statement("submit")
        self._bare = without_event(self._whole)
        self._without = False
        self._sample: Sample = defaultdict(float)
        self._backends: set[int] = set()

    def begin(self, *, without: bool) -> None:
        """Start; the next submit leaves out its event's insert if asked."""
        self._without = without
        self._sample = defaultdict(float)
        self._began = time.perf_counter(), time.process_time(), self._spent()

    def end(self) -> Sample:
        """Stop and return what was seen, in seconds."""
        wall, cpu, backend = self._began
        self._sample["wall"] = time.perf_counter() - wall
        self._sample["cpu"] = time.process_time() - cpu
        self._sample["backend_cpu"] = self._spent() - backend
        return dict(self._sample)

    @contextmanager
    def patched(self) -> Iterator[None]:
        """Time records and statements; hand out the statement without its event when asked."""
        before = {name: getattr(Records, name) for name in ("add", "columns", "take")}
        for name, function in before.items():
            setattr(Records, name, self._timed(function))
        plain = doors.statement

        def chosen(name: str) -> Statement:
            return self._bare if name == "submit" and self._without else plain(name)

        # both hold the function by name; the session refuses any text that is not the named statement's
        doors.statement = session.statement = chosen
        event.listen(self._house.engine, "checkout", self._taken)
        reviewed = session.GuardedSession.reviewed
        session.GuardedSession.reviewed = self._watched(reviewed)  # type: ignore[method-assign]  the stopwatch
        try:
            yield
        finally:
            session.GuardedSession.reviewed = reviewed  # type: ignore[method-assign]  the stopwatch
            event.remove(self._house.engine, "checkout", self._taken)
            doors.statement = session.statement = plain
            for name, function in before.items():
                setattr(Records, name, function)

    def _timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **given: Any) -> Any:
            wall, cpu = time.perf_counter(), time.thread_time()
            try:
                return function(*args, **given)
            finally:
                self._sample["record_wall"] += time.perf_counter() - wall
                self._sample["record_cpu"] += time.thread_time() - cpu

        return timed

    def _taken(self, driver: Any, *_: Any) -> None:
        self._backends.add(driver.info.backend_pid)

    def _watched(self, reviewed: Callable[..., Any]) -> Callable[..., Any]:
        def timed(within: Any, name: str, values: Any) -> Any:
            wall, cpu = time.perf_counter(), self._spent()
            try:
                return reviewed(within, name, values)
            finally:
                if name == "submit":
                    self._sample["statement_wall"] += time.perf_counter() - wall
                    self._sample["statement_cpu"] += self._spent() - cpu

        return timed

    def _spent(self) -> float:
        """Return what all backends of the application have spent: the pool may hand out another each time."""
        return sum(map(processes.thread_seconds, self._backends))


def without_event(whole: Statement) -> Statement:
    """Return the statement without the part that inserts the event; its parameters stay, unused ones dropped."""
    bare, cut = re.subn(r", told as \(\s*insert into ledger_event.*?\n\)", "", whole.sql.as_string(), flags=re.DOTALL)
    assert cut == 1, "the submit statement no longer inserts its event the way this gate knows"
    return replace(whole, sql=SQL(bare))


def shares(samples: dict[str, list[Sample]]) -> dict[str, Any]:
    """Return the audit's share of wall and processor time, and what it is made of, in milliseconds."""
    middle = {
        kind: {name: median(each.get(name, 0.0) for each in taken) * 1e3 for name in NAMES}
        for kind, taken in samples.items()
    }
    given = middle["with"]
    insert_wall = max(given["statement_wall"] - middle["without"]["statement_wall"], 0.0)
    insert_cpu = max(given["statement_cpu"] - middle["without"]["statement_cpu"], 0.0)
    return {
        "wall_share": round((given["record_wall"] + insert_wall) / given["wall"], 3),
        "cpu_share": round((given["record_cpu"] + insert_cpu) / (given["cpu"] + given["backend_cpu"]), 3),
        "insert_wall_ms": round(insert_wall, 3),
        "insert_cpu_ms": round(insert_cpu, 3),
        "medians_ms": {kind: {name: round(value, 3) for name, value in each.items()} for kind, each in middle.items()},
    }


NAMES = ("wall", "cpu", "backend_cpu", "record_wall", "record_cpu", "statement_wall", "statement_cpu")
