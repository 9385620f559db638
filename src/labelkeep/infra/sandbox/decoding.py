"""One-shot jobs: each file is read in a fresh child that ends with it."""

import os
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from labelkeep.infra.sandbox import frames
from labelkeep.infra.sandbox.errors import MediaRefused
from labelkeep.infra.sandbox.frames import FrameDamaged, Message, Usage
from labelkeep.infra.sandbox.launching import Launcher, Running, sealed
from labelkeep.infra.sandbox.limits import Limits


class Sandbox:
    """Runs registered tasks on untrusted bytes, at most ``at_once`` at a time. Safe for many threads.

    ``tasks`` is the closed list of dotted names (``package.module:function``) that children may run; see
    ``labelkeep.infra.sandbox.child`` for what a task is.
    """

    def __init__(self, tasks: Sequence[str], limits: Limits | None = None, at_once: int = 2) -> None:
        self.launcher = Launcher(tasks)
        self._limits = limits or Limits()
        self._places = threading.BoundedSemaphore(at_once)

    def run(
        self,
        task: str,
        arguments: dict[str, Any],
        payload: bytes | Iterable[bytes],
        limits: Limits | None = None,
        report: Callable[[Usage], object] | None = None,
    ) -> Message:
        """Return the one message of ``task``; ``report`` is called with the ``Usage`` of its child.

        Raises ``MediaRefused`` when the task refuses the bytes or its child was stopped or crashed.
        """
        messages = list(islice(self.stream(task, arguments, payload, limits, report), 2))
        if len(messages) != 1:
            raise MediaRefused("media.crashed", "The decoder gave no clear answer on this file.")
        return messages[0]

    def stream(
        self,
        task: str,
        arguments: dict[str, Any],
        payload: bytes | Iterable[bytes],
        limits: Limits | None = None,
        report: Callable[[Usage], object] | None = None,
    ) -> Iterator[Message]:
        """Yield the messages of ``task`` as they come; nothing is gathered.

        ``report`` is called with the ``Usage`` at the end.

        The place among ``at_once`` is taken until the iterator ends or is closed, so a thread must not wait for a
        second job inside the loop over a first. Leaving the iterator early stops the child. Raises ``MediaRefused`` as
        ``run`` does, perhaps after some messages: what came before it must then be thrown away.
        """
        limits = limits or self._limits
        with self._places, self._child(task, arguments, payload, limits) as child:
            deadline = time.monotonic() + limits.wall_seconds + 5
            yield from _until_done(child, deadline, limits)
            usage, _ = child.ended()
            if report is not None:
                report(usage)

    def close(self) -> None:
        """Stop every child and the process that they are forked from."""
        self.launcher.close()

    @contextmanager
    def _child(
        self, task: str, arguments: dict[str, Any], payload: bytes | Iterable[bytes], limits: Limits
    ) -> Generator[Running]:
        descriptor = sealed(payload)
        try:
            child = self.launcher.start(task, arguments, limits, descriptor, once=True)
        finally:
            if descriptor is not None:
                os.close(descriptor)
        try:
            if descriptor is None:
                parts = (payload,) if isinstance(payload, bytes) else tuple(payload)
                child.send(Message({}, (b"".join(parts),)), limits.wall_seconds)
            yield child
        finally:
            child.close()


def _until_done(child: Running, deadline: float, limits: Limits) -> Iterator[Message]:
    room = limits.output_mib * 1024 * 1024
    while True:
        message = _next(child, deadline)
        if "done" in message.facts:
            return
        if "idle_kib" in message.facts:
            child.idle_kib = int(message.facts["idle_kib"])
            continue
        if "refused" in message.facts:
            raise _refused(message, child)
        room -= sum(map(len, message.parts)) + frames.MAX_HEADER // 1024
        if room < 0:
            raise MediaRefused("media.output", "Reading this file gave more output than allowed.")
        yield message


def _next(child: Running, deadline: float) -> Message:
    try:
        message = child.read(deadline)
    except TimeoutError as error:
        raise MediaRefused("media.time", "Reading this file took longer than allowed.") from error
    except FrameDamaged as error:
        raise MediaRefused("media.crashed", "The decoder gave no clear answer on this file.") from error
    if message is None:
        _, meaning = child.ended()
        raise meaning or MediaRefused("media.crashed", "The decoder gave no clear answer on this file.")
    return message


def _refused(message: Message, child: Running) -> MediaRefused:
    usage, _ = child.ended()
    words = str(message.facts.get("message", ""))[:400]
    return MediaRefused(str(message.facts["refused"]), words, usage, detail=str(message.facts.get("detail", ""))[:400])
