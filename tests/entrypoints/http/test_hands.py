"""Synchronous work in threads: what comes back, what is raised, and what a cancelled request leaves behind."""

import asyncio
import threading
from contextvars import ContextVar

import pytest

from labelkeep.entrypoints.http.hands import by_hand

told: ContextVar[str] = ContextVar("told", default="nothing")


def test_work_runs_in_another_thread_and_its_result_comes_back() -> None:
    def work(a: int, *, b: int) -> tuple[int, int]:
        return a + b, threading.get_ident()

    made, thread = asyncio.run(by_hand(work, 1, b=2))

    assert made == 3
    assert thread != threading.get_ident()


@pytest.mark.parametrize("error", [LookupError("x"), KeyboardInterrupt(), SystemExit(3)])
def test_whatever_is_raised_reaches_the_one_who_waits_and_the_thread_goes_on(error: BaseException) -> None:
    def work() -> None:
        raise error

    async def both() -> int:
        with pytest.raises(type(error)):
            await by_hand(work)
        return await by_hand(int, "7")

    assert asyncio.run(both()) == 7


def test_work_sees_its_callers_context_and_changes_only_its_own() -> None:
    def work() -> str:
        seen = told.get()
        told.set("changed")
        return seen

    async def asked() -> tuple[str, str]:
        told.set("mine")
        return await by_hand(work), told.get()

    assert asyncio.run(asked()) == ("mine", "mine")


def test_work_at_the_same_time_does_not_wait_for_each_other() -> None:
    barrier = threading.Barrier(12)

    async def all_of_them() -> list[int]:
        return await asyncio.gather(*(by_hand(barrier.wait, 10) for _ in range(12)))

    assert sorted(asyncio.run(all_of_them())) == list(range(12))


def test_a_cancelled_request_does_not_stop_its_work_nor_the_next() -> None:
    go, done = threading.Event(), threading.Event()

    def work() -> None:
        go.wait(10)
        done.set()

    async def asked() -> int:
        waiting = asyncio.create_task(by_hand(work))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        go.set()
        return await by_hand(int, "3")

    assert asyncio.run(asked()) == 3
    assert done.wait(10)


def test_work_that_ends_after_its_loop_does_not_cost_the_thread() -> None:
    go = threading.Event()

    async def left() -> None:
        waiting = asyncio.create_task(by_hand(go.wait, 10))
        await asyncio.sleep(0.05)
        waiting.cancel()

    asyncio.run(left())
    go.set()

    assert asyncio.run(by_hand(int, "5")) == 5
