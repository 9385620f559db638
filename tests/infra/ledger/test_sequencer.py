import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from labelkeep.core.clock import shifted
from labelkeep.infra.ledger.errors import LedgerForked, LedgerMoved, LedgerRolledBack
from labelkeep.infra.ledger.notes import Signer
from labelkeep.infra.ledger.sequencer import Sequencer
from labelkeep.infra.ledger.tiles import TileReader, TileStore
from labelkeep.infra.ledger.verify import verify

from .logs import SIGNER, VKEY, MemorySource, event


class PowerCut(Exception):
    """The process ends here."""


def _sequencer(folder: Path, source: MemorySource) -> Sequencer:
    return Sequencer(TileStore(folder), SIGNER, source)


def _drain(folder: Path, source: MemorySource) -> None:
    sequencer = _sequencer(folder, source)
    assert sequencer.start()
    while sequencer.step():
        pass


def _one_root_per_size(source: MemorySource) -> bool:
    roots: dict[int, set[bytes]] = {}
    for checkpoint in source.checkpoints:
        roots.setdefault(checkpoint.size, set()).add(checkpoint.root)
    return all(len(found) == 1 for found in roots.values())


def test_waiting_events_are_numbered_written_and_signed(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(700)

    _drain(tmp_path, source)

    report = verify(tmp_path, [VKEY])
    assert report.ok, report
    assert report.size == source.assigned() == 700
    assert [checkpoint.size for checkpoint in source.checkpoints] == [0, 256, 512, 700]
    entries = TileReader(tmp_path)
    assert all(entries.entry(leaf) == source.events[event_id] for leaf, event_id in source.leaf.items())


def test_an_empty_ledger_is_signed_at_the_start(tmp_path: Path) -> None:
    _drain(tmp_path, MemorySource())

    assert verify(tmp_path, [VKEY]).ok


def test_an_idle_hour_is_signed_again(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(3)
    sequencer = _sequencer(tmp_path, source)
    sequencer.start()
    sequencer.step()
    signed = len(source.checkpoints)

    sequencer.step()
    assert len(source.checkpoints) == signed
    with shifted(timedelta(minutes=61)):
        sequencer.step()

    assert len(source.checkpoints) == signed + 1
    assert source.checkpoints[-1].size == 3
    assert _one_root_per_size(source)


def test_a_second_sequencer_waits(tmp_path: Path) -> None:
    source = MemorySource()
    source.locked_by_other = True
    sequencer = _sequencer(tmp_path, source)

    assert not sequencer.start()
    with pytest.raises(RuntimeError):
        sequencer.step()


def test_two_sequencers_that_both_hold_the_lock_never_sign_two_roots_for_one_size(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(20)
    one, two = _sequencer(tmp_path / "one", source), _sequencer(tmp_path / "two", source)
    one.start()
    two.start()
    one.step()
    source.add(5)

    with pytest.raises(LedgerMoved):
        two.step()

    assert two.start()
    assert two.step() == 5
    assert _one_root_per_size(source)
    assert verify(tmp_path / "two", [VKEY]).ok


def test_a_checkpoint_published_by_another_in_between_is_not_replaced(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(5)
    sequencer = _sequencer(tmp_path, source)
    sequencer.start()
    source.publish(0, source.checkpoints[-1].root, "by another", source.last_checkpoint())
    source.checkpoints[-1] = source.checkpoints[-1].__class__(1, bytes(32), "by another", source.checkpoints[-1].at)

    with pytest.raises(LedgerMoved):
        sequencer.step()


def test_files_that_were_lost_are_written_again_from_the_numbered_rows(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(600)
    _drain(tmp_path / "lost", source)

    _drain(tmp_path / "new", source)

    assert (tmp_path / "new" / "checkpoint").read_bytes() == (tmp_path / "lost" / "checkpoint").read_bytes()
    assert verify(tmp_path / "new", [VKEY]).ok


def test_a_restored_older_database_is_refused(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(30)
    _drain(tmp_path, source)
    source.add(10)
    backup = dict(source.leaf), list(source.checkpoints)
    _drain(tmp_path, source)

    source.leaf, source.checkpoints = backup

    with pytest.raises(LedgerRolledBack, match="labelkeep audit recover") as refused:
        _sequencer(tmp_path, source).start()
    assert refused.value.facts == {"signed": 40, "stored": 30}
    assert len(source.checkpoints) == len(backup[1])


def test_lost_rows_under_a_published_checkpoint_are_refused_without_files_too(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(30)
    _drain(tmp_path / "a", source)
    del source.leaf[29]

    with pytest.raises(LedgerRolledBack, match="labelkeep audit recover"):
        _sequencer(tmp_path / "b", source).start()


def test_a_lost_checkpoint_row_is_refused(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(30)
    _drain(tmp_path, source)
    source.checkpoints.pop()

    with pytest.raises(LedgerRolledBack):
        _sequencer(tmp_path, source).start()


def test_rows_changed_after_they_were_signed_are_refused(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(30)
    _drain(tmp_path / "a", source)
    source.events[source.leaf[3]] = event(999).leaf

    with pytest.raises(LedgerForked, match="size 30"):
        _sequencer(tmp_path / "b", source).start()


def test_a_gap_in_the_numbers_is_refused(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(30)
    _drain(tmp_path / "a", source)
    source.leaf[30] = source.leaf.pop(12)

    with pytest.raises(LedgerForked, match="gap"):
        _sequencer(tmp_path / "b", source).start()


@pytest.mark.parametrize("name", ["tile/0/000.p/30", "checkpoint"])
def test_changed_files_are_refused_before_anything_is_signed(tmp_path: Path, name: str) -> None:
    source = MemorySource()
    source.add(30)
    _drain(tmp_path, source)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[:-8] + bytes([data[-8] ^ 1]) + data[-7:])
    signed = len(source.checkpoints)

    with pytest.raises(LedgerForked):
        _sequencer(tmp_path, source).start()

    assert len(source.checkpoints) == signed


def test_another_key_does_not_sign_this_log(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(3)
    _drain(tmp_path, source)
    other = Signer.from_seed(SIGNER.name, bytes(32))

    with pytest.raises(LedgerForked, match="not signed by this log"):
        Sequencer(TileStore(tmp_path), other, source).start()


def test_a_checkpoint_file_that_is_no_note_is_refused(tmp_path: Path) -> None:
    source = MemorySource()
    _drain(tmp_path, source)
    (tmp_path / "checkpoint").write_bytes(b"torn")

    with pytest.raises(LedgerForked, match="not signed by this log"):
        _sequencer(tmp_path, source).start()


def test_a_waiting_sequencer_does_not_disturb_the_one_at_work(tmp_path: Path) -> None:
    source = MemorySource()
    _drain(tmp_path, source)
    half_written = tmp_path / ".writing" / "tile-0-000"
    half_written.write_bytes(b"of the one at work")
    source.locked_by_other = True

    assert not _sequencer(tmp_path, source).start()

    assert half_written.exists()


def test_after_an_error_it_steps_only_when_started_again(tmp_path: Path) -> None:
    source = MemorySource()
    sequencer = _sequencer(tmp_path, source)
    sequencer.start()
    source.add(3)
    with _cut_at(1, source), pytest.raises(PowerCut):
        sequencer.step()

    with pytest.raises(RuntimeError):
        sequencer.step()

    assert sequencer.start()


def test_run_stops_when_told_and_has_signed_everything(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(300)
    stop = threading.Event()
    thread = threading.Thread(target=_sequencer(tmp_path, source).run, args=(stop, 0.01))

    thread.start()
    for _ in range(500):
        if source.checkpoints and source.checkpoints[-1].size == 300:
            break
        stop.wait(0.01)
    stop.set()
    thread.join(5)

    assert not thread.is_alive()
    assert verify(tmp_path, [VKEY]).size == 300


@contextmanager
def _cut_at(point: int, source: MemorySource) -> Iterator[list[str]]:
    """End the process before the ``point``-th thing that leaves a trace: a system call on a file, or a commit.

    Cutting before the next one is cutting after the last, so both sides of each are covered.
    """
    seen: list[str] = []

    def counted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **named: object) -> object:
            seen.append(name)
            if len(seen) == point:
                raise PowerCut
            return real(*args, **named)

        return step

    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync",):
            patch.setattr(os, name, counted(name, getattr(os, name)))
        for name in ("replace", "unlink", "rmdir", "mkdir"):
            patch.setattr(Path, name, counted(name, getattr(Path, name)))
        for name in ("assign", "publish"):
            patch.setattr(source, name, counted(name, getattr(source, name)))
        yield seen


def _life(folder: Path, source: MemorySource) -> None:
    """Start, and pass a tile's edge: 250 events, then 20."""
    sequencer = _sequencer(folder, source)
    sequencer.start()
    for count in (250, 20):
        source.add(count)
        while sequencer.step():
            pass


def _points(tmp_path: Path) -> int:
    source = MemorySource()
    with _cut_at(-1, source) as seen:
        _life(tmp_path / "whole", source)
    return len(seen)


def test_a_power_cut_at_any_point_is_healed_by_the_next_start(tmp_path: Path) -> None:
    points = _points(tmp_path)
    assert points > 40

    for point in range(1, points + 1):
        source, folder = MemorySource(), tmp_path / str(point)
        with _cut_at(point, source), pytest.raises(PowerCut):
            _life(folder, source)
        seen = (folder / "checkpoint").read_bytes() if (folder / "checkpoint").exists() else None
        source.add(5)
        _drain(folder, source)

        report = verify(folder, [VKEY], previous_checkpoint=seen)
        assert report.ok, f"cut at {point}: {report}"
        assert report.size == len(source.events), point
        assert _one_root_per_size(source), point


def test_power_cuts_during_the_healing_are_healed_too(tmp_path: Path) -> None:
    for point in range(5, _points(tmp_path), 9):
        source, folder = MemorySource(), tmp_path / str(point)
        with _cut_at(point, source), pytest.raises(PowerCut):
            _life(folder, source)
        for again in range(1, 30, 3):
            source.add(1)
            with _cut_at(again, source):
                try:
                    _drain(folder, source)
                except PowerCut:
                    continue
        _drain(folder, source)

        assert verify(folder, [VKEY]).ok, point
        assert _one_root_per_size(source), point


def test_a_few_events_wait_for_more_and_a_whole_batch_does_not(tmp_path: Path) -> None:
    source = MemorySource()
    source.add(300)
    steps: list[int] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            steps.append(source.assigned())
            source.add(7)
            if len(steps) == 3:
                self.set()
            return self.is_set()

    _sequencer(tmp_path, source).run(Stop(), 0.5)

    assert steps == [300, 307, 314]
    assert [checkpoint.size for checkpoint in source.checkpoints] == [0, 256, 300, 307, 314]
