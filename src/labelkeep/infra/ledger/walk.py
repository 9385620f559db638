"""One pass over a log's files: recompute every hash from the entries, and find where the files part from it.

Two trees grow side by side once something disagrees: one of the entries, one of the stored leaf hashes. The tree that
ends in the signed root tells which of the two was changed.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from labelkeep.core.errors import Invalid
from labelkeep.infra.ledger import merkle
from labelkeep.infra.ledger.disclosures import Disclosed
from labelkeep.infra.ledger.events import check, is_envelope
from labelkeep.infra.ledger.files import read_bounded
from labelkeep.infra.ledger.inventory import PAYLOADS, Inventory
from labelkeep.infra.ledger.notes import Checkpoint
from labelkeep.infra.ledger.reports import BadEntry, Report
from labelkeep.infra.ledger.tiles import CHECKPOINT, ENTRIES, TILE_WIDTH, Tile, pack

_ABSENT = bytes(merkle.HASH_BYTES)
_ENOUGH = 1000
_id = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# The action is the first value; its key may be what was changed.
_action = re.compile(rb".{11}([a-z0-9_.]+)\"", re.DOTALL)
_envelope_end = re.compile(rb'"v":1\}')


class Walk:
    """The pass over one log; ``run`` fills the report."""

    def __init__(
        self, report: Report, signed: Checkpoint, inventory: Inventory, disclosed: Iterator[Disclosed]
    ) -> None:
        self._report = report
        self._signed = signed
        self._inventory = inventory
        self._disclosed = disclosed
        self._shown = self._next_shown()
        self._by_entries = merkle.Frontier()
        self._by_tiles: merkle.Frontier | None = None
        self._suspects: list[BadEntry] = []
        """Entries that disagree with their stored hash: one of the two was changed."""
        self._misfits: list[BadEntry] = []
        """Entries that cannot be right, whatever the hashes say."""
        self._changed_tiles: list[tuple[str, str]] = []
        self.earlier: dict[int, bytes | None] = {}
        """Sizes whose roots the caller wants; filled while passing them."""

    def run(self) -> None:
        """Check everything up to the signed size."""
        for size in self.earlier:
            if size == 0:
                self.earlier[size] = merkle.EMPTY_ROOT
        for index in range(-(-self._signed.size // TILE_WIDTH)):
            self._bundle(index)
            if len(self._misfits) > _ENOUGH:
                # A stranger's checkpoint may claim more entries than there is time for.
                self._report.blame(CHECKPOINT, f"most of the {self._signed.size} entries are missing or broken.")
                self._judge()
                return
        self._edge()
        self._judge()
        self._unproved_payloads()

    def _bundle(self, index: int) -> None:
        width = min(TILE_WIDTH, self._signed.size - index * TILE_WIDTH)
        tile = Tile(ENTRIES, index, width)
        data = self._read(tile)
        stored = self._stored_hashes(Tile(0, index, width))
        entries, at = lenient(data or b"", width)
        hashes = [merkle.leaf_hash(entry) for entry in entries]
        if data is None:
            self._misfits.append(BadEntry(index * TILE_WIDTH, None, None, "its file is missing or unreadable."))
        elif len(entries) < width:
            self._misfits.append(describe(index * TILE_WIDTH + len(entries), data[at:], (stored or [])[len(entries) :]))
        elif at < len(data):
            self._report.blame(tile.path, "has bytes after its last entry.")
        if stored is not None and stored[: len(hashes)] != hashes:
            self._part(index, data or b"", hashes, stored)
        self._shapes(index, entries)
        self._payloads(index, entries)
        filled = hashes + (stored or [])[len(hashes) :]
        filled += [_ABSENT] * (width - len(filled))
        self._grow(filled, stored or filled)
        self._prefixes(tile, [pack(entries[: older.width]) for older in self._inventory.superseded(tile)])

    def _part(self, index: int, data: bytes, hashes: list[bytes], stored: list[bytes]) -> None:
        """Note where a bundle and its stored hashes part; from here on both trees are kept."""
        if self._by_tiles is None:
            self._by_tiles = self._by_entries.copy()
        at = next(i for i, (ours, theirs) in enumerate(zip(hashes, stored, strict=False)) if ours != theirs)
        _, offset = lenient(data, at)
        self._suspects.append(describe(index * TILE_WIDTH + at, data[offset:], stored[at:]))
        self._changed_tiles.append((Tile(0, index, len(stored)).path, f"hash {at} is not that of its entry."))

    def _shapes(self, index: int, entries: list[bytes]) -> None:
        if all(map(is_envelope, entries)):
            return
        at = next(i for i, entry in enumerate(entries) if not is_envelope(entry))
        found = describe(index * TILE_WIDTH + at, b"\0\0" + entries[at], [])
        self._misfits.append(replace(found, words="it is not an event of version 1 in canonical form."))

    def _payloads(self, index: int, entries: list[bytes]) -> None:
        """Check the payloads that were disclosed for this bundle."""
        while self._shown is not None and self._shown[0] < (index + 1) * TILE_WIDTH:
            leaf, opened = self._shown
            place = leaf - index * TILE_WIDTH
            if place < len(entries) and check(entries[place], opened):
                self._report.payloads += 1
            else:
                self._report.blame(PAYLOADS, f"the payload of entry {leaf} is not what the entry committed to.")
            self._shown = self._next_shown()

    def _next_shown(self) -> Disclosed | None:
        try:
            return next(self._disclosed, None)
        except Invalid as error:
            self._report.blame(PAYLOADS, error.message)
            return None

    def _grow(self, hashes: list[bytes], stored: list[bytes]) -> None:
        """Append one bundle's leaves to both trees, and check each tile above that became full."""
        for size, root in self.earlier.items():
            if root is None and self._by_entries.size < size <= self._by_entries.size + len(hashes):
                self.earlier[size] = _root_within(self._by_entries, hashes[: size - self._by_entries.size])
        full = {(level, index): row for level, index, row in self._by_entries.extend(hashes)}
        also = {} if self._by_tiles is None else {(lv, at): row for lv, at, row in self._by_tiles.extend(stored)}
        for (level, index), row in full.items():
            if level:
                self._upper(Tile(level, index), row, also.get((level, index), row))
            else:
                self._narrow_hashes(Tile(0, index), stored)
        if len(hashes) < TILE_WIDTH:
            self._narrow_hashes(Tile(0, self._by_entries.size >> 8, len(hashes)), stored)

    def _edge(self) -> None:
        """Check the unfinished tiles of the upper levels."""
        for level, row in enumerate(self._by_entries.rows):
            if level and row:
                also = row if self._by_tiles is None else self._by_tiles.rows[level]
                self._upper(Tile(level, self._signed.size >> (8 * (level + 1)), len(row)), row, also)

    def _upper(self, tile: Tile, row: list[bytes], also: list[bytes]) -> None:
        data = self._read(tile)
        if data is None:
            self._report.blame(tile.path, "is missing or unreadable.")
        elif data not in (b"".join(row), b"".join(also)):
            at = next((i for i, item in enumerate(row) if data[i * 32 : i * 32 + 32] != item), len(row) - 1)
            span = 256 ** int(tile.level)
            first = (tile.index * TILE_WIDTH + at) * span
            self._report.blame(tile.path, f"hash {at} is not that of entries {first} to {first + span - 1}.")
            if self._by_tiles is None:
                self._suspects.append(BadEntry(first, None, None, f"it, or one up to {first + span - 1}, was changed."))
        self._narrow_hashes(tile, row)

    def _judge(self) -> None:
        """Say which side was changed: the tree that has the signed root is the true one."""
        wrong = self._misfits
        if self._by_entries.root() == self._signed.root:
            # The entries are as signed; what disagrees with them is a stored hash.
            for file, words in self._changed_tiles:
                self._report.blame(file, words)
        else:
            wrong = self._suspects + self._misfits
            self._report.blame(CHECKPOINT, f"signs another root over {self._signed.size} events than the entries have.")
        for bad in wrong:
            place = bad.index >> 8
            width = min(TILE_WIDTH, self._signed.size - place * TILE_WIDTH)
            self._report.blame(Tile(ENTRIES, place, width).path, str(bad))
        if wrong:
            self._report.first_bad = min(wrong, key=lambda bad: bad.index)

    def _unproved_payloads(self) -> None:
        while self._shown is not None:
            self._report.blame(PAYLOADS, f"holds a payload for entry {self._shown[0]}, which this log does not have.")
            self._shown = self._next_shown()

    def _stored_hashes(self, tile: Tile) -> list[bytes] | None:
        data = self._read(tile)
        if data is None or len(data) != tile.width * merkle.HASH_BYTES:
            self._report.blame(tile.path, "is missing or unreadable." if data is None else "has the wrong length.")
            return None
        return [data[at : at + 32] for at in range(0, len(data), 32)]

    def _narrow_hashes(self, tile: Tile, row: list[bytes]) -> None:
        self._prefixes(tile, [b"".join(row[: older.width]) for older in self._inventory.superseded(tile)])

    def _prefixes(self, tile: Tile, expected: list[bytes]) -> None:
        """Check the narrower tiles of earlier checkpoints that still lie in this tile's place."""
        for older, bytes_then in zip(self._inventory.superseded(tile), expected, strict=True):
            try:
                same = read_bounded(self._report.folder / older.path) == bytes_then
            except FileNotFoundError:
                # A running server drops them when the full tile is there.
                continue
            except OSError:
                same = False
            if not same:
                self._report.blame(older.path, "is not the beginning of the tile that replaced it.")

    def _read(self, tile: Tile) -> bytes | None:
        """Read a tile; where a running server has completed it since, cut the full one to the signed width."""
        for candidate in (tile, tile.whole):
            try:
                data = read_bounded(self._report.folder / candidate.path)
            except OSError:
                continue
            return data if candidate == tile else _cut(data, tile)
        return None


def lenient(bundle: bytes, most: int) -> tuple[list[bytes], int]:
    """Return the entries of a bundle up to where it breaks, at most so many, and the offset reached."""
    entries: list[bytes] = []
    at = 0
    while at + 2 <= len(bundle) and len(entries) < most:
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if end > len(bundle):
            break
        entries.append(bundle[at + 2 : end])
        at = end
    return entries, at


def describe(index: int, bundle_rest: bytes, stored: list[bytes]) -> BadEntry:
    """Name a wrong entry as well as its changed bytes allow.

    ``bundle_rest`` begins at the entry's length, ``stored`` at its stored hash, if there is one.
    """
    end = _envelope_end.search(bundle_rest, 2)
    body = bundle_rest[2 : end.end() if end else 1024]
    event_id, action = _id.search(body), _action.match(body)
    intact = merkle.leaf_hash(body) in stored[:1]
    words = "its length is wrong." if intact else "its bytes do not have the hash that the signed tree holds."
    return BadEntry(
        index,
        UUID(event_id.group().decode()) if event_id else None,
        action.group(1).decode() if action else None,
        words,
    )


def _root_within(frontier: merkle.Frontier, hashes: list[bytes]) -> bytes:
    ahead = frontier.copy()
    for _ in ahead.extend(hashes):
        pass
    return ahead.root()


def _cut(data: bytes, tile: Tile) -> bytes:
    if tile.level != ENTRIES:
        return data[: tile.width * merkle.HASH_BYTES]
    return data[: lenient(data, tile.width)[1]]
