"""The database beside the log: each numbered row must say what its entry says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from labelkeep.core.clock import iso
from labelkeep.core.errors import Invalid
from labelkeep.infra.ledger.events import Envelope, check, open_payload
from labelkeep.infra.ledger.reports import BadEntry, Report
from labelkeep.infra.ledger.tiles import TileReader


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One event as the database has it. Times are aware; ``project`` is the pseudonym of its project."""

    leaf: int
    event_id: UUID
    entry: bytes
    at: datetime
    action: str
    object_type: str
    outcome: str
    project: str | None
    opened: bytes | None = None
    """Decrypted salt and payload; none when the key is destroyed or not at hand."""
    claims: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What the payload must say because a column says it too, such as the actor's id."""


def compare(report: Report, rows: Iterable[StoredRow]) -> Iterator[BadEntry]:
    """Yield each difference between the verified log and the rows, which come in the order of their leaf numbers.

    Rows beyond the signed size are left alone: they are signed with the next checkpoint.
    """
    log = TileReader(report.folder, report.size)
    due = 0
    for row in rows:
        if due >= report.size:
            break
        if row.leaf != due:
            yield BadEntry(due, None, None, f"the database has no row for it; the next row has number {row.leaf}.")
            if row.leaf < due:
                continue
        if row.leaf < report.size:
            yield from _differences(row, log.entry(row.leaf))
        due = row.leaf + 1
    if due < report.size:
        yield BadEntry(due, None, None, f"the database has no row for it; {report.size} events were signed.")


def _differences(row: StoredRow, entry: bytes) -> Iterator[BadEntry]:
    try:
        envelope = Envelope.parse(entry)
    except Invalid as error:
        yield BadEntry(row.leaf, row.event_id, row.action, error.message)
        return
    pairs = {
        "id": (row.event_id, envelope.event_id),
        "leaf": (row.entry, entry),
        "at": (iso(row.at), envelope.at),
        "action": (row.action, envelope.action),
        "object_type": (row.object_type, envelope.object_type),
        "outcome": (row.outcome, envelope.outcome),
        "project": (row.project, envelope.project),
    }
    for name, (stored, signed) in pairs.items():
        if stored != signed:
            words = f"the database row has another {name} than was signed."
            yield BadEntry(row.leaf, envelope.event_id, envelope.action, words)
    for words in _payload_differences(row, entry):
        yield BadEntry(row.leaf, envelope.event_id, envelope.action, words)


def _payload_differences(row: StoredRow, entry: bytes) -> Iterator[str]:
    if row.opened is None:
        return
    if not check(entry, row.opened):
        yield "the payload in the database is not what was committed to."
        return
    payload = open_payload(row.opened)
    for name, value in row.claims.items():
        if payload.get(name) != value:
            yield f"the database row has another {name} than its payload."
