"""Checkpoint and receipts, cut from the ledger's public files alone."""

from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Audit
from labelkeep.access.doors import Access
from labelkeep.core.errors import NotFound
from labelkeep.domain.evidence.errors import NotNumberedYet
from labelkeep.domain.evidence.queries import leaves
from labelkeep.domain.evidence.shapes import CheckpointOut
from labelkeep.infra.db.tables import LedgerEventRow
from labelkeep.infra.ledger.notes import Checkpoint, parse_note
from labelkeep.infra.ledger.receipts import make_receipt
from labelkeep.infra.ledger.tiles import VKEY, TileReader


def checkpoint(access: Access[Audit]) -> CheckpointOut:
    """Return the last signed checkpoint. It is public and says nothing about the project, so reading it is no event."""
    folder = _folder(access)
    note, signed = _signed(folder)
    return CheckpointOut(note=note.decode(), vkey=(folder / VKEY).read_text("utf-8").strip(), size=signed.size)


def receipt(access: Access[Audit], event_id: UUID) -> str:
    """Return the receipt of one event of this project (c2sp.org/tlog-proof@v1); reading it is an event.

    Raises ``NotNumberedYet`` until a signed checkpoint covers it.
    """
    query = select(LedgerEventRow).where(LedgerEventRow.id == event_id, LedgerEventRow.project_id == access.project_id)
    if access.find(query).one_or_none() is None:
        raise NotFound
    folder = _folder(access)
    note, signed = _signed(folder)
    leaf = leaves(access, [event_id]).get(event_id)
    if leaf is None or leaf >= signed.size:
        raise _not_yet()
    made = make_receipt(TileReader(folder, signed.size), note, leaf)
    access.note("ledger.read", "ledger_event", event_id, receipt=leaf)
    return made


def _folder(access: Access[Audit]) -> Path:
    return access.house.settings.home / "ledger"


def _signed(folder: Path) -> tuple[bytes, Checkpoint]:
    note = TileReader(folder, 0).checkpoint_note()
    if note is None:
        raise _not_yet()
    return note, Checkpoint.parse(parse_note(note).text)


def _not_yet() -> NotNumberedYet:
    return NotNumberedYet("No signed checkpoint covers this event yet: try again in a second.")
