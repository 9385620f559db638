"""Children that ask: they get what they are given and nothing else, and cost no more than is allowed."""

from collections.abc import Iterator
from typing import Any

import pytest

from labelkeep.infra.sandbox import Limits, MediaRefused, Message
from labelkeep.infra.sandbox.conversing import converse
from labelkeep.infra.sandbox.launching import Launcher
from tests.infra.sandbox.conversing_trials import HERE

TASKS = [f"{HERE}:{name}" for name in ("echo", "refused", "silent", "dies", "greedy", "endless", "reaching")]
LIMITS = Limits(cpu_seconds=10, wall_seconds=60, memory_mib=128, output_mib=8)


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    """One process that the children are forked from."""
    made = Launcher(TASKS)
    yield made
    made.close()


def answer(asked: dict[str, Any]) -> Message:
    if asked["file"] == "no":
        return Message({"no": True})
    return Message({}, (f"{asked['file']} {asked['turn']}".encode(),))


def heard(launcher: Launcher, task: str, payload: bytes = b"", patience: float = 20.0) -> list[Message]:
    return list(converse(launcher, f"{HERE}:{task}", payload, answer, LIMITS, patience))


def test_a_child_gets_what_it_asks_for(launcher: Launcher) -> None:
    assert [message.parts for message in heard(launcher, "echo", b"seven")] == [(b"seven 0",), (b"seven 1",)]


def test_a_no_is_an_error_in_the_child_alone(launcher: Launcher) -> None:
    assert [message.facts for message in heard(launcher, "refused")] == [{"felt": "an error"}]


def test_a_child_that_asks_can_reach_nothing_else(launcher: Launcher) -> None:
    assert [message.facts for message in heard(launcher, "reaching")] == [{"reached": []}]


@pytest.mark.parametrize(
    ("task", "patience", "code", "before"),
    [
        ("silent", 1.0, "media.time", 1),
        ("dies", 20.0, "media.crashed", 1),
        ("greedy", 20.0, "media.memory", 0),
        ("endless", 20.0, "media.output", 7),
    ],
)
def test_what_was_said_before_a_child_is_stopped_was_true(
    launcher: Launcher, task: str, patience: float, code: str, before: int
) -> None:
    found: list[Message] = []

    with pytest.raises(MediaRefused) as error:
        for message in converse(launcher, f"{HERE}:{task}", b"", answer, LIMITS, patience):
            found.append(message)  # noqa: PERF402  what came before the error is looked at

    assert error.value.code == code
    assert len(found) == before


def test_leaving_stops_the_child(launcher: Launcher) -> None:
    messages = converse(launcher, f"{HERE}:silent", b"", answer, LIMITS, 20.0)
    next(messages)
    messages.close()  # type: ignore[attr-defined]  a generator

    assert [message.facts for message in heard(launcher, "reaching")] == [{"reached": []}], "it serves the next one"
