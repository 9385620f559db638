"""The collector rests during bulk work, and works again when the last of it is over."""

import gc
import threading

import pytest

from labelkeep.core.collecting import uncollected


def test_the_collector_rests_inside_and_works_again_after() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_last_one_out_lets_it_go_on() -> None:
    inside, leave = threading.Event(), threading.Event()

    def other() -> None:
        with uncollected():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=other)
    thread.start()
    inside.wait(10)
    with uncollected():
        pass
    resting = not gc.isenabled()
    leave.set()
    thread.join()

    assert resting
    assert gc.isenabled()


def test_an_error_lets_it_go_on() -> None:
    with pytest.raises(ValueError, match="oh"), uncollected():
        raise ValueError("oh")

    assert gc.isenabled()
