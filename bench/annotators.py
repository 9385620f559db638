"""The load script: annotators who each claim a task and submit ten boxes, or look at tiles, without a pause.

    python bench/annotators.py < plan.json

One process, one thread, plain sockets: it must cost little beside what it measures, and says what it costs. The same
script speaks to Labelkeep and to Label Studio; a dialect is a generator that yields requests and gets answers.
Prints one JSON object.
"""

import json
import random
import resource
import select
import socket
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

BOXES = 10
Request = tuple[str, str, bytes]
Cycle = Generator[Request, Any, str | None]
"""One cycle: yields requests, is sent parsed answers, returns the id of the task, or None when there was no task."""


def labelkeep(project: str, draw: random.Random, _own: Any) -> Cycle:
    """Claim and submit over Labelkeep's API."""
    work = orjson.loads((yield "POST", f"/api/v1/projects/{project}/work/label/next", b""))
    if work["empty"]:
        return None
    part = work["asset"]["parts"][0]
    objects = [
        {
            "id": str(UUID(int=draw.getrandbits(128), version=4)),
            "task": "things",
            "class": f"class-{number % 3}",
            "part": part["id"],
            "geometry": {"kind": "bbox", "x": x, "y": y, "w": 40.25, "h": 30.5, "rotation": 0},
            "source": {"kind": "human", "ref": None},
        }
        for number, (x, y) in enumerate(places(draw))
    ]
    label = {"schema": "lk-label/1", "objects": objects, "classifications": []}
    body = orjson.dumps({"seq": work["lease"]["seq"], "label": label, "active_ms": 1500})
    yield "POST", f"/api/v1/projects/{project}/leases/{work['lease']['id']}/submit", body
    return work["task"]["id"]


def label_studio(project: str, draw: random.Random, _own: Any) -> Cycle:
    """Take the next task and create an annotation over Label Studio's API."""
    task = orjson.loads((yield "GET", f"/api/projects/{project}/next", b""))
    if "id" not in task:
        return None
    result = [
        {
            "id": f"{draw.getrandbits(40):010x}",
            "type": "rectanglelabels",
            "from_name": "label",
            "to_name": "image",
            "original_width": 640,
            "original_height": 480,
            "image_rotation": 0,
            "value": {
                "x": x / 6.4,
                "y": y / 4.8,
                "width": 6.289,
                "height": 6.354,
                "rotation": 0,
                "rectanglelabels": [f"class-{number % 3}"],
            },
        }
        for number, (x, y) in enumerate(places(draw))
    ]
    body = orjson.dumps({"result": result, "lead_time": 1.5})
    yield "POST", f"/api/tasks/{task['id']}/annotations/?project={project}", body
    return str(task["id"])


def tiles(_project: str, _draw: random.Random, own: list[str]) -> Cycle:
    """Look at the next picture or tile of one's own list of addresses."""
    if not own:
        return None
    path = own.pop()
    yield "GET", path, b""
    return path


DIALECTS: dict[str, tuple[Callable[[str, random.Random, Any], Cycle], str]] = {
    "tiles": (tiles, "Bearer"),
    "labelkeep": (labelkeep, "Bearer"),
    "label_studio": (label_studio, "Token"),
}


def places(draw: random.Random) -> list[tuple[float, float]]:
    """Return where the boxes of one picture begin."""
    return [(draw.random() * 590, draw.random() * 440) for _ in range(BOXES)]


@dataclass
class Annotator:
    """One person at one connection; ``cycle`` is what they are doing."""

    plan: dict[str, Any]
    token: str
    draw: random.Random
    own: Any = None
    """What only this person has: addresses of tiles."""
    line: socket.socket | None = None
    buffer: bytearray = field(default_factory=bytearray)
    cycle: Cycle | None = None
    began: float = 0.0
    asked: float = 0.0
    step: int = 0
    """0 waits for the claim, 1 for the submit."""

    def ask(self, request: Request) -> None:
        """Send a request, on the open connection if there is one."""
        method, path, body = request
        _, scheme = DIALECTS[self.plan["dialect"]]
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.plan['host']}:{self.plan['port']}\r\n"
            f"Authorization: {scheme} {self.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        if self.line is None:
            self.line = socket.create_connection((self.plan["host"], self.plan["port"]))
            self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.asked = time.perf_counter()
        self.line.sendall(head.encode() + body)

    def answer(self) -> tuple[int, bytes] | None:
        """Return status and body once the answer is whole."""
        assert self.line is not None
        piece = self.line.recv(262144)
        self.buffer += piece
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0 or not piece:
            if not piece:
                raise ConnectionError(f"The server closed the connection: {bytes(self.buffer[:200])!r}")
            return None
        head = bytes(self.buffer[:end]).lower()
        size = int(head.partition(b"content-length:")[2].split(b"\r\n")[0] or b"-1")
        if size < 0:
            raise ConnectionError(f"An answer without a length: {head[:300]!r}")
        if len(self.buffer) < end + 4 + size:
            return None
        body = bytes(self.buffer[end + 4 : end + 4 + size])
        self.buffer.clear()
        if b"connection: close" in head:
            self.line.close()
            self.line = None
        return int(head.split(b" ", 2)[1]), body


@dataclass
class Seen:
    """What a run has seen."""

    cycles: list[float] = field(default_factory=list)
    requests: list[list[float]] = field(default_factory=lambda: [[], []])
    tasks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    empty: int = 0


class Shift:
    """All annotators at work until the time or the number of cycles is over; cycles that began are finished."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.seen = Seen()
        self.left = plan.get("cycles") or sys.maxsize
        seed = plan.get("seed", 1)
        own = plan.get("own") or [None] * len(plan["tokens"])
        self.people = [
            Annotator(plan, token, random.Random(f"{seed}/{n}"), own[n]) for n, token in enumerate(plan["tokens"])
        ]
        self.poll = select.epoll()
        self.by_line: dict[int, Annotator] = {}

    def run(self) -> float:
        """Work, and return the seconds that it took."""
        begun = time.perf_counter()
        self.until = begun + (self.plan.get("seconds") or 1e9)
        for person in self.people:
            self.start(person)
        while self.by_line:
            for line, _ in self.poll.poll():
                self.advance(line)
        return time.perf_counter() - begun

    def start(self, person: Annotator) -> None:
        """Let a person begin a cycle, unless it is time to go."""
        if self.left <= 0 or time.perf_counter() >= self.until:
            return
        self.left -= 1
        make, _ = DIALECTS[self.plan["dialect"]]
        person.cycle, person.began = make(self.plan["project"], person.draw, person.own), time.perf_counter()
        person.step = 0
        try:
            self.send(person, next(person.cycle))
        except StopIteration:
            self.seen.empty += 1

    def send(self, person: Annotator, request: Request) -> None:
        """Ask, and wait for the answer on that connection."""
        person.ask(request)
        assert person.line is not None
        self.by_line[person.line.fileno()] = person
        self.poll.register(person.line.fileno(), select.EPOLLIN)

    def advance(self, line: int) -> None:
        """Take what has arrived; go on with the person's cycle when the answer is whole."""
        person = self.by_line[line]
        whole = person.answer()
        if whole is None:
            return
        # the number of a closed connection is gone from the poll already
        if person.line is not None:
            self.poll.unregister(line)
        del self.by_line[line]
        status, body = whole
        self.seen.requests[person.step].append(time.perf_counter() - person.asked)
        person.step += 1
        self.go_on(person, status, body)

    def go_on(self, person: Annotator, status: int, body: bytes) -> None:
        """Give the answer to the cycle; at its end note it and begin the next."""
        assert person.cycle is not None
        if status >= 300:
            self.seen.errors.append(f"{status} {body[:200]!r}")
            self.start(person)
            return
        try:
            self.send(person, person.cycle.send(body))
        except StopIteration as ended:
            if ended.value is None:
                self.seen.empty += 1
                return
            self.seen.tasks.append(ended.value)
            self.seen.cycles.append(time.perf_counter() - person.began)
            self.start(person)


def spread(seconds: list[float]) -> dict[str, float]:
    """Return p50 and p95 in milliseconds."""
    ordered = sorted(seconds) or [0.0]
    return {"p50": round(ordered[len(ordered) // 2] * 1e3, 2), "p95": round(ordered[len(ordered) * 95 // 100] * 1e3, 2)}


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Run a plan and return its figures."""
    shift = Shift(plan)
    before = resource.getrusage(resource.RUSAGE_SELF)
    seconds = shift.run()
    after = resource.getrusage(resource.RUSAGE_SELF)
    seen, cpu = shift.seen, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "cycles": len(seen.cycles),
        "seconds": seconds,
        "cycles_per_s": len(seen.cycles) / seconds,
        "cycle_ms": spread(seen.cycles),
        "claim_ms": spread(seen.requests[0]),
        "submit_ms": spread(seen.requests[1]),
        "errors": len(seen.errors),
        "first_errors": seen.errors[:3],
        "empty": seen.empty,
        "tasks": seen.tasks,
        "client_cpu_s": cpu,
    }


if __name__ == "__main__":
    print(json.dumps(work(json.load(sys.stdin))))
