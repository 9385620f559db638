"""How fast the ledger is: compose, append, verify, and how long a receipt of a million events is.

    python bench/ledger_verify.py [EVENTS]

One process, one core; the log lies in a temporary folder. Prints one JSON object.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from labelkeep.core.clock import now
from labelkeep.core.ids import new_id
from labelkeep.infra.ledger.events import compose
from labelkeep.infra.ledger.merkle import Frontier, leaf_hash
from labelkeep.infra.ledger.notes import Checkpoint, Signer
from labelkeep.infra.ledger.receipts import make_receipt
from labelkeep.infra.ledger.tiles import TileReader, TileStore
from labelkeep.infra.ledger.verify import verify

BATCH = 65_536
SIGNER = Signer.from_seed("labels.example/ledger", bytes(32))


def measure(count: int) -> dict[str, float | int]:
    """Write a log of that many events, verify it, and return the figures."""
    figures: dict[str, float | int] = {"events": count, "load": round(os.getloadavg()[0], 2)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = TileStore.opened(folder)
        compose_seconds = append_seconds = hash_seconds = 0.0
        frontier = Frontier()
        for width in _widths(count):
            begun = time.perf_counter()
            batch = [_leaf() for _ in range(width)]
            composed = time.perf_counter()
            store.append(batch)
            appended = time.perf_counter()
            for _ in frontier.extend([leaf_hash(entry) for entry in batch]):
                pass
            hash_seconds += time.perf_counter() - appended
            compose_seconds += composed - begun
            append_seconds += appended - composed
        note = SIGNER.sign(Checkpoint(SIGNER.name, store.size, store.root()).text).encode()
        store.put_vkey(SIGNER.verifier.vkey)
        store.put_checkpoint(note)
        figures["compose_us"] = round(compose_seconds / count * 1e6, 1)
        figures["tree_leaves_per_s"] = round(count / hash_seconds)
        figures["append_leaves_per_s_with_fsync"] = round(count / append_seconds)
        begun = time.perf_counter()
        report = verify(folder, [SIGNER.verifier.vkey])
        figures["verify_s"] = round(time.perf_counter() - begun, 2)
        assert report.ok, report
        figures["receipt_bytes_this_log"] = len(make_receipt(TileReader(folder), note, count // 2))
    figures["receipt_bytes_at_1000000"] = _receipt_bytes(1_000_000)
    figures["peak_rss_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures


def _widths(count: int) -> Iterator[int]:
    while count > 0:
        yield min(BATCH, count)
        count -= BATCH


def _leaf() -> bytes:
    payload = {"actor": str(new_id()), "object": str(new_id()), "objects": 10, "seconds": 41, "hash": "ab" * 32}
    return compose(new_id(), now(), "label.submitted", "label", "c0ffee" * 8, "ok", payload).leaf


class _OneKnownLeaf(TileReader):
    """A log of which only one entry is at hand; the rest of the tree is arbitrary, its receipts are as long."""

    def entry(self, leaf: int) -> bytes:
        """Return the known entry."""
        return LEAF

    def node(self, level: int, index: int) -> bytes:
        """Return the node over the known entry, or an arbitrary hash."""
        if self.size // 2 >> level != index:
            return leaf_hash(b"%d/%d" % (level, index))
        if level == 0:
            return leaf_hash(LEAF)
        below = [self.node(level - 1, 2 * index + side) for side in (0, 1)]
        return Frontier([below], 2).root()


LEAF = _leaf()


def _receipt_bytes(size: int) -> int:
    log = _OneKnownLeaf(Path(), size)
    note = SIGNER.sign(Checkpoint(SIGNER.name, size, log.root()).text).encode()
    return len(make_receipt(log, note, size // 2))


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)))
