"""Logs for the tests: real events, a fixed key, and a source of events in memory."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from uuid import UUID

from labelkeep.core.clock import now
from labelkeep.core.ids import new_id
from labelkeep.infra.ledger.errors import LedgerMoved
from labelkeep.infra.ledger.events import Composed, compose
from labelkeep.infra.ledger.notes import Checkpoint, Signer
from labelkeep.infra.ledger.sequencer import Published
from labelkeep.infra.ledger.tiles import TileStore

SIGNER = Signer.from_seed("labels.example/ledger", bytes(range(32)))
VKEY = SIGNER.verifier.vkey
START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def event(number: int = 0, event_id: UUID | None = None) -> Composed:
    """Return a typical event of a labeler's day."""
    payload = {"actor": str(new_id()), "object": str(new_id()), "objects": number, "guideline": 3, "hash": "ab" * 32}
    at = START + timedelta(seconds=number)
    return compose(event_id or new_id(), at, "label.submitted", "label", "c0ffee" * 8, "ok", payload)


def leaves(count: int) -> list[bytes]:
    return [event(number).leaf for number in range(count)]


def sign(store: TileStore) -> bytes:
    """Sign what the store holds and put the checkpoint and the key beside it."""
    note = SIGNER.sign(Checkpoint(SIGNER.name, store.size, store.root()).text).encode()
    store.put_vkey(VKEY)
    store.put_checkpoint(note)
    return note


def write_log(folder: Path, *batches: Sequence[bytes]) -> TileStore:
    """Write a log in batches, signing after each as the sequencer does."""
    store = TileStore.opened(folder)
    for batch in batches:
        store.append(batch)
        sign(store)
    return store


@cache
def _ready(count: int) -> list[tuple[UUID, bytes]]:
    """Return the same events each time: the tests of crashes live through them hundreds of times."""
    ids = [UUID(int=number, version=4) for number in range(count)]
    return [(event_id, _ready_leaf(event_id)) for event_id in ids]


@cache
def _ready_leaf(event_id: UUID) -> bytes:
    return event(0, event_id).leaf


class MemorySource:
    """A database in memory that survives the crashes of a sequencer."""

    def __init__(self) -> None:
        self.events: dict[UUID, bytes] = {}
        self.leaf: dict[int, UUID] = {}
        self.checkpoints: list[Published] = []
        self.locked_by_other = False

    def add(self, count: int) -> None:
        self.events.update(_ready(len(self.events) + count)[len(self.events) :])

    def try_lock(self) -> bool:
        return not self.locked_by_other

    def pending(self, limit: int) -> list[tuple[UUID, bytes]]:
        taken = set(self.leaf.values())
        return list(islice((pair for pair in self.events.items() if pair[0] not in taken), limit))

    def assign(self, first_leaf: int, ids: Sequence[UUID]) -> None:
        if first_leaf != len(self.leaf) or set(ids) & set(self.leaf.values()):
            raise LedgerMoved("Another sequencer numbered events at the same time.")
        self.leaf.update(zip(range(first_leaf, first_leaf + len(ids)), ids, strict=True))

    def assigned(self) -> int:
        return len(self.leaf)

    def assigned_from(self, leaf: int) -> Iterator[tuple[int, UUID, bytes]]:
        for number in sorted(self.leaf):
            if number >= leaf:
                yield number, self.leaf[number], self.events[self.leaf[number]]

    def last_checkpoint(self) -> Published | None:
        return self.checkpoints[-1] if self.checkpoints else None

    def publish(self, size: int, root: bytes, note: str, expected_previous: Published | None) -> None:
        last = self.last_checkpoint()
        if (last and (last.size, last.root)) != (
            expected_previous and (expected_previous.size, expected_previous.root)
        ):
            raise LedgerMoved("Another sequencer published a checkpoint at the same time.")
        self.checkpoints.append(Published(size, root, note, now()))
