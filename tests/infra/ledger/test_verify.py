import shutil
from pathlib import Path

import pytest

from labelkeep.infra.ledger.events import Envelope
from labelkeep.infra.ledger.notes import Checkpoint, Signer
from labelkeep.infra.ledger.tiles import TileReader, TileStore, pack, unpack
from labelkeep.infra.ledger.verify import verify

from .flips import unseen_flips
from .logs import SIGNER, VKEY, leaves, sign, write_log


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labelkeep.infra.ledger.verify._PAUSE_SECONDS", 0)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of 300 events signed three times: a full tile, partial ones, and those of an earlier checkpoint."""
    folder = tmp_path_factory.mktemp("original")
    write_log(folder, leaves(100), leaves(170), leaves(30))
    return folder


@pytest.fixture
def log(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "log"))


def _change(file: Path, at: int, flip: int = 1) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= flip
    file.write_bytes(bytes(data))


def _entry_offset(file: Path, place: int) -> int:
    return len(pack(unpack(file.read_bytes())[:place]))


def test_an_untouched_log_verifies(log: Path) -> None:
    report = verify(log, [VKEY])

    assert report.ok, report
    assert (report.size, report.origin, report.own_key) == (300, SIGNER.name, False)
    assert report.root == TileReader(log).root()
    assert "300 events verified" in str(report)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 512, 700])
def test_logs_of_every_shape_verify(tmp_path: Path, size: int) -> None:
    write_log(tmp_path, leaves(size))

    assert verify(tmp_path).ok


def test_without_an_outside_key_the_report_says_so(log: Path) -> None:
    report = verify(log)

    assert report.ok
    assert report.own_key


@pytest.mark.parametrize(("flip", "stride"), [(0x01, 1), (0x20, 4), (0x80, 4)])
def test_no_byte_of_a_small_log_is_unauthenticated(tmp_path: Path, flip: int, stride: int) -> None:
    write_log(tmp_path, leaves(1), leaves(1))

    assert unseen_flips(tmp_path, None, stride=stride, flips=(flip,)) == []


@pytest.mark.slow
def test_no_sampled_byte_of_a_log_with_full_tiles_is_unauthenticated(log: Path) -> None:
    # Every byte of it is tried by bench/ledger_flips.py.
    assert unseen_flips(log, [VKEY], stride=499) == []


@pytest.mark.parametrize("place", [0, 137, 255])
@pytest.mark.parametrize("within", [2, 40, -20])
def test_a_changed_entry_is_named(log: Path, place: int, within: int) -> None:
    file = log / "tile/entries/000"
    envelope = Envelope.parse(unpack(file.read_bytes())[place])
    length = len(unpack(file.read_bytes())[place])
    _change(file, _entry_offset(file, place) + 2 + within % length)

    report = verify(log, [VKEY])

    assert report.first_bad is not None
    assert (report.first_bad.index, report.first_bad.event_id) == (place, envelope.event_id)
    assert report.first_bad.action == "label.submitted"
    assert f"entry {place}" in str(report)


@pytest.mark.parametrize("place", [0, 100, 255])
@pytest.mark.parametrize("flip", [0x01, 0x80])
@pytest.mark.parametrize("byte", [0, 1])
def test_a_changed_length_is_named_as_such(log: Path, place: int, flip: int, byte: int) -> None:
    file = log / "tile/entries/000"
    envelope = Envelope.parse(unpack(file.read_bytes())[place])
    _change(file, _entry_offset(file, place) + byte, flip)

    bad = verify(log, [VKEY]).first_bad

    assert bad is not None
    assert (bad.index, bad.event_id, bad.words) == (place, envelope.event_id, "its length is wrong.")


def test_of_two_changed_entries_the_first_is_named(log: Path) -> None:
    _change(log / "tile/entries/001.p/44", 100)
    _change(log / "tile/entries/000", _entry_offset(log / "tile/entries/000", 9) + 50)

    report = verify(log, [VKEY])

    assert report.first_bad is not None
    assert report.first_bad.index == 9
    assert {problem.file for problem in report.problems} >= {"tile/entries/000", "tile/entries/001.p/44"}


def test_a_changed_stored_hash_is_told_apart_from_a_changed_entry(log: Path) -> None:
    _change(log / "tile/0/000", 32 * 77)

    report = verify(log, [VKEY])

    assert not report.ok
    assert report.first_bad is None
    assert [problem.file for problem in report.problems] == ["tile/0/000"]
    assert "hash 77" in report.problems[0].words


def test_an_entry_rewritten_together_with_all_its_hashes_is_found(log: Path, tmp_path: Path) -> None:
    entries = [entry for index in range(2) for entry in TileReader(log).entries(index)]
    entries[40] = entries[40].replace(b'"ok"', b'"no"')
    forged = tmp_path / "forged"
    TileStore.opened(forged).append(entries)
    (forged / "checkpoint").write_bytes((log / "checkpoint").read_bytes())

    report = verify(forged, [VKEY])

    assert not report.ok
    assert "signs another root" in str(report.problems)


def test_an_entry_rewritten_with_its_leaf_hash_only_is_narrowed_to_its_tile(tmp_path: Path) -> None:
    entries = leaves(600)
    write_log(tmp_path / "log", entries)
    entries[300] = entries[300].replace(b'"ok"', b'"no"')
    write_log(tmp_path / "forged", entries)
    for name in ("tile/entries/001", "tile/0/001"):
        shutil.copy(tmp_path / "forged" / name, tmp_path / "log" / name)

    report = verify(tmp_path / "log", [VKEY])

    assert report.first_bad is not None
    assert report.first_bad.index == 256
    assert "one up to 511" in report.first_bad.words


@pytest.mark.parametrize(
    "name", ["tile/entries/000", "tile/0/000", "tile/1/000.p/1", "tile/entries/001.p/44", "checkpoint"]
)
def test_a_missing_file_is_named(log: Path, name: str) -> None:
    (log / name).unlink()

    report = verify(log, [VKEY])

    assert not report.ok
    assert name in str([report.first_bad, *report.problems])


@pytest.mark.parametrize("name", ["tile/0/000", "tile/entries/000", "tile/entries/001.p/44", "tile/1/000.p/1", "vkey"])
@pytest.mark.parametrize("tail", [b"", b"\x00", bytes(32)])
def test_bytes_added_or_cut_at_a_files_end_are_found(log: Path, name: str, tail: bytes) -> None:
    data = (log / name).read_bytes()
    (log / name).write_bytes(data + tail if tail else data[:-1])

    assert not verify(log, [VKEY]).ok


@pytest.mark.parametrize(
    "name", ["note.txt", "tile/0/002", "tile/entries/0000", "tile/7/000", "tile/0/001.p/45", "tile/00/000"]
)
def test_a_file_that_no_signature_reaches_is_found(log: Path, name: str) -> None:
    (log / name).parent.mkdir(parents=True, exist_ok=True)
    (log / name).write_bytes(bytes(32))

    report = verify(log, [VKEY])

    assert [problem.file for problem in report.problems] == [name]


def test_an_interrupted_write_is_mentioned_and_no_harm(log: Path) -> None:
    (log / ".writing/tile-0-001").write_bytes(b"half")

    report = verify(log, [VKEY])

    assert report.ok
    assert any(".writing/tile-0-001" in notice for notice in report.notices)


def test_swapped_dropped_and_doubled_entries_are_found(log: Path) -> None:
    file = log / "tile/entries/000"
    entries = unpack(file.read_bytes())
    for changed in (
        [entries[1], entries[0], *entries[2:]],
        [*entries[:10], *entries[11:]],
        [*entries[:10], entries[9], *entries[10:]],
        [*entries[:10], entries[9], *entries[10:-1]],
    ):
        file.write_bytes(pack(changed))

        bad = verify(log, [VKEY]).first_bad

        assert bad is None or bad.index in (0, 10)
        assert not verify(log, [VKEY]).ok


def test_a_log_put_back_to_an_earlier_state_is_found_with_an_earlier_checkpoint(tmp_path: Path) -> None:
    entries = leaves(50)
    seen = sign_all(tmp_path / "long", entries)
    sign_all(tmp_path / "short", entries[:20])

    report = verify(tmp_path / "short", [VKEY], previous_checkpoint=seen)

    assert "went back" in str(report)


@pytest.mark.parametrize("size", [1, 20, 256, 300, 512])
def test_growth_from_an_earlier_checkpoint_is_checked(tmp_path: Path, size: int) -> None:
    entries = leaves(600)
    seen = sign_all(tmp_path / "seen", entries[:size])
    sign_all(tmp_path / "grown", entries)
    sign_all(tmp_path / "forked", [entries[1], entries[0], *entries[2:]] if size > 1 else entries[1:])

    assert verify(tmp_path / "grown", [VKEY], previous_checkpoint=seen).ok
    forked = verify(tmp_path / "forked", [VKEY], previous_checkpoint=seen)
    assert not forked.ok
    assert "signed before" in str(forked)


def sign_all(folder: Path, entries: list[bytes]) -> bytes:
    store = TileStore.opened(folder)
    store.append(entries)
    return sign(store)


def test_another_key_or_another_log_does_not_verify(log: Path) -> None:
    stranger = Signer.from_seed("labels.example/ledger", bytes(32))

    assert not verify(log, [stranger.verifier.vkey]).ok
    note = stranger.sign(Checkpoint(stranger.name, 300, bytes(32)).text).encode()
    assert "previous checkpoint" in str(verify(log, [VKEY], previous_checkpoint=note))


def test_a_key_file_that_is_not_the_given_key_is_found(log: Path) -> None:
    (log / "vkey").write_text(Signer.from_seed("x", bytes(32)).verifier.vkey + "\n")

    assert [problem.file for problem in verify(log, [VKEY]).problems] == ["vkey"]


def test_a_folder_without_key_or_log_is_refused_in_words(tmp_path: Path) -> None:
    assert "verifier key" in str(verify(tmp_path))
    assert "checkpoint" in str(verify(tmp_path, [VKEY]))


def test_an_entry_that_is_no_event_is_found_although_it_is_signed(tmp_path: Path) -> None:
    sign_all(tmp_path, [*leaves(3), b"free text", *leaves(1)])

    bad = verify(tmp_path, [VKEY]).first_bad

    assert bad is not None
    assert bad.index == 3
    assert "not an event" in bad.words


def test_a_log_that_grows_meanwhile_verifies_at_the_size_it_had(log: Path) -> None:
    store = TileStore.opened(log)
    store.append(leaves(400))
    inventory_note = (log / "checkpoint").read_bytes()
    sign(store)

    assert verify(log, [VKEY], previous_checkpoint=inventory_note).ok


def test_a_strangers_checkpoint_over_endless_entries_is_given_up(tmp_path: Path) -> None:
    sign_all(tmp_path, leaves(3))
    huge = SIGNER.sign(Checkpoint(SIGNER.name, 10**17, bytes(32)).text)
    (tmp_path / "checkpoint").write_text(huge)

    report = verify(tmp_path)

    assert not report.ok
    assert "missing or broken" in str(report.problems)
    assert len(report.problems) < 4000


def test_a_file_that_is_larger_than_any_ledger_file_is_not_taken_in(log: Path) -> None:
    with (log / "tile/entries/000").open("r+b") as file:
        file.truncate(10 * 2**30)

    assert "unreadable" in str(verify(log, [VKEY]))
