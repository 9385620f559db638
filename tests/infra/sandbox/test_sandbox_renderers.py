import os
import signal
import threading
import time
from typing import Any

import pytest

from labelkeep.infra.sandbox import MediaRefused, Renderers, Sandbox

TASK = "tests.infra.sandbox.sandbox_trials:serve"


@pytest.fixture
def renderers() -> Any:
    made = Renderers(TASK, count=1, jobs=10, seconds=0.5)
    yield made
    made.close()


def test_a_renderer_stays_warm_from_one_tile_to_the_next(renderers: Renderers) -> None:
    first, second = renderers.render({}, b"tile"), renderers.render({}, b"other")
    assert first.parts == (b"tile",)
    assert second.facts == {"pid": first.facts["pid"], "answered": 2}


def test_a_renderer_is_replaced_after_its_number_of_jobs(renderers: Renderers) -> None:
    pids = [renderers.render({}).facts["pid"] for _ in range(21)]
    assert [len(set(pids[start : start + 10])) for start in (0, 10)] == [1, 1]
    assert len(set(pids)) == 3


@pytest.mark.parametrize(("deed", "code"), [("crash", "media.crashed"), ("doze", "media.time")])
def test_a_bad_tile_costs_one_answer_and_a_fresh_renderer(renderers: Renderers, deed: str, code: str) -> None:
    before = renderers.render({}).facts["pid"]
    with pytest.raises(MediaRefused) as caught:
        renderers.render({"do": deed})
    assert caught.value.code == code
    after = renderers.render({}).facts
    assert after["pid"] != before
    assert after["answered"] == 1


def test_a_refusal_keeps_the_renderer(renderers: Renderers) -> None:
    before = renderers.render({}).facts["pid"]
    with pytest.raises(MediaRefused, match="poem"):
        renderers.render({"do": "refuse"})
    assert renderers.render({}).facts["pid"] == before


def test_a_renderer_that_died_while_idle_is_noticed_before_it_is_asked(renderers: Renderers) -> None:
    process = renderers._launcher
    before = renderers.render({}).facts["pid"]
    os.kill(before, signal.SIGKILL)
    time.sleep(0.1)
    assert renderers.render({}).facts["pid"] != before
    os.kill(process._process.pid, signal.SIGKILL)
    process._process.wait()
    time.sleep(0.1)
    assert renderers.render({}).facts["answered"] == 1


def test_renderers_and_one_shot_jobs_may_share_one_process() -> None:
    sandbox = Sandbox([TASK, "tests.infra.sandbox.sandbox_trials:echo"])
    renderers = Renderers(TASK, count=2, sandbox=sandbox)
    renderers.warm()
    assert sandbox.run("tests.infra.sandbox.sandbox_trials:echo", {}, b"x").parts == (b"x",)
    renderers.close()
    assert sandbox.run("tests.infra.sandbox.sandbox_trials:echo", {}, b"y").parts == (b"y",)
    sandbox.close()


def test_many_threads_take_turns() -> None:
    renderers = Renderers(TASK, count=2)
    renderers.warm()
    answers = []

    def ask(number: int) -> None:
        answers.extend(renderers.render({}, bytes([number])).parts[0] == bytes([number]) for _ in range(50))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    renderers.close()
    assert answers == [True] * 400
