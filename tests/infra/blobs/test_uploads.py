import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from labelkeep.core.clock import now
from labelkeep.core.errors import Invalid
from labelkeep.core.ids import new_id
from labelkeep.infra.blobs import Blobs, Uploads, uploads
from labelkeep.infra.blobs.errors import (
    UploadFinished,
    UploadGap,
    UploadIncomplete,
    UploadOverlap,
    UploadTooLong,
    UploadUnknown,
)
from labelkeep.infra.vault import DataKey
from labelkeep.infra.vault.errors import StreamDamaged
from labelkeep.plugins.stores.local import KIND

PROJECT = UUID(int=1)
KEY = DataKey(UUID(int=7), bytes(range(32)))


def room(home: Path, project: UUID = PROJECT) -> Uploads:
    return Uploads(Blobs(KIND.open(home), lambda _: KEY), project)


def content_of(home: Path, blob_id: str) -> bytes:
    return b"".join(Blobs(KIND.open(home), lambda _: KEY).open(PROJECT, blob_id).stream())


def parts_on_disk(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "blobs" / "uploads").rglob("*") if path.is_file())


@pytest.mark.parametrize("announced", [True, False])
def test_parts_become_one_blob(tmp_path: Path, announced: bool) -> None:
    content = random.Random(1).randbytes(100_000)
    ours = room(tmp_path)
    upload = ours.begin(len(content) if announced else None)

    for start in range(0, len(content), 30_000):
        assert ours.received(upload) == start
        assert ours.append(upload, start, content[start : start + 30_000]) == min(start + 30_000, len(content))
    ref = ours.finish(upload)

    assert content_of(tmp_path, ref.id) == content
    assert ref.size == len(content)
    assert parts_on_disk(tmp_path) == ["done"]


def test_an_empty_file_can_be_uploaded(tmp_path: Path) -> None:
    ours = room(tmp_path)

    upload = ours.begin(0)

    assert ours.append(upload, 0, b"") == 0
    assert ours.finish(upload).size == 0


def test_a_gap_and_an_overlap_are_refused_and_say_where_to_go_on(tmp_path: Path) -> None:
    ours = room(tmp_path)
    upload = ours.begin(None)
    ours.append(upload, 0, b"0123456789")

    with pytest.raises(UploadGap) as gap:
        ours.append(upload, 11, b"x")
    with pytest.raises(UploadOverlap) as overlap:
        ours.append(upload, 5, b"56789abc")
    with pytest.raises(UploadOverlap):
        ours.append(upload, 0, b"0123456789")
    with pytest.raises(UploadOverlap):
        ours.append(upload, -1, b"x")

    assert gap.value.facts["received"] == overlap.value.facts["received"] == ours.received(upload) == 10


def test_more_than_announced_or_than_a_part_may_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = room(tmp_path)
    upload = ours.begin(10)

    with pytest.raises(UploadTooLong):
        ours.append(upload, 0, b"x" * 11)
    monkeypatch.setattr(uploads, "MOST_PART", 5)
    with pytest.raises(UploadTooLong):
        ours.append(upload, 0, b"x" * 6)

    assert ours.received(upload) == 0


def test_an_upload_with_bytes_missing_cannot_be_finished(tmp_path: Path) -> None:
    ours = room(tmp_path)
    upload = ours.begin(10)
    ours.append(upload, 0, b"12345")

    with pytest.raises(UploadIncomplete) as caught:
        ours.finish(upload)

    assert caught.value.facts == {"received": 5, "size": 10}
    ours.append(upload, 5, b"67890")
    assert content_of(tmp_path, ours.finish(upload).id) == b"1234567890"


def test_a_finished_upload_gives_the_same_answer_and_takes_nothing_more(tmp_path: Path) -> None:
    ours = room(tmp_path)
    upload = ours.begin(None)
    ours.append(upload, 0, b"abc")
    ref = ours.finish(upload)

    assert room(tmp_path).finish(upload) == ref
    assert ours.received(upload) == 3
    with pytest.raises(UploadFinished):
        ours.append(upload, 3, b"d")


def test_an_aborted_upload_is_gone_and_its_blob_stays(tmp_path: Path) -> None:
    ours = room(tmp_path)
    finished, half = ours.begin(None), ours.begin(None)
    ours.append(finished, 0, b"abc")
    ours.append(half, 0, b"abc")
    ref = ours.finish(finished)

    ours.abort(finished)
    ours.abort(half)
    ours.abort(half)

    assert parts_on_disk(tmp_path) == []
    assert content_of(tmp_path, ref.id) == b"abc"


def test_an_upload_is_unknown_to_other_projects_and_after_abort(tmp_path: Path) -> None:
    ours, theirs = room(tmp_path), room(tmp_path, UUID(int=2))
    upload = ours.begin(None)
    aborted = ours.begin(None)
    ours.abort(aborted)

    for who, which in [(theirs, upload), (ours, aborted), (ours, new_id())]:
        for ask in (who.received, who.finish, lambda upload_id, who=who: who.append(upload_id, 0, b"x")):
            with pytest.raises(UploadUnknown):
                ask(which)


def test_a_negative_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        room(tmp_path).begin(-1)


def test_parts_exchanged_on_the_disk_are_found(tmp_path: Path) -> None:
    ours = room(tmp_path)
    upload = ours.begin(None)
    ours.append(upload, 0, b"aaaa")
    ours.append(upload, 4, b"bbbb")
    first, second = sorted(path for path in tmp_path.rglob("0*") if path.is_file())
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)

    with pytest.raises(StreamDamaged):
        ours.finish(upload)


def test_of_two_senders_of_one_part_one_is_told_so(tmp_path: Path) -> None:
    upload = room(tmp_path).begin(None)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def send(chunk: bytes) -> None:
        start.wait()
        try:
            room(tmp_path).append(upload, 0, chunk)
            outcomes.append("taken")
        except UploadOverlap:
            outcomes.append("overlap")

    threads = [threading.Thread(target=send, args=(bytes([n]) * 50_000 * n,)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["overlap", "taken"]
    assert room(tmp_path).received(upload) in (50_000, 100_000)


CRASHES = 6
SENDER = """
import sys
from pathlib import Path
from uuid import UUID
from labelkeep.infra.blobs import Blobs, Uploads
from labelkeep.infra.vault import DataKey
from labelkeep.plugins.stores.local import KIND
home, upload, content = Path(sys.argv[1]), UUID(sys.argv[2]), Path(sys.argv[3]).read_bytes()
key = DataKey(UUID(int=7), bytes(range(32)))
ours = Uploads(Blobs(KIND.open(home), lambda _: key), UUID(int=1))
at = ours.received(upload)
print("at", at, flush=True)
while at < len(content):
    at = ours.append(upload, at, content[at : at + 70_000])
    print("at", at, flush=True)
print("finishing", flush=True)
print("done", ours.finish(upload).id, flush=True)
"""


def sender(home: Path, upload: UUID, content: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SENDER, str(home), str(upload), str(content)],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )


def killed_after(process: subprocess.Popen[str], lines: Iterator[int], pause: float) -> int:
    """Kill the sender after some of its words; return the last offset that it was told is safe."""
    assert process.stdout
    told = 0
    for _ in range(next(lines)):
        words = process.stdout.readline().split()
        if words[:1] == ["at"]:
            told = int(words[1])
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    for line in process.stdout:
        if line.startswith("at") and line.endswith("\n"):
            told = int(line.split()[1])
    process.wait()
    return told


def test_an_upload_survives_kill_9_at_any_moment(tmp_path: Path) -> None:
    content = random.Random(5).randbytes(6_000_000)
    (tmp_path / "content").write_bytes(content)
    ours = room(tmp_path)
    upload = ours.begin(len(content))
    rng = random.Random(6)
    lines = iter([3, 1, 9, 4, 12, 2])

    for _ in range(CRASHES):
        told = killed_after(sender(tmp_path, upload, tmp_path / "content"), lines, rng.random() * 0.004)
        assert told <= room(tmp_path).received(upload) <= told + 70_000
    last = sender(tmp_path, upload, tmp_path / "content")
    assert last.stdout
    told = last.stdout.read().splitlines()
    last.wait()

    assert int(told[0].split()[1]) > 0
    assert content_of(tmp_path, told[-1].split()[1]) == content
    KIND.open(tmp_path).tidy(now() + timedelta(minutes=5))
    assert parts_on_disk(tmp_path) == ["done"]


def test_finishing_survives_kill_9_at_any_moment(tmp_path: Path) -> None:
    content = random.Random(7).randbytes(3_000_000)
    (tmp_path / "content").write_bytes(content)
    ours = room(tmp_path)

    for number in range(CRASHES):
        upload = ours.begin(len(content))
        for start in range(0, len(content), 300_000):
            ours.append(upload, start, content[start : start + 300_000])
        killed_after(sender(tmp_path, upload, tmp_path / "content"), iter([2]), number * 0.004)

        ref = room(tmp_path).finish(upload)

        assert content_of(tmp_path, ref.id) == content
        ours.abort(upload)
        ours_blobs = Blobs(KIND.open(tmp_path), lambda _: KEY)
        ours_blobs.delete(PROJECT, ref.id)
    KIND.open(tmp_path).tidy(now() + timedelta(minutes=5))
    assert parts_on_disk(tmp_path) == []
