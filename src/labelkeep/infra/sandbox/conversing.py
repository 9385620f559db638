"""A child that asks: it reads its input piece by piece from its parent, so that input of any size needs no memory.

The child still has no descriptor but its pipe: what it asks for is a number of a file that the parent has named to it,
and a range. The parent alone knows where the bytes come from.
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from labelkeep.infra.sandbox import frames
from labelkeep.infra.sandbox.errors import MediaRefused
from labelkeep.infra.sandbox.frames import FrameDamaged, Message
from labelkeep.infra.sandbox.launching import Launcher, Running, sealed
from labelkeep.infra.sandbox.limits import Limits

ASK = 3
"""The descriptor of the pipe in the child."""
Answer = Callable[[dict[str, Any]], Message]


def ask(facts: dict[str, Any]) -> Message:
    """In the child: ask the parent and wait. Raises ``OSError`` when there is no answer, or the answer is no."""
    frames.write(ASK, Message({"ask": facts}))
    answer = frames.read(frames.exactly_from(ASK))
    if answer is None or "no" in answer.facts:
        raise OSError("the file cannot be read")
    return answer


def converse(
    launcher: Launcher, task: str, payload: bytes, answer: Answer, limits: Limits, patience: float
) -> Iterator[Message]:
    """In the parent: yield what ``task`` says as it comes, and answer what it asks.

    ``patience`` is for how many seconds a child may be silent; while nobody takes its messages it waits. Raises
    ``MediaRefused`` when it refuses, was stopped or crashed, perhaps after some messages: those were true as far as
    they went. Leaving the iterator stops the child.
    """
    descriptor = sealed(payload)
    try:
        child = launcher.start(task, {}, limits, descriptor, once=True)
    finally:
        if descriptor is not None:
            os.close(descriptor)
    try:
        if descriptor is None:
            child.send(Message({}, (payload,)), patience)
        yield from _heard(child, answer, limits, patience)
    finally:
        child.close()


def _heard(child: Running, answer: Answer, limits: Limits, patience: float) -> Iterator[Message]:
    room = limits.output_mib * 1024 * 1024
    while True:
        message = _next(child, patience)
        if "done" in message.facts:
            return
        if "ask" in message.facts:
            _reply(child, answer, message.facts["ask"], patience)
        elif "refused" in message.facts:
            words = str(message.facts.get("message", ""))[:400]
            detail = str(message.facts.get("detail", ""))[:400]
            raise MediaRefused(str(message.facts["refused"]), words, detail=detail)
        elif "idle_kib" in message.facts:
            child.idle_kib = int(message.facts["idle_kib"])
        else:
            room -= sum(map(len, message.parts)) + 256
            if room < 0:
                raise MediaRefused("media.output", "Reading this file gave more output than allowed.")
            yield message


def _reply(child: Running, answer: Answer, asked: Any, patience: float) -> None:
    if not isinstance(asked, dict):
        raise MediaRefused("media.crashed", "The reader gave no clear answer on this file.")
    try:
        child.send(answer(asked), patience)  # pyright: ignore[reportUnknownArgumentType]  JSON objects have string keys
    except OSError as error:
        _, meaning = child.ended()
        raise meaning or MediaRefused("media.crashed", "The reader ended in the middle of this file.") from error


def _next(child: Running, patience: float) -> Message:
    try:
        message = child.read(time.monotonic() + patience)
    except TimeoutError as error:
        raise MediaRefused("media.time", "Reading this file took longer than allowed.") from error
    except FrameDamaged as error:
        raise MediaRefused("media.crashed", "The reader gave no clear answer on this file.") from error
    if message is None:
        _, meaning = child.ended()
        raise meaning or MediaRefused("media.crashed", "The reader gave no clear answer on this file.")
    return message
