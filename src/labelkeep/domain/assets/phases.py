"""What the phases of an import's job have in common: bounded turns, and reading the import's files in order."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import func, select

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.domain.assets.origins import Named, named
from labelkeep.domain.assets.tables import ImportFileRow, ImportRow

SECONDS = 1.0
"""About how long a turn lasts: what a kill costs at most, and how long a cancel waits."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the phase stands after a turn; ``at`` None means that it is over."""

    at: int | None
    done: int
    total: int | None
    message: str


class Phase(Protocol):
    """One part of the job. A turn that is repeated after a kill changes nothing twice."""

    def turn(self, access: Access[Import], row: ImportRow, at: int) -> Turn:
        """Do about a second's work from ``at`` on (0 at first)."""
        ...

    def forget(self, row: ImportRow) -> None:
        """Drop what is kept in memory for an import that has ended."""
        ...


class Watch:
    """Says when a turn has lasted long enough."""

    def __init__(self) -> None:
        self._end = time.monotonic() + SECONDS

    def over(self) -> bool:
        """Say whether the second is over."""
        return time.monotonic() >= self._end


def rows_after(access: Access[Any], row: ImportRow, at: int, limit: int, *states: str) -> Sequence[ImportFileRow]:
    """Return the next files of an import in the order in which they came, those of some states only."""
    query = select(ImportFileRow).where(ImportFileRow.import_id == row.id, ImportFileRow.seq > at)
    if states:
        query = query.where(ImportFileRow.state.in_(states))
    return access.find(query.order_by(ImportFileRow.seq).limit(limit)).all()


def files_after(access: Access[Any], row: ImportRow, at: int, limit: int, *states: str) -> list[Named]:
    """Return the same with their names opened."""
    return [named(access, file) for file in rows_after(access, row, at, limit, *states)]


def files_waiting(access: Access[Any], row: ImportRow, state: str) -> int:
    """Return how many files of an import are in a state."""
    query = select(func.count(ImportFileRow.id)).where(ImportFileRow.import_id == row.id, ImportFileRow.state == state)
    return access.find(query).one()
