"""What happens in a forked child: confine, run one task (or serve one task again and again), say the result, end.

A task is ``task(arguments, payload)`` and returns or yields ``Message``; a served task is ``task()`` and returns a
function from
``Message`` to ``Message``, after it has warmed up. A task refuses its input by raising ``MediaRefused``.
"""

import mmap
import os
import resource
import sys
from collections.abc import Callable, Iterable
from typing import Any

from labelkeep.infra.sandbox import frames
from labelkeep.infra.sandbox.errors import MediaRefused
from labelkeep.infra.sandbox.frames import Message
from labelkeep.infra.sandbox.limits import Limits, confine, hide, keep_only

_JOB, _PAYLOAD = 3, 4
_OUT_OF_MEMORY = ("out of memory", "unable to malloc", "cannot allocate", "allocation")


def run(
    task: Callable[..., Any], order: dict[str, Any], limits: Limits, job: int, payload: int | None, dropped: bool
) -> int:
    """Run ``task`` confined and return the exit code of the process."""
    keep_only(job) if payload is None else keep_only(job, payload)
    hide()
    data = _payload(payload is not None) if order["once"] else b""
    idle = _resident_kib()
    serving = None if order["once"] else task()
    confine(limits, len(data), dropped)
    if serving is not None:
        return _serve(serving)
    frames.write(_JOB, Message({"idle_kib": idle}))
    _say_all(_once(task, order["arguments"], data))
    frames.write(_JOB, Message({"done": True}))
    return 0


def _payload(given: bool) -> mmap.mmap | bytes:
    if not given:
        # Without sealed memory files (not Linux) the payload is the first frame; the filter comes after it.
        message = frames.read(frames.exactly_from(_JOB))
        return b"" if message is None else b"".join(message.parts)
    size = os.fstat(_PAYLOAD).st_size
    mapped = mmap.mmap(_PAYLOAD, size, prot=mmap.PROT_READ, flags=mmap.MAP_SHARED) if size else b""
    os.close(_PAYLOAD)  # the map holds a descriptor of its own
    return mapped


def _resident_kib() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "linux" else peak // 1024


def _once(task: Callable[..., Any], arguments: dict[str, Any], data: Any) -> Iterable[Message]:
    try:
        result = task(arguments, data)
        yield from ([result] if isinstance(result, Message) else result)
    except (Exception, RecursionError) as error:  # noqa: BLE001  every failure becomes a typed refusal
        yield refusal(error)


def _say_all(messages: Iterable[Message]) -> None:
    for message in messages:
        frames.write(_JOB, message)


def _serve(answer: Callable[[Message], Message]) -> int:
    exactly = frames.exactly_from(_JOB)
    frames.write(_JOB, Message({"ready": True}))
    while (message := frames.read(exactly)) is not None:
        try:
            reply = answer(message)
        except Exception as error:  # noqa: BLE001  every failure becomes a typed refusal
            reply = refusal(error)
        frames.write(_JOB, reply)
    return 0


def refusal(error: BaseException) -> Message:
    """Put an error into words for the parent; the text of an unexpected one is cut to printable characters."""
    if isinstance(error, MediaRefused):
        return Message({"refused": error.code, "message": error.message})
    words = str(error).lower()
    if isinstance(error, MemoryError) or any(sign in words for sign in _OUT_OF_MEMORY):
        return Message({"refused": "media.memory", "message": "Reading this file needs more memory than allowed."})
    detail = "".join(c if c.isascii() and c.isprintable() else " " for c in str(error))[:300]
    return Message(
        {
            "refused": "media.broken",
            "message": "This file is damaged and cannot be read to its end.",
            "detail": f"{type(error).__name__}: {detail}",
        }
    )
