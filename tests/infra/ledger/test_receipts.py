from pathlib import Path

import pytest

from labelkeep.core.errors import Invalid
from labelkeep.infra.ledger.errors import NoteRefused, ProofRefused
from labelkeep.infra.ledger.merkle import leaf_hash, node_hash
from labelkeep.infra.ledger.notes import Checkpoint, Signer, Verifier
from labelkeep.infra.ledger.receipts import make_receipt, verify_receipt
from labelkeep.infra.ledger.tiles import TileReader

from .logs import SIGNER, event, leaves, sign, write_log

KEYS = [SIGNER.verifier]
ENTRY = event(7).leaf


class WideLog(TileReader):
    """A log of a million leaves of which only one entry is at hand: every node is some hash."""

    def entry(self, leaf: int) -> bytes:
        return ENTRY

    def node(self, level: int, index: int) -> bytes:
        if level == 0 and index == 765_432:
            return leaf_hash(ENTRY)
        if level and 765_432 >> level == index:
            return node_hash(self.node(level - 1, 2 * index), self.node(level - 1, 2 * index + 1))
        return leaf_hash(b"%d/%d" % (level, index))


@pytest.fixture
def log(tmp_path: Path) -> TileReader:
    write_log(tmp_path, leaves(300))
    return TileReader(tmp_path)


def _note(log: TileReader) -> bytes:
    note = log.checkpoint_note()
    assert note is not None
    return note


def test_a_receipt_alone_proves_its_entry(log: TileReader) -> None:
    receipt = make_receipt(log, _note(log), 137)

    proved = verify_receipt(receipt, KEYS)

    assert (proved.index, proved.entry, proved.checkpoint.size) == (137, log.entry(137), 300)
    assert verify_receipt(receipt, KEYS, log.entry(137)) == proved


def test_no_byte_of_a_receipt_can_change(log: TileReader) -> None:
    receipt = make_receipt(log, _note(log), 137).encode()

    for at in range(len(receipt)):
        changed = receipt[:at] + bytes([receipt[at] ^ 1]) + receipt[at + 1 :]
        with pytest.raises((Invalid, UnicodeDecodeError)):
            verify_receipt(changed.decode(), KEYS)


def test_a_receipt_of_another_log_key_or_entry_proves_nothing(log: TileReader) -> None:
    receipt = make_receipt(log, _note(log), 137)
    stranger = Signer.from_seed(SIGNER.name, bytes(32))

    with pytest.raises(NoteRefused):
        verify_receipt(receipt, [stranger.verifier])
    with pytest.raises(ProofRefused, match="another entry"):
        verify_receipt(receipt, KEYS, log.entry(138))
    with pytest.raises(ProofRefused):
        verify_receipt(receipt.replace("index 137", "index 138"), KEYS)


def test_an_old_receipt_still_verifies_when_the_log_has_grown(tmp_path: Path) -> None:
    store = write_log(tmp_path, leaves(100))
    receipt = make_receipt(store, _note(store), 99)
    store.append(leaves(500))
    sign(store)

    assert verify_receipt(receipt, KEYS).checkpoint.size == 100


def test_no_receipt_is_made_for_an_entry_that_is_not_signed_yet(tmp_path: Path) -> None:
    store = write_log(tmp_path, leaves(3))
    note = _note(store)
    store.append(leaves(1))

    with pytest.raises(ProofRefused, match="not under this checkpoint"):
        make_receipt(store, note, 3)


def test_no_receipt_is_made_from_damaged_files(log: TileReader) -> None:
    file = log.folder / "tile/0/000"
    file.write_bytes(file.read_bytes()[:-1] + b"\x00")

    with pytest.raises(ProofRefused, match="audit verify"):
        make_receipt(TileReader(log.folder), _note(log), 3)


def test_a_receipt_of_a_million_events_fits_two_kibibytes(tmp_path: Path) -> None:
    log = WideLog(tmp_path, 1_000_000)
    note = SIGNER.sign(Checkpoint(SIGNER.name, log.size, log.root()).text)

    receipt = make_receipt(log, note.encode(), 765_432)

    assert len(receipt.encode()) <= 2048
    assert verify_receipt(receipt, [Verifier.parse(SIGNER.verifier.vkey)]).index == 765_432


@pytest.mark.parametrize(
    "text", ["", "\n\n", "c2sp.org/tlog-proof@v1\nindex 0\n\nx", "c2sp.org/tlog-proof@v2\na\nb\n\nx"]
)
def test_what_is_no_receipt_is_refused_in_words(text: str) -> None:
    with pytest.raises(ProofRefused, match="not a receipt"):
        verify_receipt(text, KEYS)
