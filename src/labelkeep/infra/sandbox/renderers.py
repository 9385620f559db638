"""Warm children for cheap work on our own tiles, replaced after a number of jobs or at the first trouble."""

import queue
import threading
import time
from typing import Any

from labelkeep.infra.sandbox.decoding import Sandbox
from labelkeep.infra.sandbox.errors import MediaRefused
from labelkeep.infra.sandbox.frames import FrameDamaged, Message
from labelkeep.infra.sandbox.launching import Launcher, Running
from labelkeep.infra.sandbox.limits import Limits

_READY_SECONDS = 20.0


class Renderers:
    """At most ``count`` warm children of one serving ``task``, confined as any other. Safe for many threads.

    A child is replaced after ``jobs`` answers, after a time-out and after a crash, so one bad tile costs one answer.
    With ``sandbox``, which must know the task, children are forked from its process, which saves one of some 30 MiB.
    """

    def __init__(
        self, task: str, count: int = 2, jobs: int = 5000, seconds: float = 2.0, sandbox: Sandbox | None = None
    ) -> None:
        self._shared = sandbox is not None
        self._launcher = sandbox.launcher if sandbox is not None else Launcher([task])
        self._task = task
        self._jobs = jobs
        self._seconds = seconds
        # CPU time adds up over a child's life; a quarter second a job is far above what a tile takes.
        self._limits = Limits(cpu_seconds=max(10, jobs // 4), wall_seconds=0, memory_mib=256)
        self._places: queue.LifoQueue[tuple[Running | None, int]] = queue.LifoQueue()
        self._closing = threading.Event()
        for _ in range(count):
            self._places.put((None, 0))

    def render(self, facts: dict[str, Any], *parts: bytes) -> Message:
        """Return the task's answer to one message.

        Raises ``MediaRefused``: as the task typed it, ``media.time``, or ``media.crashed``.
        """
        message = Message(facts, parts)
        child, used = self._places.get()
        kept: Running | None = None
        try:
            if child is not None and not child.alive():
                child.close()
                child, used = None, 0
            child = child or self._fresh()
            answer = self._ask(child, message)
            kept = child
        finally:
            if child is not None and (kept is None or used + 1 >= self._jobs or self._closing.is_set()):
                child.close()
                kept = None
            self._places.put((kept, used + 1 if kept else 0))
        if "refused" in answer.facts:
            raise MediaRefused(
                str(answer.facts["refused"]),
                str(answer.facts.get("message", ""))[:400],
                detail=str(answer.facts.get("detail", ""))[:400],
            )
        return answer

    def warm(self) -> None:
        """Start every child now, so that the first tile does not wait."""
        taken = [self._places.get() for _ in range(self._places.qsize())]
        for child, used in taken:
            self._places.put((child or self._fresh(), used))

    def close(self) -> None:
        """Stop every child; one that is at work ends with its answer."""
        self._closing.set()
        if not self._shared:
            self._launcher.close()
        for _ in range(self._places.qsize()):
            child, _ = self._places.get()
            if child is not None:
                child.close()
            self._places.put((None, 0))

    def _fresh(self) -> Running:
        child = self._launcher.start(self._task, {}, self._limits, None, once=False)
        self._heard(child, _READY_SECONDS)
        return child

    def _ask(self, child: Running, message: Message) -> Message:
        try:
            child.send(message, self._seconds)
        except OSError as error:
            raise MediaRefused("media.crashed", "The renderer ended while it was asked.") from error
        return self._heard(child, self._seconds)

    def _heard(self, child: Running, seconds: float) -> Message:
        try:
            message = child.read(time.monotonic() + seconds)
        except TimeoutError as error:
            raise MediaRefused("media.time", "Rendering took longer than allowed.") from error
        except (FrameDamaged, OSError):
            message = None
        if message is None:
            raise MediaRefused("media.crashed", "The renderer crashed on this tile.")
        return message
