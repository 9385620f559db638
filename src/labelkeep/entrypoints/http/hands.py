"""Hands: the worker threads that run synchronous routes.

The framework's own pool makes a condition, a limiter and several turns of the event loop of each hand-over: 60
microseconds of processor time. Here it is one entry in a queue and one call back.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from queue import SimpleQueue
from threading import Thread
from typing import Any, ParamSpec, TypeVar

MOST = 40
"""As many as in the framework's pool; most wait for the database."""

P = ParamSpec("P")
T = TypeVar("T")

_turns: SimpleQueue[Callable[[], None]] = SimpleQueue()
_asked = 0
"""How many are waited for."""
_hired = 0


async def by_hand(run: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a synchronous function in a worker thread with a copy of the caller's context, and return what it returns.

    Whoever is cancelled waits no longer; the function runs to its end all the same.
    """
    global _asked  # noqa: PLW0603  threads belong to the process
    loop, context = asyncio.get_running_loop(), copy_context()
    answer: asyncio.Future[T] = loop.create_future()

    def turn() -> None:
        try:
            made = context.run(run, *args, **kwargs)
        except BaseException as error:  # noqa: BLE001  whatever it is, the one who waits must hear of it
            _call(loop, answer, answer.set_exception, error)
        else:
            _call(loop, answer, answer.set_result, made)

    _asked += 1
    try:
        _hire()
        _turns.put(turn)
        return await answer
    finally:
        _asked -= 1


def _call(loop: asyncio.AbstractEventLoop, answer: asyncio.Future[Any], tell: Callable[[Any], None], what: Any) -> None:
    # a loop that has ended has nobody left who waits
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(_tell, answer, tell, what)


def _tell(answer: asyncio.Future[Any], tell: Callable[[Any], None], what: Any) -> None:
    if not answer.done():
        tell(what)


def _hire() -> None:
    """Start one more thread when all are at work."""
    global _hired  # noqa: PLW0603  as above
    if _hired < min(_asked, MOST):
        _hired += 1
        Thread(target=_work, name="labelkeep-hand", daemon=True).start()


def _work() -> None:
    while True:
        _turns.get()()
