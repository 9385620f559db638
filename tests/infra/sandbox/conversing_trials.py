"""Tasks that ask their parent, run in children by the tests of conversing."""

import os
import time
from collections.abc import Iterator
from typing import Any

from labelkeep.infra.sandbox.conversing import ask
from labelkeep.infra.sandbox.frames import Message

HERE = "tests.infra.sandbox.conversing_trials"


def echo(_arguments: dict[str, Any], payload: Any) -> Iterator[Message]:
    """Ask for what the payload names, twice, and say it."""
    for turn in range(2):
        heard = ask({"file": bytes(payload).decode(), "turn": turn})
        yield Message({"turn": turn}, heard.parts)


def refused(_arguments: dict[str, Any], _payload: Any) -> Message:
    """Ask for what is not given, and say how that felt."""
    try:
        ask({"file": "no"})
    except OSError:
        return Message({"felt": "an error"})
    return Message({"felt": "nothing"})


def silent(_arguments: dict[str, Any], _payload: Any) -> Iterator[Message]:
    """Say one thing, then nothing."""
    yield Message({"first": True})
    time.sleep(60)


def dies(_arguments: dict[str, Any], _payload: Any) -> Iterator[Message]:
    """Say one thing, then end at once."""
    yield Message({"first": True})
    os._exit(3)


def greedy(_arguments: dict[str, Any], _payload: Any) -> Message:
    """Take more memory than is allowed."""
    return Message({"bytes": len(bytearray(2 << 30))})


def endless(_arguments: dict[str, Any], _payload: Any) -> Iterator[Message]:
    """Say more than is allowed."""
    while True:
        yield Message({}, (bytes(1 << 20),))


def reaching(_arguments: dict[str, Any], _payload: Any) -> Message:
    """Try to open a file and a socket."""
    import socket

    reached: list[str] = []
    for name, attempt in (("file", lambda: os.open("/etc/hostname", os.O_RDONLY)), ("socket", socket.socket)):
        try:
            attempt()
        except OSError:
            continue
        reached.append(name)
    return Message({"reached": reached})
