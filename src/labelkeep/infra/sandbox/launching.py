"""The parent's end: start the zygote, hand it jobs with their descriptors, read what a child says and how it ended."""

import fcntl
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from labelkeep.infra.sandbox import frames, seccomp
from labelkeep.infra.sandbox.errors import MediaRefused, SandboxUnavailable
from labelkeep.infra.sandbox.frames import Message, Usage
from labelkeep.infra.sandbox.limits import Limits

_LENGTH = struct.Struct("!I")
_GRACE_SECONDS = 5.0
_START_SECONDS = 60.0
_PROGRAM = (
    "import sys; sys.path[:0] = sys.argv[2:]; from labelkeep.infra.sandbox.zygote import main; main(int(sys.argv[1]))"
)
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    # One decoding thread a child: the machine's cores are shared out by running several children.
    "VIPS_CONCURRENCY": "1",
    # Children cannot open temporary files, so large pictures stay in the memory that the limits bound.
    "VIPS_DISC_THRESHOLD": "1024g",
    # Linear algebra is not wanted, and its threads would be there before the fork.
    "OPENBLAS_NUM_THREADS": "1",
    # Few allocator arenas, or each thread reserves 64 MiB of address space.
    "MALLOC_ARENA_MAX": "2",
}


class Launcher:
    """One zygote process, started at the first job and anew if it died. Safe for many threads."""

    def __init__(self, tasks: Sequence[str]) -> None:
        self._tasks = sorted(tasks)
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        # The kernel ends the zygote with the thread that started it, not with the process: a request's or a pool's
        # thread may end at any time, so one thread that lives as long as this object does it.
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="labelkeep-sandbox")

    def start(self, task: str, arguments: dict[str, Any], limits: Limits, payload: int | None, once: bool) -> "Running":
        """Fork a child for ``task``; ``payload`` is the descriptor of its input. Raises ``SandboxUnavailable``."""
        if task not in self._tasks:
            raise SandboxUnavailable(f"No task named {task} is registered with this sandbox.")
        job, child_job = socket.socketpair()
        status, child_status = socket.socketpair()
        order = {"task": task, "arguments": arguments, "limits": asdict(limits), "once": once}
        descriptors = [child_job.fileno(), child_status.fileno(), *([] if payload is None else [payload])]
        try:
            self._send(order, descriptors)
        except BaseException:
            job.close()
            status.close()
            raise
        finally:
            child_job.close()
            child_status.close()
        return Running(job, status, limits)

    def close(self) -> None:
        """End the zygote and with it every child."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def _send(self, order: dict[str, Any], descriptors: list[int]) -> None:
        with self._lock:
            for attempt in (1, 2):
                control = self._control or self._launch()
                try:
                    _tell(control, order, descriptors)
                except OSError as error:
                    self._close()
                    if attempt == 2:
                        raise SandboxUnavailable("The process that decodes media cannot be reached.") from error
                else:
                    return

    def _launch(self) -> socket.socket:
        return self._keeper.submit(self._launch_here).result()

    def _launch_here(self) -> socket.socket:
        control, theirs = socket.socketpair()
        # Isolated mode ignores the working folder and the environment; what this process itself imports from is
        # said outright.
        folders = [entry for entry in sys.path if Path(entry).is_absolute()]
        command = [sys.executable, "-I", "-c", _PROGRAM, str(theirs.fileno()), *folders]
        null = subprocess.DEVNULL
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and program, no outside words
                command, stdin=null, stdout=null, stderr=null, cwd="/", env=_ENVIRONMENT, close_fds=True,
                pass_fds=[theirs.fileno()], start_new_session=True,
            )  # fmt: skip
        self._control = control
        control.settimeout(_START_SECONDS)
        try:
            _tell(control, {"tasks": self._tasks}, [])
            answer = _hear(control)
        except OSError as error:
            answer = {"failed": str(error)}
        if "ready" not in answer:
            self._close()
            raise SandboxUnavailable(
                f"The process that decodes media did not start: {answer.get('failed', 'no word')}."
            )
        control.settimeout(None)
        return control


def _tell(control: socket.socket, facts: dict[str, Any], descriptors: list[int]) -> None:
    body = json.dumps(facts).encode()
    socket.send_fds(control, [_LENGTH.pack(len(body))], descriptors)
    control.sendall(body)


def _hear(control: socket.socket) -> dict[str, Any]:
    start = control.recv(_LENGTH.size, socket.MSG_WAITALL)
    if len(start) < _LENGTH.size:
        return {"failed": "it ended at once"}
    return json.loads(control.recv(_LENGTH.unpack(start)[0], socket.MSG_WAITALL))


class Running:
    """One child from the parent's side. Closing it stops the child, whatever it does."""

    def __init__(self, job: socket.socket, status: socket.socket, limits: Limits) -> None:
        self._job = job
        self._status = status
        self._limits = limits
        self._buffer = bytearray()
        self.idle_kib = 0

    def send(self, message: Message, seconds: float) -> None:
        """Say one frame to the child. Raises ``OSError`` when it is gone or does not listen within ``seconds``."""
        self._job.settimeout(seconds)
        buffers = frames.encode(message)
        # at once, as far as it goes: each piece would wake the child
        sent = self._job.sendmsg(buffers)
        for buffer in buffers:
            if sent < len(buffer):
                self._job.sendall(memoryview(buffer)[sent:])
            sent = max(0, sent - len(buffer))

    def read(self, deadline: float) -> Message | None:
        """Return the child's next frame, or None at its end. Raises ``TimeoutError`` and ``FrameDamaged``."""
        return frames.read(lambda length: self._exactly(length, deadline))

    def _exactly(self, length: int, deadline: float) -> bytes:
        while len(self._buffer) < length:
            self._job.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                piece = self._job.recv(1 << 16)
            except ConnectionResetError:
                piece = b""
            if not piece:
                break
            self._buffer += piece
        taken = bytes(self._buffer[:length])
        del self._buffer[:length]
        return taken

    def alive(self) -> bool:
        """Say whether a waiting child is still there: a dead one's socket has come to its end."""
        return not select.select([self._job], [], [], 0)[0]

    def ended(self) -> tuple[Usage, MediaRefused | SandboxUnavailable | None]:
        """Wait for the child's end; return what it took, and the error that its end means, if it did not end well."""
        self._status.settimeout(_GRACE_SECONDS)
        facts: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            facts = json.loads(self._status.recv(4096) or b"{}")
        usage = Usage(facts.get("cpu", 0.0), facts.get("wall", 0.0), facts.get("peak_kib", 0), self.idle_kib)
        return usage, _meaning(facts, usage, self._limits)

    def close(self) -> None:
        """Forget the child; the zygote kills it when it still runs."""
        self._job.close()
        self._status.close()


def _meaning(facts: dict[str, Any], usage: Usage, limits: Limits) -> MediaRefused | SandboxUnavailable | None:
    if not facts:
        # No word came from the zygote, which no child can reach: the file is not to blame and may be tried again.
        return SandboxUnavailable("The process that decodes media ended while it read this file; try again.")
    killed = facts.get("signal", 0)
    if facts.get("stopped") == "time" or killed == signal.SIGXCPU or usage.cpu_seconds > limits.cpu_seconds:
        return MediaRefused("media.time", "Reading this file took longer than allowed.", usage=usage)
    # GLib ends the process by a trap when an allocation fails, which is how a decoder meets the memory limit.
    if killed == signal.SIGTRAP:
        return MediaRefused("media.memory", "Reading this file needs more memory than allowed.", usage=usage)
    if killed or facts.get("exit"):
        return MediaRefused("media.crashed", "The decoder crashed on this file.", usage=usage, signal=killed)
    return None


def sealed(payload: bytes | Iterable[bytes]) -> int | None:
    """Return a descriptor of an unnamed memory file that holds ``payload`` and can no longer change.

    None where the system has no such files.
    The bytes never touch a disk. The caller closes the descriptor.
    """
    if sys.platform != "linux":
        return None
    descriptor = os.memfd_create("media", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        for chunk in [payload] if isinstance(payload, bytes) else payload:
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def confinement() -> str:
    """Say in one sentence how well children are confined on this machine (for ``doctor`` and the path bar)."""
    if seccomp.supported():
        return "Media is decoded in child processes without network, files or secrets, with limits on time and memory."
    return (
        "Reduced sandbox: media is decoded in child processes with limits on time, but this system has no filter of "
        "system calls and no bound on memory, so use it for trials only."
    )
