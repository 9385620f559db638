"""The log as files (c2sp.org/tlog-tiles): ``checkpoint``, ``tile/<L>/<N>[.p/<W>]``, ``tile/entries/<N>[.p/<W>]``.

Every file but ``checkpoint`` is written once and never changed. A partial tile goes when its full tile is there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from labelkeep.infra.ledger import merkle
from labelkeep.infra.ledger.errors import EntryTooLong, TileBroken
from labelkeep.infra.ledger.files import Shelf
from labelkeep.infra.ledger.merkle import HASH_BYTES, TILE_WIDTH
from labelkeep.infra.ledger.notes import Checkpoint, parse_note

CHECKPOINT = "checkpoint"
VKEY = "vkey"
ENTRIES = "entries"
LONGEST_ENTRY = 0xFFFF
_CACHED_TILES = 64


@dataclass(frozen=True, slots=True)
class Tile:
    """One file of the log: its level (``entries`` or 0 to 63), its index in the level, and how many items it holds."""

    level: int | str
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Name below the log's folder, such as ``tile/0/x001/x234/067.p/8``."""
        digits = f"{self.index:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        part = f".p/{self.width}" if self.width < TILE_WIDTH else ""
        return f"tile/{self.level}/{name}{part}"

    @property
    def whole(self) -> "Tile":
        """The full tile that this one grows into."""
        return Tile(self.level, self.index)


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield every tile and entry bundle that a log of ``size`` leaves consists of, the partial ones at the edge too."""
    level, items = 0, size
    while items:
        for kind in (ENTRIES, 0) if level == 0 else (level,):
            for index in range(items >> 8):
                yield Tile(kind, index)
            if items & 0xFF:
                yield Tile(kind, items >> 8, items & 0xFF)
        level, items = level + 1, items >> 8


def pack(entries: Sequence[bytes]) -> bytes:
    """Return an entry bundle: each entry behind its length as 16 bits, big-endian."""
    return b"".join(part for entry in entries for part in (_length(entry), entry))


def unpack(bundle: bytes) -> list[bytes]:
    """Return the entries of a bundle; raise ``TileBroken`` when a length leads past its end."""
    entries: list[bytes] = []
    at = 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if at + 2 > len(bundle) or end > len(bundle):
            raise TileBroken("An entry bundle ends inside an entry.")
        entries.append(bundle[at + 2 : end])
        at = end
    return entries


class TileReader:
    """A log's files read back: entries, nodes, roots and proofs from the tiles alone. ``size`` is in leaves."""

    def __init__(self, folder: Path, size: int | None = None) -> None:
        self.folder = folder
        self._cache: dict[tuple[int, int, int], list[bytes]] = {}
        self.size = self._signed_size() if size is None else size

    def checkpoint_note(self) -> bytes | None:
        """Return the stored signed note, unverified; none before the first signature."""
        try:
            return (self.folder / CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return None

    def entries(self, index: int) -> list[bytes]:
        """Return the entries of bundle ``index``; fewer than 256 at the edge of the log."""
        tile = Tile(ENTRIES, index, min(TILE_WIDTH, self.size - index * TILE_WIDTH))
        found = unpack(self._bytes(tile))
        if len(found) < tile.width:
            raise TileBroken(f"The ledger file {tile.path} has {len(found)} of {tile.width} entries.", file=tile.path)
        return found[: tile.width]

    def entry(self, leaf: int) -> bytes:
        """Return the entry with this leaf number."""
        if not 0 <= leaf < self.size:
            raise IndexError(f"leaf {leaf} is not in a log of {self.size}")
        return self.entries(leaf >> 8)[leaf & 0xFF]

    def hashes(self, level: int, index: int) -> list[bytes]:
        """Return the hashes of one tile; fewer than 256 at the edge of the log."""
        width = min(TILE_WIDTH, (self.size >> (8 * level)) - index * TILE_WIDTH)
        key = (level, index, width)
        if key not in self._cache:
            if len(self._cache) >= _CACHED_TILES:
                self._cache.clear()
            self._cache[key] = self._read_hashes(Tile(level, index, width))
        return self._cache[key]

    def node(self, level: int, index: int) -> bytes:
        """Return the hash over the leaves ``index << level`` to ``(index + 1) << level`` (see ``merkle.Node``)."""
        tile_level, inner = divmod(level, 8)
        first = index << inner
        row = self.hashes(tile_level, first >> 8)
        return merkle.fold(row[first & 0xFF : (first & 0xFF) + (1 << inner)])

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` leaves, by default over all."""
        return merkle.root_at(self.size if size is None else size, self.node)

    def inclusion_proof(self, leaf: int, size: int | None = None) -> list[bytes]:
        """Return the audit path of a leaf in the log of ``size`` leaves, by default of all."""
        return merkle.inclusion_proof(leaf, self.size if size is None else size, self.node)

    def consistency_proof(self, old: int, new: int | None = None) -> list[bytes]:
        """Return the proof that the log of ``new`` leaves (default: all) only appended to that of ``old``."""
        return merkle.consistency_proof(old, self.size if new is None else new, self.node)

    def _signed_size(self) -> int:
        note = self.checkpoint_note()
        return 0 if note is None else Checkpoint.parse(parse_note(note).text).size

    def _read_hashes(self, tile: Tile) -> list[bytes]:
        data = self._bytes(tile)
        if len(data) < tile.width * HASH_BYTES:
            raise TileBroken(f"The ledger file {tile.path} is cut short.", file=tile.path)
        return [data[at : at + HASH_BYTES] for at in range(0, tile.width * HASH_BYTES, HASH_BYTES)]

    def _bytes(self, tile: Tile) -> bytes:
        """Read a tile, or the full tile that has replaced a partial one since."""
        for candidate in (tile, tile.whole):
            try:
                return (self.folder / candidate.path).read_bytes()
            except FileNotFoundError:
                continue
        raise TileBroken(f"The ledger file {tile.path} is missing.", file=tile.path)


class TileStore(TileReader):
    """The one writer of a log's folder.

    Making one touches nothing, for another process may be the writer; ``reload`` makes this one the writer, standing at
    the size of the stored checkpoint. Files beyond it, left by a crash, are met again when their entries are appended
    again: the same bytes are kept, others raise ``TileBroken``.
    """

    def __init__(self, folder: Path) -> None:
        self._shelf = Shelf(folder)
        self._frontier = merkle.Frontier()
        self._tail: list[bytes] = []
        self._loaded = False
        super().__init__(folder, 0)

    @classmethod
    def opened(cls, folder: Path) -> Self:
        """Return a store that is ready to append; the caller knows that nobody else writes."""
        store = cls(folder)
        store.reload()
        return store

    def reload(self) -> None:
        """Forget what is in memory and stand where the stored checkpoint says; sweep what an interrupted write left.

        Raises ``NoteRefused`` when the checkpoint cannot be read, ``TileBroken`` when a tile at the edge is missing.
        """
        self._shelf.open()
        self._cache.clear()
        self.size = self._signed_size()
        rows: list[list[bytes]] = []
        level = 0
        while items := self.size >> (8 * level):
            rows.append(self.hashes(level, items >> 8) if items & 0xFF else [])
            level += 1
        self._frontier = merkle.Frontier(rows, self.size)
        self._tail = self.entries(self.size >> 8) if self.size & 0xFF else []
        self._loaded = True

    def append(self, entries: Sequence[bytes]) -> None:
        """Add entries at the end; on return they and their tiles survive a power cut, unsigned.

        Raises ``EntryTooLong`` before anything is written. After any other error the store must be reloaded.
        """
        if not self._loaded:
            raise RuntimeError("the store was not loaded")
        for entry in entries:
            _length(entry)
        self._put_bundles(entries)
        superseded: list[Tile] = []
        for level, index, hashes in self._frontier.extend([merkle.leaf_hash(entry) for entry in entries]):
            self._shelf.put(Tile(level, index).path, b"".join(hashes))
            superseded += [Tile(level, index)] if level else [Tile(level, index), Tile(ENTRIES, index)]
        self.size = self._frontier.size
        for level, row in enumerate(self._frontier.rows):
            if row:
                self._shelf.put(Tile(level, self.size >> (8 * (level + 1)), len(row)).path, b"".join(row))
        self._shelf.settle()
        for tile in superseded:
            self._shelf.discard(tile.path + ".p")

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` leaves, by default over all (which needs no file)."""
        return self._frontier.root() if size in (None, self.size) else super().root(size)

    def put_checkpoint(self, note: bytes) -> None:
        """Store the signed note, in the place of the one before."""
        self._shelf.replace(CHECKPOINT, note)
        self._shelf.settle()

    def put_vkey(self, vkey: str) -> None:
        """Store the verifier key beside the log; raise ``TileBroken`` when another one stands there."""
        self._shelf.put(VKEY, vkey.encode() + b"\n")
        self._shelf.settle()

    def _put_bundles(self, entries: Sequence[bytes]) -> None:
        waiting = [*self._tail, *entries]
        first = self.size >> 8
        for start in range(0, len(waiting), TILE_WIDTH):
            part = waiting[start : start + TILE_WIDTH]
            self._shelf.put(Tile(ENTRIES, first + start // TILE_WIDTH, len(part)).path, pack(part))
        self._tail = waiting[len(waiting) - len(waiting) % TILE_WIDTH :]


def _length(entry: bytes) -> bytes:
    if len(entry) > LONGEST_ENTRY:
        raise EntryTooLong(len(entry))
    return len(entry).to_bytes(2, "big")
