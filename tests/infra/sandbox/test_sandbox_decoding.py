import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from labelkeep.infra.sandbox import Limits, MediaRefused, Sandbox, SandboxUnavailable
from labelkeep.infra.sandbox.launching import Launcher

NAMES = ("echo", "many", "refuse", "fail", "spin", "doze", "hoard", "crash", "babble")
TASKS = ["tests.infra.sandbox.sandbox_trials:" + name for name in NAMES]
SMALL = Limits(cpu_seconds=1, wall_seconds=2, memory_mib=64, output_mib=1)


@pytest.fixture(scope="module")
def sandbox() -> Any:
    made = Sandbox(TASKS, SMALL, at_once=4)
    yield made
    made.close()


def refused(sandbox: Sandbox, name: str, limits: Any = None) -> Any:
    with pytest.raises(MediaRefused) as caught:
        sandbox.run("tests.infra.sandbox.sandbox_trials:" + name, {"count": 100, "size": 30_000}, b"bytes", limits)
    return caught.value


def test_a_task_gets_its_arguments_and_its_bytes(sandbox: Sandbox) -> None:
    message = sandbox.run("tests.infra.sandbox.sandbox_trials:echo", {"width": 3}, iter([b"one ", b"two"]))
    assert message.facts == {"given": {"width": 3}}
    assert message.parts == (b"one two",)


def test_an_empty_file_is_an_input_too(sandbox: Sandbox) -> None:
    assert sandbox.run("tests.infra.sandbox.sandbox_trials:echo", {}, b"").parts == (b"",)


def test_a_large_result_streams_without_being_gathered(sandbox: Sandbox) -> None:
    limits = Limits(output_mib=1000)
    sizes = [
        len(m.parts[0])
        for m in sandbox.stream("tests.infra.sandbox.sandbox_trials:many", {"count": 3000, "size": 30_000}, b"", limits)
    ]
    assert sizes == [30_000] * 3000


def test_a_task_refuses_in_its_own_words(sandbox: Sandbox) -> None:
    error = refused(sandbox, "refuse")
    assert (error.code, error.message) == ("media.not_a_picture", "This is a poem.")


def test_an_unexpected_error_is_a_broken_file_and_its_text_is_harmless(sandbox: Sandbox) -> None:
    error = refused(sandbox, "fail")
    assert error.code == "media.broken"
    assert error.facts["detail"].startswith("ValueError")
    assert error.facts["detail"].isprintable()
    assert len(error.facts["detail"]) <= 400


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("spin", "media.time"),
        ("doze", "media.time"),
        ("hoard", "media.memory"),
        ("crash", "media.crashed"),
        ("babble", "media.crashed"),
    ],
)
def test_a_child_that_takes_too_much_or_breaks_is_stopped_with_a_typed_error(
    sandbox: Sandbox, name: str, code: str
) -> None:
    started = time.monotonic()
    error = refused(sandbox, name)
    assert error.code == code
    assert time.monotonic() - started < 4
    assert error.usage is None or error.usage.above_idle_mib <= 64 + 8


def test_a_child_that_says_too_much_is_stopped(sandbox: Sandbox) -> None:
    with pytest.raises(MediaRefused) as caught:
        list(sandbox.stream("tests.infra.sandbox.sandbox_trials:many", {"count": 10**6, "size": 30_000}, b""))
    assert caught.value.code == "media.output"


def test_the_sandbox_goes_on_after_every_failure(sandbox: Sandbox) -> None:
    refused(sandbox, "crash")
    assert sandbox.run("tests.infra.sandbox.sandbox_trials:echo", {}, b"still").parts == (b"still",)


def test_what_a_child_took_is_reported(sandbox: Sandbox) -> None:
    usages = []
    sandbox.run("tests.infra.sandbox.sandbox_trials:echo", {}, bytes(8 << 20), Limits(), usages.append)
    assert usages[0].peak_kib > usages[0].idle_kib > 1000
    assert 7 < usages[0].above_idle_mib < 64
    assert usages[0].wall_seconds > 0


def test_many_threads_share_one_sandbox(sandbox: Sandbox) -> None:
    answers = {}

    def ask(number: int) -> None:
        data = str(number).encode() * 1000
        answers[number] = sandbox.run("tests.infra.sandbox.sandbox_trials:echo", {"n": number}, data).parts[0] == data

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(24)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert answers == dict.fromkeys(range(24), True)


def test_leaving_a_stream_early_ends_its_child(sandbox: Sandbox) -> None:
    stream = sandbox.stream(
        "tests.infra.sandbox.sandbox_trials:many", {"count": 10**9, "size": 1000}, b"", Limits(wall_seconds=600)
    )
    next(stream)
    stream.close()
    # The child must be gone at once: otherwise it would hold its place and its processor for ten minutes.
    assert sandbox.run("tests.infra.sandbox.sandbox_trials:echo", {}, b"next").parts == (b"next",)
    assert not _children_of(sandbox.launcher._process.pid)


def _children_of(pid: int, patience: float = 2.0) -> list[str]:
    children: list[str] = []
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if not children:
            return []
        time.sleep(0.02)
    return children


def test_a_killed_zygote_is_started_anew() -> None:
    sandbox = Sandbox(["tests.infra.sandbox.sandbox_trials:echo"])
    try:
        sandbox.run("tests.infra.sandbox.sandbox_trials:echo", {}, b"")
        os.kill(sandbox.launcher._process.pid, signal.SIGKILL)
        sandbox.launcher._process.wait()
        assert sandbox.run("tests.infra.sandbox.sandbox_trials:echo", {}, b"again").parts == (b"again",)
    finally:
        sandbox.close()


def test_a_file_is_not_blamed_when_the_zygote_dies_under_it() -> None:
    sandbox = Sandbox([TASKS[5]])
    sandbox_launcher = sandbox.launcher
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            sandbox.run(TASKS[5], {}, b"")
        except SandboxUnavailable as error:
            failures.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    deadline = time.monotonic() + 10
    while sandbox_launcher._process is None or not _children_of(sandbox_launcher._process.pid, 0.05):
        assert time.monotonic() < deadline
    os.kill(sandbox_launcher._process.pid, signal.SIGKILL)
    thread.join(10)
    sandbox.close()
    assert "try again" in str(failures[0])


def test_only_registered_tasks_run(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxUnavailable):
        sandbox.run("os:system", {}, b"")


def test_a_task_that_cannot_be_imported_is_said_at_the_first_job() -> None:
    sandbox = Sandbox(["no_such_module:task"])
    with pytest.raises(SandboxUnavailable, match="no_such_module"):
        sandbox.run("no_such_module:task", {}, b"")


def test_closing_leaves_no_process_behind() -> None:
    launcher = Launcher(["tests.infra.sandbox.sandbox_trials:doze"])
    running = launcher.start("tests.infra.sandbox.sandbox_trials:doze", {}, SMALL, None, once=True)
    process = launcher._process
    launcher.close()
    running.close()
    assert process.returncode is not None


def test_sandbox_outlives_the_thread_that_first_used_it(sandbox: Sandbox) -> None:
    launcher = Launcher(TASKS)
    made = threading.Thread(target=lambda: launcher.start(TASKS[0], {}, SMALL, None, once=True).close())
    made.start()
    made.join()
    time.sleep(0.3)

    process = launcher._process

    assert process is not None
    assert process.poll() is None
    launcher.close()
