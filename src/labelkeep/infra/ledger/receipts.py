"""Receipts: one small text that proves a ledger entry to a stranger (c2sp.org/tlog-proof@v1).

The ``extra`` line carries the entry itself, so that nothing else is needed. The standard leaves that line unproved;
here it is proved, because its hash is the leaf that the proof leads from.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from labelkeep.infra.ledger import merkle
from labelkeep.infra.ledger.errors import ProofRefused
from labelkeep.infra.ledger.notes import Checkpoint, Verifier, parse_note, verify_checkpoint
from labelkeep.infra.ledger.tiles import TileReader

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a verified receipt shows: the log of this checkpoint holds ``entry`` as leaf ``index``."""

    index: int
    entry: bytes
    checkpoint: Checkpoint


def make_receipt(log: TileReader, note: bytes, index: int) -> str:
    """Return the receipt of leaf ``index`` under the signed checkpoint ``note``, cut from the log's files alone.

    Raises ``ProofRefused`` when the files no longer lead to the signed root, ``TileBroken`` when one is missing.
    """
    checkpoint = Checkpoint.parse(parse_note(note).text)
    if not 0 <= index < checkpoint.size:
        raise ProofRefused(f"Entry {index} is not under this checkpoint of {checkpoint.size} events yet.", index=index)
    entry = log.entry(index)
    path = log.inclusion_proof(index, checkpoint.size)
    if not merkle.included(merkle.leaf_hash(entry), index, checkpoint.size, path, checkpoint.root):
        raise ProofRefused("The ledger's files do not lead to the signed root: run `labelkeep audit verify`.")
    proof = "".join(f"{_b64(step)}\n" for step in path)
    return f"{HEADER}\nextra {_b64(entry)}\nindex {index}\n{proof}\n{note.decode()}"


def verify_receipt(text: str, verifiers: Sequence[Verifier], entry: bytes | None = None) -> Receipt:
    """Return what the receipt proves; raise ``ProofRefused`` or ``NoteRefused`` when it proves nothing.

    ``entry`` is the leaf when it is known already; the receipt's own copy must then be equal.
    """
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or len(lines) < 3 or lines[0] != HEADER:
        raise ProofRefused(f"This is not a receipt: it does not begin with {HEADER}.")
    shown = _decoded(lines[1].removeprefix("extra "))
    index = lines[2].removeprefix("index ")
    if not lines[1].startswith("extra ") or not lines[2].startswith("index ") or not _is_index(index):
        raise ProofRefused("This is not a receipt: its entry or its index is malformed.")
    if entry is not None and entry != shown:
        raise ProofRefused("This receipt is for another entry.")
    checkpoint = verify_checkpoint(note.encode(), verifiers)
    path = [_decoded(line) for line in lines[3:]]
    if not merkle.included(merkle.leaf_hash(shown), int(index), checkpoint.size, path, checkpoint.root):
        raise ProofRefused("This receipt's proof does not lead from its entry to the signed root.")
    return Receipt(int(index), shown, checkpoint)


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18 and str(int(text)) == text


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProofRefused("This is not a receipt: a line is not base64.") from error
    if _b64(data) != text:
        raise ProofRefused("This is not a receipt: a line is not in the one spelling of base64.")
    return data
