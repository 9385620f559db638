"""Tasks that misbehave on purpose, run inside children by the tests beside this file."""

# ruff: noqa: PTH101, PTH108, PTH116, PTH208, S103, S108, S606  a taken-over decoder uses the plain calls, and so must these attempts

import ctypes
import errno
import mmap
import os
import resource
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from labelkeep.infra.sandbox.errors import MediaRefused
from labelkeep.infra.sandbox.frames import Message


def echo(arguments: dict[str, Any], payload: Any) -> Message:
    return Message({"given": arguments}, (bytes(payload),))


def many(arguments: dict[str, Any], payload: Any) -> Iterator[Message]:
    for number in range(arguments["count"]):
        yield Message({"number": number}, (bytes(arguments["size"]),))


def refuse(arguments: dict[str, Any], payload: Any) -> Message:
    raise MediaRefused("media.not_a_picture", "This is a poem.")


def fail(arguments: dict[str, Any], payload: Any) -> Message:
    raise ValueError("\x1b[31mred\x00" + "x" * 5000)


def spin(arguments: dict[str, Any], payload: Any) -> Message:
    while True:
        pass


def doze(arguments: dict[str, Any], payload: Any) -> Message:
    time.sleep(60)
    return Message({})


def hoard(arguments: dict[str, Any], payload: Any) -> Message:
    kept = [bytearray(b"x" * (1 << 20)) for _ in range(4096)]
    return Message({"kept": len(kept)})


def crash(arguments: dict[str, Any], payload: Any) -> Message:
    ctypes.string_at(0)
    return Message({})


def babble(arguments: dict[str, Any], payload: Any) -> Message:
    os.write(3, b"\xff" * 4096)
    return Message({})


def _outcome(attempt: Callable[[], Any]) -> str:
    try:
        attempt()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, "?")
    except ValueError:
        return "EPERM"  # what the resource module makes of it
    return "done"


def break_out(arguments: dict[str, Any], payload: Any) -> Message:
    """Try everything a taken-over decoder would try, and say what came of each."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent = arguments["parent"]

    def call(name: str, *values: Any) -> None:
        if getattr(libc, name)(*values) == -1:
            raise OSError(ctypes.get_errno(), name)

    attempts: dict[str, Callable[[], Any]] = {
        "secret": lambda: Path(arguments["secret"]).read_bytes(),
        "write": lambda: os.open("/tmp/labelkeep-broke-out", os.O_CREAT | os.O_WRONLY),
        "world": lambda: os.open("/etc/passwd", os.O_RDONLY),
        "list": lambda: os.listdir("/"),
        "stat": lambda: os.stat(arguments["secret"]),
        "environ": lambda: os.open(f"/proc/{parent}/environ", os.O_RDONLY),
        "memory": lambda: os.open(f"/proc/{parent}/mem", os.O_RDWR),
        "unix": lambda: socket.socket(socket.AF_UNIX).connect(arguments["database"]),
        "tcp": lambda: socket.socket(socket.AF_INET).connect(("127.0.0.1", arguments["port"])),
        "pair": socket.socketpair,
        "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
        "fork": lambda: call("fork"),
        "exec": lambda: os.execv("/bin/sh", ["sh", "-c", "true"]),
        "kill": lambda: os.kill(parent, 0),
        "signal_zygote": lambda: os.kill(os.getppid(), 9),
        "ptrace": lambda: call("ptrace", 16, parent, 0, 0),
        "memfd": lambda: os.memfd_create("x"),
        "root": lambda: os.setuid(0),
        "limits": lambda: resource.setrlimit(7, (64, 64)),
        "chmod": lambda: os.chmod(arguments["secret"], 0o666),
        "unlink": lambda: os.unlink(arguments["secret"]),
        "mount": lambda: call("mount", None, b"/", b"tmpfs", 0, None),
        "unshare": lambda: call("unshare", 0x10000000),
        "executable_memory": lambda: mmap.mmap(-1, 4096, prot=7),
        "dup": lambda: os.dup(3),
        "keyring": lambda: call("syscall", 250, 0),
        "io_uring": lambda: call("syscall", 425, 1, None),
    }
    outcomes = {name: _outcome(attempt) for name, attempt in attempts.items()}
    held = [number for number in range(64) if _outcome(lambda number=number: os.lseek(number, 0, 1)) != "EBADF"]
    facts = {"outcomes": outcomes, "held": held, "uid": os.getuid(), "variables": sorted(os.environ)}
    return Message(facts)


def serve() -> Callable[[Message], Message]:
    answered = 0

    def answer(message: Message) -> Message:
        nonlocal answered
        answered += 1
        match message.facts.get("do"):
            case "crash":
                ctypes.string_at(0)
            case "doze":
                time.sleep(60)
            case "refuse":
                raise MediaRefused("media.not_a_picture", "This is a poem.")
        return Message({"pid": os.getpid(), "answered": answered}, message.parts)

    return answer
