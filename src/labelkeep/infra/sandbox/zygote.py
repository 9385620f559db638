"""The process that every decoding child is forked from.

It is started clean (``python -I``, no environment, no descriptors but one socket), imports the decoders once, gives
up root, and then forks one confined child per job. It never decodes anything itself and keeps no thread, so a fork
is safe. It ends when its parent does: the control socket then reports its end.
"""

import gc
import importlib
import json
import os
import selectors
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from labelkeep.infra.sandbox import child
from labelkeep.infra.sandbox.limits import Limits, become_nobody, hide

_LENGTH = struct.Struct("!I")
_NEVER = float("inf")


@dataclass
class _Running:
    pid: int
    status: socket.socket
    started: float
    deadline: float
    stopped: str = ""


def main(descriptor: int) -> None:
    """Serve jobs from the control socket ``descriptor`` until it closes."""
    control = socket.socket(fileno=descriptor)
    try:
        tasks = _load(_receive(control)[0]["tasks"])
        dropped = become_nobody()
        hide()
    except BaseException as error:  # noqa: BLE001  the parent must learn why, whatever it is
        _say(control, {"failed": f"{type(error).__name__}: {error}"})
        return
    gc.collect()
    gc.freeze()
    _say(control, {"ready": sorted(tasks), "dropped": dropped})
    _Zygote(control, tasks, dropped).serve()


def _load(names: list[str]) -> dict[str, Callable[..., Any]]:
    return {name: getattr(importlib.import_module(name.partition(":")[0]), name.partition(":")[2]) for name in names}


class _Zygote:
    def __init__(self, control: socket.socket, tasks: dict[str, Callable[..., Any]], dropped: bool) -> None:
        self._control = control
        self._tasks = tasks
        self._dropped = dropped
        self._running: dict[int, _Running] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)
        self._wake, wakeup = socket.socketpair()
        self._wake.setblocking(False)
        wakeup.setblocking(False)
        self._wakeup = wakeup
        signal.set_wakeup_fd(wakeup.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, _awake)
        self._selector.register(self._wake, selectors.EVENT_READ)

    def serve(self) -> None:
        while True:
            nearest = min((job.deadline for job in self._running.values()), default=_NEVER)
            # Above some weeks a wait overflows in the kernel interface; waking once an hour costs nothing.
            wait = min(max(0.0, nearest - time.monotonic()), 3600.0)
            for key, _ in self._selector.select(wait):
                if key.fileobj is self._control:
                    if not self._start():
                        self._end()
                        return
                elif key.fileobj is not self._wake:
                    self._stop(key.data, "cancelled")
            self._stop_late()
            self._reap()

    def _start(self) -> bool:
        order, descriptors = _receive(self._control, 3)
        if not order:
            return False
        job, status = descriptors[0], socket.socket(fileno=descriptors[1])
        payload = descriptors[2] if len(descriptors) > 2 else None
        limits = Limits(**order["limits"])
        pid = os.fork()
        if pid == 0:
            self._become_child(order, limits, job, payload)
        os.close(job)
        if payload is not None:
            os.close(payload)
        now = time.monotonic()
        deadline = now + limits.wall_seconds if order["once"] else _NEVER
        self._running[pid] = _Running(pid, status, now, deadline)
        self._selector.register(status, selectors.EVENT_READ, self._running[pid])
        return True

    def _become_child(self, order: dict[str, Any], limits: Limits, job: int, payload: int | None) -> None:
        code = 70
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            task = self._tasks[order["task"]]
            code = child.run(task, order, limits, job, payload, self._dropped)
        finally:
            os._exit(code)

    def _stop(self, job: _Running, reason: str) -> None:
        if not job.stopped:
            job.stopped = reason
            os.kill(job.pid, signal.SIGKILL)
            self._selector.unregister(job.status)

    def _stop_late(self) -> None:
        now = time.monotonic()
        for job in list(self._running.values()):
            if job.deadline <= now:
                self._stop(job, "time")
                job.deadline = _NEVER

    def _reap(self) -> None:
        while self._drain():
            pass
        while self._running:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                return
            self._report(self._running.pop(pid), status, usage)

    def _drain(self) -> bytes:
        try:
            return self._wake.recv(4096)
        except BlockingIOError:
            return b""

    def _report(self, job: _Running, status: int, usage: Any) -> None:
        if not job.stopped:
            self._selector.unregister(job.status)
        peak = usage.ru_maxrss if sys.platform == "linux" else usage.ru_maxrss // 1024
        facts = {
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
            "stopped": job.stopped,
            "cpu": usage.ru_utime + usage.ru_stime,
            "wall": time.monotonic() - job.started,
            "peak_kib": peak,
        }
        with suppress(OSError):  # nobody waits for it any more
            job.status.sendall(json.dumps(facts).encode())
        job.status.close()

    def _end(self) -> None:
        for job in self._running.values():
            os.kill(job.pid, signal.SIGKILL)


def _awake(_number: int, _frame: object) -> None:
    """Do nothing: a handler must exist for the signal to write to the wake-up descriptor."""


def _receive(control: socket.socket, most: int = 0) -> tuple[dict[str, Any], list[int]]:
    start, descriptors, _, _ = socket.recv_fds(control, _LENGTH.size, most)
    if len(start) < _LENGTH.size:
        return {}, []
    body = control.recv(_LENGTH.unpack(start)[0], socket.MSG_WAITALL)
    return json.loads(body), descriptors


def _say(control: socket.socket, facts: dict[str, Any]) -> None:
    body = json.dumps(facts).encode()
    control.sendall(_LENGTH.pack(len(body)) + body)
