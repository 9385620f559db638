"""Receipts that somebody was handed: one text file, or the archive of a ledger page, checked without the server."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from labelkeep.core.errors import LabelkeepError
from labelkeep.infra.ledger.disclosures import parse_disclosed
from labelkeep.infra.ledger.errors import ProofRefused
from labelkeep.infra.ledger.events import check
from labelkeep.infra.ledger.inventory import PAYLOADS
from labelkeep.infra.ledger.notes import Verifier
from labelkeep.infra.ledger.receipts import Receipt, verify_receipt
from labelkeep.infra.ledger.tiles import VKEY

FOLDER = "receipts/"
LARGEST = 64 * 1024 * 1024
"""Bytes of an archive with all its files unpacked; a bundle of a thousand receipts is about 2 MB."""


@dataclass(slots=True)
class Handed:
    """What was proved, what is told of it, and what is wrong."""

    proved: dict[int, Receipt] = field(default_factory=dict[int, Receipt])
    told: int = 0
    problems: list[str] = field(default_factory=list[str])
    own_key: bool = False
    """The key came with the receipts, so that they agree with themselves only."""


def check_handed(file: Path, keys: Sequence[str]) -> Handed:
    """Check a receipt or an archive of them under ``keys``, or under the key that the archive itself brings.

    Raises ``ProofRefused`` for a file that is neither, ``NoteRefused`` for a key that is none.
    """
    parts = _parts(file)
    out = Handed(own_key=not keys)
    given = list(keys) or [line for line in parts.get(VKEY, b"").decode("utf-8", "replace").split()[:1] if line]
    if not given:
        raise ProofRefused("A receipt alone brings no key: give --key with the verifier key of the log.")
    verifiers = [Verifier.parse(each) for each in given]
    receipts = {name: text for name, text in parts.items() if name.startswith(FOLDER)}
    if not receipts:
        raise ProofRefused("There is no receipt in this file.")
    for name, text in sorted(receipts.items()):
        try:
            found = verify_receipt(text.decode("utf-8", "replace"), verifiers)
            out.proved[found.index] = found
        except LabelkeepError as error:
            out.problems.append(f"{name}: {error}")
    _compare(out, parts.get(PAYLOADS, b""))
    return out


def _compare(out: Handed, payloads: bytes) -> None:
    for number, line in enumerate(payloads.splitlines(keepends=True), 1):
        try:
            leaf, opened = parse_disclosed(line, number)
        except LabelkeepError as error:
            out.problems.append(f"{PAYLOADS}: {error}")
            continue
        proved = out.proved.get(leaf)
        if proved is None:
            out.problems.append(f"{PAYLOADS}: line {number} tells of entry {leaf}, which no receipt here proves.")
        elif check(proved.entry, opened):
            out.told += 1
        else:
            out.problems.append(f"{PAYLOADS}: line {number} is not what entry {leaf} commits to.")


def _parts(file: Path) -> dict[str, bytes]:
    data = file.read_bytes()
    if not data.startswith(b"PK"):
        return {f"{FOLDER}{file.name}": data}
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(each.file_size for each in archive.infolist()) > LARGEST:
                raise ProofRefused("This archive is larger than any bundle of receipts.")
            return {each.filename: archive.read(each) for each in archive.infolist() if not each.is_dir()}
    except BadZipFile as error:
        raise ProofRefused("This archive cannot be read.") from error
