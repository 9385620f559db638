"""The sequencer gives events their leaf numbers and signs the log.

Order of one step, each durable before the next: numbers in the database, tiles and entries on the disk, the signature,
the checkpoint in the database (compare and swap), the checkpoint file. The files are a projection of the numbered
rows: after a crash anywhere, ``start`` writes again what is numbered and not under the stored checkpoint, which gives
the same bytes, and goes on. A checkpoint is signed only over rows whose numbers can no longer change, so no size ever
gets two roots.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol
from uuid import UUID

from labelkeep.core.clock import now
from labelkeep.infra.ledger.errors import LedgerForked, LedgerMoved, LedgerRolledBack, NoteRefused
from labelkeep.infra.ledger.notes import Checkpoint, Signer, verify_checkpoint
from labelkeep.infra.ledger.tiles import TILE_WIDTH, TileStore

BATCH = TILE_WIDTH
IDLE = timedelta(hours=1)
_REPLAY = 16 * TILE_WIDTH


@dataclass(frozen=True, slots=True)
class Published:
    """The newest checkpoint in the database."""

    size: int
    root: bytes
    note: str
    at: datetime


class Source(Protocol):
    """Where events wait for their numbers. One writer holds it at a time."""

    def try_lock(self) -> bool:
        """Become the only sequencer, without waiting; the lock ends with the connection."""
        ...

    def pending(self, limit: int) -> Sequence[tuple[UUID, bytes]]:
        """Return committed events (id, leaf) that have no leaf number, in any order."""
        ...

    def assign(self, first_leaf: int, ids: Sequence[UUID]) -> None:
        """Number the events from ``first_leaf`` on and commit; raise ``LedgerMoved`` when that is not the next."""
        ...

    def assigned(self) -> int:
        """Return how many events have a leaf number."""
        ...

    def assigned_from(self, leaf: int) -> Iterator[tuple[int, UUID, bytes]]:
        """Yield (leaf number, id, leaf) from a number on, in the order of the numbers."""
        ...

    def last_checkpoint(self) -> Published | None:
        """Return the checkpoint with the largest size."""
        ...

    def publish(self, size: int, root: bytes, note: str, expected_previous: Published | None) -> None:
        """Store a checkpoint and commit, if the newest is still the expected one; else raise ``LedgerMoved``.

        The same size and root again only renews the time.
        """
        ...


class Sequencer:
    """The single writer of one log: ``start`` until it says true, then ``step``; after an error, ``start`` again."""

    def __init__(self, store: TileStore, signer: Signer, source: Source, idle: timedelta = IDLE) -> None:
        self._store = store
        self._signer = signer
        self._source = source
        self._idle = idle
        self._last: Published | None = None
        self._started = False

    def start(self) -> bool:
        """Take the lock and bring files and database to the same point; false when another sequencer is at work.

        Raises ``LedgerRolledBack`` when more was signed than is stored (a restored backup) and ``LedgerForked`` when
        what is stored is not what was signed. Nothing is signed then.
        """
        self._started = False
        if not self._source.try_lock():
            return False
        filed = self._filed_checkpoint()
        self._last = self._source.last_checkpoint()
        self._refuse_rollback(filed)
        self._replay()
        self._refuse_fork()
        self._store.put_vkey(self._signer.verifier.vkey)
        if self._last is None or self._last.size < self._store.size:
            self._publish()
        elif filed is None or filed.size < self._last.size:
            self._store.put_checkpoint(self._last.note.encode())
        self._started = True
        return True

    def step(self) -> int:
        """Number, write and sign one batch of waiting events; return how many. Idle for an hour, sign again."""
        if not self._started:
            raise RuntimeError("the sequencer has not started")
        self._started = False
        waiting = self._source.pending(BATCH)
        if waiting:
            self._source.assign(self._store.size, [event_id for event_id, _ in waiting])
            self._store.append([leaf for _, leaf in waiting])
        if waiting or self._last is None or now() - self._last.at >= self._idle:
            self._publish()
        # Only a step that came to its end leaves memory and disk in agreement.
        self._started = True
        return len(waiting)

    def run(self, stop: threading.Event, pause: float = 0.5) -> None:
        """Step until ``stop`` is set, ``pause`` seconds apart unless a whole batch waited.

        What comes meanwhile is written and signed together: a step for every few events costs more than the events. It
        pauses as well while another sequencer is at work. Every other error ends it: a broken connection needs a new
        source, a rollback or a fork a person.
        """
        while not stop.is_set():
            try:
                done = self.step() if self._started or self.start() else 0
            except LedgerMoved:
                done = 0
            if done < BATCH:
                stop.wait(pause)

    def _publish(self) -> None:
        """Sign what is durable and tell the database first: the file never runs ahead of it."""
        checkpoint = Checkpoint(self._signer.name, self._store.size, self._store.root())
        note = self._signer.sign(checkpoint.text)
        self._source.publish(checkpoint.size, checkpoint.root, note, self._last)
        self._last = Published(checkpoint.size, checkpoint.root, note, now())
        self._store.put_checkpoint(note.encode())

    def _filed_checkpoint(self) -> Checkpoint | None:
        try:
            self._store.reload()
            note = self._store.checkpoint_note()
            if note is None:
                return None
            filed = verify_checkpoint(note, [self._signer.verifier])
        except NoteRefused as error:
            raise LedgerForked(f"The stored checkpoint file was not signed by this log: {error.message}") from error
        if filed.root != self._store.root():
            raise LedgerForked("The ledger's files do not have the root that the checkpoint beside them signs.")
        return filed

    def _refuse_rollback(self, filed: Checkpoint | None) -> None:
        stored = self._source.assigned()
        published = self._last.size if self._last else 0
        signed = max(published, filed.size if filed else 0)
        if signed > stored:
            raise LedgerRolledBack(signed, stored)
        if filed is not None and filed.size > published:
            raise LedgerRolledBack(filed.size, published)

    def _refuse_fork(self) -> None:
        last = self._last
        if last is not None and self._store.root(last.size) != last.root:
            raise LedgerForked(f"The events in the database do not have the root that was signed at size {last.size}.")

    def _replay(self) -> None:
        """Write the numbered events that the stored checkpoint does not cover."""
        rows = self._source.assigned_from(self._store.size)
        # The first part ends at a tile's edge, so that no later part leaves a partial tile behind.
        room = _REPLAY - self._store.size % TILE_WIDTH
        while part := list(islice(rows, room)):
            if [leaf for leaf, _, _ in part] != list(range(self._store.size, self._store.size + len(part))):
                raise LedgerForked(f"The leaf numbers in the database have a gap at or after {self._store.size}.")
            self._store.append([entry for _, _, entry in part])
            room = _REPLAY
