"""Events waiting in PostgreSQL, read and numbered by the role ``sequencer`` (tables and rights: ``*.sql`` beside)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import psycopg
from psycopg.rows import args_row

from labelkeep.core.clock import now
from labelkeep.infra.ledger.errors import LedgerMoved
from labelkeep.infra.ledger.sequencer import Published

LOCK = 0x6C6B_6C65_6467_6572
"""Advisory lock of the one sequencer ("lkledger" in ASCII), held by its session."""
_PAGE = 4096

Row = tuple[int, UUID, bytes]


class PostgresSource:
    """A ``Source`` over one connection in autocommit mode, which it must have for itself.

    The lock belongs to the session: when the connection breaks, it is free, and every statement here fails.
    """

    def __init__(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        if not connection.autocommit:
            raise ValueError("the sequencer's connection must be in autocommit mode")
        self._connection = connection
        self._locked = False

    def try_lock(self) -> bool:
        """Take the advisory lock of the session; asked again, the holder says true without stacking it."""
        if not self._locked:
            row = self._connection.execute("select pg_try_advisory_lock(%s)", [LOCK]).fetchone()
            self._locked = row is not None and row[0] is True
        return self._locked

    def pending(self, limit: int) -> Sequence[tuple[UUID, bytes]]:
        """Return the longest waiting events; the cost is that of the backlog, not of the log."""
        with self._connection.cursor(row_factory=args_row(_event)) as cursor:
            cursor.execute(
                "select event.id, event.leaf from (select * from ledger_pending order by place limit %s) as waiting"
                " join ledger_event as event on event.id = waiting.event_id order by waiting.place",
                [limit],
            )
            return cursor.fetchall()

    def assign(self, first_leaf: int, ids: Sequence[UUID]) -> None:
        """Number the events and take them off the queue, in one transaction."""
        try:
            with self._connection.transaction():
                if self.assigned() != first_leaf:
                    raise LedgerMoved("Another sequencer numbered events at the same time.", first=first_leaf)
                self._connection.execute(
                    "insert into ledger_leaf (event_id, leaf)"
                    " select id, %s + place - 1 from unnest(%s::uuid[]) with ordinality as given (id, place)",
                    [first_leaf, list(ids)],
                )
                self._connection.execute("delete from ledger_pending where event_id = any(%s)", [list(ids)])
        except psycopg.errors.UniqueViolation as error:
            raise LedgerMoved("Another sequencer numbered these events at the same time.", first=first_leaf) from error

    def assigned(self) -> int:
        """Return the next leaf number, from the end of the index."""
        row = self._connection.execute("select coalesce(max(leaf) + 1, 0) from ledger_leaf").fetchone()
        return int(str(row[0])) if row else 0

    def assigned_from(self, leaf: int) -> Iterator[Row]:
        """Yield numbered events page by page: replaying ten million does not hold them."""
        while page := self._page(leaf):
            yield from page
            leaf = page[-1][0] + 1

    def last_checkpoint(self) -> Published | None:
        """Return the newest checkpoint."""
        with self._connection.cursor(row_factory=args_row(_published)) as cursor:
            cursor.execute("select size, root, note, at from ledger_checkpoint order by size desc limit 1")
            return cursor.fetchone()

    def publish(self, size: int, root: bytes, note: str, expected_previous: Published | None) -> None:
        """Store the checkpoint if nobody else has published since; one transaction under its own lock."""
        with self._connection.transaction():
            self._connection.execute("select pg_advisory_xact_lock(%s)", [LOCK + 1])
            newest = self.last_checkpoint()
            if _head(newest) != _head(expected_previous):
                raise LedgerMoved("Another sequencer published a checkpoint at the same time.", size=size)
            if newest is not None and (size < newest.size or (size == newest.size and root != newest.root)):
                raise LedgerMoved("A checkpoint is never replaced by a smaller one or by another root.", size=size)
            self._connection.execute(
                "insert into ledger_checkpoint (size, root, note, at) values (%s, %s, %s, %s)"
                " on conflict (size) do update set note = excluded.note, at = excluded.at",
                [size, root, note, now()],
            )

    def _page(self, leaf: int) -> list[Row]:
        with self._connection.cursor(row_factory=args_row(_numbered)) as cursor:
            cursor.execute(
                "select numbered.leaf, event.id, event.leaf from ledger_leaf as numbered"
                " join ledger_event as event on event.id = numbered.event_id"
                " where numbered.leaf >= %s order by numbered.leaf limit %s",
                [leaf, _PAGE],
            )
            return cursor.fetchall()


def _head(published: Published | None) -> tuple[int, bytes] | None:
    return None if published is None else (published.size, published.root)


def _event(event_id: UUID, leaf: bytes) -> tuple[UUID, bytes]:
    return event_id, leaf


def _numbered(leaf: int, event_id: UUID, entry: bytes) -> Row:
    return leaf, event_id, entry


def _published(size: int, root: bytes, note: str, at: datetime) -> Published:
    return Published(size, root, note, at)
