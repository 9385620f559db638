"""A job whose worker was killed is swept and tried again by the next worker, without anybody's doing."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from houses import Town
from labelkeep.access import jobs
from labelkeep.infra.jobs import Queue, queue
from tests.domain.releases import made

SECONDS = 60


@pytest.fixture
def killed(fast_works: Town) -> dict[str, Any]:
    """An approved release whose worker was killed in the middle of its third step."""
    made.fill(fast_works)
    release = made.approve(fast_works, made.ask(fast_works))
    given = {"home": str(fast_works.house.settings.home), "urls": asdict(fast_works.house.urls)}
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.infra.jobs.worker"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    try:
        assert child.stdin
        assert child.stdout
        child.stdin.write(json.dumps(given).encode())
        child.stdin.close()
        assert b"in the middle\n" in iter(child.stdout.readline, b"")
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    return release


def ended(town: Town, release: dict[str, Any]) -> dict[str, Any]:
    """Wait until the release is written, or the time is over."""
    until = time.monotonic() + SECONDS
    while (seen := made.see(town, release))["state"] != "ready" and time.monotonic() < until:
        time.sleep(0.2)
    return seen


def test_the_next_worker_takes_up_a_job_whose_worker_was_killed(
    fast_works: Town, killed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "STALLED_AFTER", 4.0)
    monkeypatch.setattr(queue, "SWEEP_EVERY", 0.5)
    before = made.see(fast_works, killed)
    house, handlers, runs = fast_works.house, fast_works.house.parts["jobs"], list[str]()

    def run(kind: str, job: Any) -> None:
        runs.append(str(job))
        jobs.run(house, handlers, kind, job)

    worker = Queue(house.urls, handlers, run)
    worker.start()
    try:
        after = ended(fast_works, killed)
    finally:
        worker.stop()

    assert (before["state"], before["job"]["done"]) == ("writing", 2), "it died in its third step"
    assert (after["state"], after["job"]["state"]) == ("ready", "done")
    assert runs == [killed["job"]["id"]], "tried again once"
    names = [row["asset"]["name"] for row in made.lines(made.download(fast_works, after))]
    assert names == [f"picture {number}.png" for number in range(5)]
