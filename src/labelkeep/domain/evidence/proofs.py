"""Checkpoint and receipts, cut from the ledger's public files alone."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Audit
from labelkeep.access.doors import Access
from labelkeep.domain.evidence.errors import NothingToBundle, NotNumberedYet
from labelkeep.domain.evidence.queries import event_row, leaves, opened
from labelkeep.domain.evidence.searching import Question, found
from labelkeep.domain.evidence.shapes import CheckpointOut
from labelkeep.infra.db.tables import LedgerEventRow
from labelkeep.infra.ledger.disclosures import disclosed_lines
from labelkeep.infra.ledger.notes import Checkpoint, parse_note
from labelkeep.infra.ledger.readme import RECEIPTS
from labelkeep.infra.ledger.receipts import make_receipt
from labelkeep.infra.ledger.tiles import VKEY, TileReader

BUNDLED = 1_000
"""Most receipts of one bundle; each is about 2 KiB."""


def checkpoint(access: Access[Audit]) -> CheckpointOut:
    """Return the last signed checkpoint. It is public and says nothing about the project, so reading it is no event."""
    folder = _folder(access)
    note, signed = _signed(folder)
    return CheckpointOut(note=note.decode(), vkey=_vkey(folder), size=signed.size)


def receipt(access: Access[Audit], event_id: UUID) -> str:
    """Return the receipt of one event of this project (c2sp.org/tlog-proof@v1); reading it is an event.

    Raises ``NotNumberedYet`` until a signed checkpoint covers it.
    """
    event_row(access, event_id)
    folder = _folder(access)
    note, signed = _signed(folder)
    leaf = leaves(access, [event_id]).get(event_id)
    if leaf is None or leaf >= signed.size:
        raise _not_yet()
    made = make_receipt(TileReader(folder, signed.size), note, leaf)
    access.note("ledger.read", "ledger_event", event_id, receipt=leaf)
    return made


def bundle(access: Access[Audit], question: Question, *, told: bool) -> Iterator[tuple[str, bytes]]:
    """Return the files of a bundle, by name: receipts of the events asked for, the newest ``BUNDLED`` of them.

    All stand under one checkpoint. ``told`` adds what they say: salt and payload of each, which its entry commits to.
    Taking a bundle is an event. Raises ``NothingToBundle`` when no event asked for is numbered.
    """
    folder = _folder(access)
    note, signed = _signed(folder)
    query = select(LedgerEventRow).where(LedgerEventRow.project_id == access.project_id)
    rows = {row.id: row for row in found(access, query, question)[: question.limit]}
    numbered = sorted((leaf, each) for each, leaf in leaves(access, list(rows)).items() if leaf < signed.size)
    if not numbered:
        raise NothingToBundle("No event that you ask for has a number yet: ask for others, or try again in a second.")
    bare = [(leaf, opened(access, rows[each])) for leaf, each in numbered] if told else []
    access.note("ledger.bundled", "ledger", None, asked=question.facts(), events=len(numbered), told=told)
    return _files(folder, note, [leaf for leaf, _ in numbered], [(leaf, each) for leaf, each in bare if each])


def _files(folder: Path, note: bytes, leaves_: list[int], bare: list[tuple[int, bytes]]) -> Iterator[tuple[str, bytes]]:
    log = TileReader(folder, Checkpoint.parse(parse_note(note).text).size)
    yield "README.txt", RECEIPTS.encode()
    yield "checkpoint", note
    yield "vkey", f"{_vkey(folder)}\n".encode()
    for leaf in leaves_:
        yield f"receipts/{leaf}.txt", make_receipt(log, note, leaf).encode()
    if bare:
        yield "payloads.jsonl", b"".join(disclosed_lines(bare))


def _folder(access: Access[Audit]) -> Path:
    return access.house.settings.home / "ledger"


def _vkey(folder: Path) -> str:
    return (folder / VKEY).read_text("utf-8").strip()


def _signed(folder: Path) -> tuple[bytes, Checkpoint]:
    note = TileReader(folder, 0).checkpoint_note()
    if note is None:
        raise _not_yet()
    return note, Checkpoint.parse(parse_note(note).text)


def _not_yet() -> NotNumberedYet:
    return NotNumberedYet("No signed checkpoint covers this event yet: try again in a second.")
