import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from labelkeep.core.errors import Conflict
from labelkeep.core.ids import new_id
from labelkeep.infra.ledger.bundle import write_bundle
from labelkeep.infra.ledger.compare import StoredRow, compare
from labelkeep.infra.ledger.errors import EventRefused, NoteRefused
from labelkeep.infra.ledger.events import Composed, open_payload
from labelkeep.infra.ledger.tiles import TileStore, tiles_of
from labelkeep.infra.ledger.verify import verify

from .flips import unseen_flips
from .logs import START, VKEY, event, sign, write_log


def _log(folder: Path, count: int) -> list[Composed]:
    events = [event(number) for number in range(count)]
    write_log(folder, [made.leaf for made in events[:10]], [made.leaf for made in events[10:]])
    return events


def test_a_bundle_verifies_on_its_own(tmp_path: Path) -> None:
    _log(tmp_path / "ledger", 700)

    checkpoint = write_bundle(tmp_path / "ledger", tmp_path / "bundle")
    shutil.rmtree(tmp_path / "ledger")

    report = verify(tmp_path / "bundle", [VKEY])
    assert report.ok, report
    assert report.size == checkpoint.size == 700
    names = {
        path.relative_to(tmp_path / "bundle").as_posix() for path in (tmp_path / "bundle").rglob("*") if path.is_file()
    }
    assert names == {"checkpoint", "vkey", "README.txt", *(tile.path for tile in tiles_of(700))}


def test_disclosed_payloads_are_checked_against_their_entries(tmp_path: Path) -> None:
    events = _log(tmp_path / "ledger", 600)
    shown = [(leaf, events[leaf].opened) for leaf in (0, 255, 256, 599)]

    write_bundle(tmp_path / "ledger", tmp_path / "bundle", shown)

    report = verify(tmp_path / "bundle", [VKEY])
    assert report.ok, report
    assert report.payloads == 4


@pytest.mark.parametrize("wrong", [[(3, 4)], [(3, 3), (700, 5)]])
def test_a_payload_of_another_entry_or_of_none_is_found(tmp_path: Path, wrong: list[tuple[int, int]]) -> None:
    events = _log(tmp_path / "ledger", 600)

    write_bundle(tmp_path / "ledger", tmp_path / "bundle", [(leaf, events[number].opened) for leaf, number in wrong])

    assert [problem.file for problem in verify(tmp_path / "bundle", [VKEY]).problems] == ["payloads.jsonl"]


def test_no_byte_of_a_small_bundle_is_unauthenticated(tmp_path: Path) -> None:
    events = _log(tmp_path / "ledger", 11)
    write_bundle(tmp_path / "ledger", tmp_path / "bundle", [(4, events[4].opened), (9, events[9].opened)])

    assert unseen_flips(tmp_path / "bundle", [VKEY], stride=13) == []


def test_a_bundle_is_taken_at_its_checkpoint_although_the_log_goes_on(tmp_path: Path) -> None:
    _log(tmp_path / "ledger", 300)
    store = TileStore.opened(tmp_path / "ledger")
    store.append([event(number).leaf for number in range(400)])

    write_bundle(tmp_path / "ledger", tmp_path / "bundle")

    report = verify(tmp_path / "bundle", [VKEY])
    assert report.ok, report
    assert report.size == 300


def test_a_bundle_is_refused_where_it_cannot_be_made(tmp_path: Path) -> None:
    _log(tmp_path / "ledger", 11)

    with pytest.raises(Conflict, match="not empty"):
        write_bundle(tmp_path / "ledger", tmp_path / "ledger")
    with pytest.raises(NoteRefused, match="no signed checkpoint"):
        write_bundle(tmp_path / "nothing", tmp_path / "bundle")
    with pytest.raises(EventRefused, match="order"):
        write_bundle(tmp_path / "ledger", tmp_path / "bundle", [(4, b""), (3, b"")])


def _rows(count: int) -> tuple[list[StoredRow], list[bytes]]:
    rows = []
    for leaf in range(count):
        event_id = new_id()
        made = event(leaf, event_id)
        at = START + timedelta(seconds=leaf)
        claims = {"actor": open_payload(made.opened)["actor"]}
        rows.append(
            StoredRow(
                leaf, event_id, made.leaf, at, "label.submitted", "label", "ok", "c0ffee" * 8, made.opened, claims
            )
        )
    return rows, [row.entry for row in rows]


def test_rows_that_say_what_was_signed_are_equal(tmp_path: Path) -> None:
    rows, entries = _rows(300)
    write_log(tmp_path, entries)

    assert list(compare(verify(tmp_path, [VKEY]), rows)) == []
    assert list(compare(verify(tmp_path, [VKEY]), [*rows, replace(rows[0], leaf=300)])) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"event_id": new_id()}, "another id"),
        ({"entry": b"x"}, "another leaf"),
        ({"at": START}, "another at"),
        ({"action": "label.seen"}, "another action"),
        ({"object_type": "task"}, "another object_type"),
        ({"outcome": "refused"}, "another outcome"),
        ({"project": None}, "another project"),
        ({"opened": event().opened}, "not what was committed to"),
        ({"claims": {"actor": "somebody"}}, "another actor"),
    ],
)
def test_each_changed_column_is_named_with_its_entry(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    rows, entries = _rows(20)
    write_log(tmp_path, entries)
    rows[7] = replace(rows[7], **change)

    found = list(compare(verify(tmp_path, [VKEY]), rows))

    assert [bad.index for bad in found] == [7]
    assert said in found[0].words


def test_rows_that_are_gone_are_named(tmp_path: Path) -> None:
    rows, entries = _rows(20)
    write_log(tmp_path, entries)
    report = verify(tmp_path, [VKEY])

    assert [bad.index for bad in compare(report, [*rows[:5], *rows[6:]])] == [5]
    assert [bad.index for bad in compare(report, rows[:15])] == [15]
    assert list(compare(report, [replace(row, opened=None) for row in rows])) == []


def test_a_log_that_grew_under_the_bundle_keeps_its_own_checkpoint(tmp_path: Path) -> None:
    _log(tmp_path / "ledger", 20)
    write_bundle(tmp_path / "ledger", tmp_path / "bundle")
    store = TileStore.opened(tmp_path / "ledger")
    store.append([event().leaf])
    sign(store)
    earlier = (tmp_path / "bundle" / "checkpoint").read_bytes()

    assert verify(tmp_path / "ledger", [VKEY], previous_checkpoint=earlier).ok


@pytest.mark.parametrize(
    "line",
    [b"{}", b"[]", b"no json", b"[" * 5000, b'{"leaf":1e999,"opened":""}', b'{"leaf":-1,"opened":""}',
     b'{"leaf":3,"opened":"*"}', b'{"leaf":99999999999999999999,"opened":""}', b"\xff"],
)  # fmt: skip
def test_a_strangers_payload_file_is_refused_in_words(tmp_path: Path, line: bytes) -> None:
    _log(tmp_path / "ledger", 5)
    write_bundle(tmp_path / "ledger", tmp_path / "bundle")
    (tmp_path / "bundle" / "payloads.jsonl").write_bytes(line + b"\n")

    assert [problem.file for problem in verify(tmp_path / "bundle", [VKEY]).problems] == ["payloads.jsonl"]
