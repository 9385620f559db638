"""The Merkle tree of RFC 6962 section 2.1: hashes, roots, inclusion and consistency proofs.

A *node* is the hash of a perfect subtree: ``node(level, index)`` covers the leaves ``index << level`` up to, not
including, ``(index + 1) << level``. Every proof is cut from such nodes, wherever they are kept.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from labelkeep.core.hashing import same

EMPTY_ROOT = hashlib.sha256(b"").digest()
HASH_BYTES = 32
TILE_WIDTH = 256
"""Hashes in one full tile (C2SP tlog-tiles): a tile is a subtree of height 8."""

Node = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Return SHA-256(00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of sibling hashes."""
    row = hashes
    # hashlib is called here directly: this loop is where a verifier of a million events spends its time.
    digest = hashlib.sha256
    while len(row) > 1:
        row = [digest(b"\x01" + row[i] + row[i + 1]).digest() for i in range(0, len(row), 2)]
    return row[0]


def peaks(hashes: Sequence[bytes]) -> list[bytes]:
    """Return the roots of the perfect subtrees, largest first, that make up a row of sibling hashes."""
    found: list[bytes] = []
    start = 0
    while start < len(hashes):
        width = 1 << ((len(hashes) - start).bit_length() - 1)
        found.append(fold(hashes[start : start + width]))
        start += width
    return found


def join(parts: Iterable[bytes]) -> bytes:
    """Return the root over perfect subtrees given largest (leftmost) first; of none, the root of the empty tree."""
    root: bytes | None = None
    for part in reversed(list(parts)):
        root = part if root is None else node_hash(part, root)
    return EMPTY_ROOT if root is None else root


def tree_root(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the RFC 6962 tree hash over leaf hashes held in memory."""
    return join(peaks(leaf_hashes))


class Frontier:
    """The right edge of a growing tree, kept as the unfinished tile of each level.

    It holds at most 255 hashes a level, whatever the size of the log. ``rows[l]`` are the hashes of the unfinished
    tile of level ``l``; ``extend`` reports each tile as it becomes full.
    """

    def __init__(self, rows: Iterable[Iterable[bytes]] = (), size: int = 0) -> None:
        self.rows = [list(row) for row in rows]
        self.size = size

    def copy(self) -> "Frontier":
        """Return an independent frontier over the same leaves."""
        return Frontier(self.rows, self.size)

    def extend(self, leaf_hashes: Sequence[bytes]) -> Iterator[tuple[int, int, list[bytes]]]:
        """Append leaves; yield ``(tile level, tile index, its 256 hashes)`` for each tile that is now full.

        Run the iterator to its end: the leaves after an untaken tile are not appended.
        """
        taken = 0
        while taken < len(leaf_hashes):
            row = self._row(0)
            part = leaf_hashes[taken : taken + TILE_WIDTH - len(row)]
            row.extend(part)
            taken += len(part)
            self.size += len(part)
            yield from self._close_full_tiles()

    def root(self) -> bytes:
        """Return the RFC 6962 tree hash over everything appended so far."""
        return join(peak for row in reversed(self.rows) for peak in peaks(row))

    def _row(self, level: int) -> list[bytes]:
        while len(self.rows) <= level:
            self.rows.append([])
        return self.rows[level]

    def _close_full_tiles(self) -> Iterator[tuple[int, int, list[bytes]]]:
        level = 0
        while len(self._row(level)) == TILE_WIDTH:
            full = self.rows[level]
            self.rows[level] = []
            self._row(level + 1).append(fold(full))
            yield level, (self.size >> (8 * (level + 1))) - 1, full
            level += 1


def nodes_of(leaf_hashes: Sequence[bytes]) -> Node:
    """Return a node reader over leaf hashes held in memory (small trees: rows of one bulk event)."""

    def node(level: int, index: int) -> bytes:
        return fold(leaf_hashes[index << level : (index + 1) << level])

    return node


def root_at(size: int, node: Node) -> bytes:
    """Return the root that the tree had when it held ``size`` leaves."""
    return _span(0, size, node) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """Return the audit path of leaf ``index`` in the tree of ``size`` leaves, from the leaf up (RFC 6962 2.1.1)."""
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} is not in a tree of {size}")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _half(high - low)
        if index < middle:
            path.append(_span(middle, high, node))
            high = middle
        else:
            path.append(_span(low, middle, node))
            low = middle
    return path[::-1]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of ``new`` leaves begins with the tree of ``old`` (RFC 6962 2.1.2)."""
    if not 0 < old <= new:
        raise IndexError(f"no consistency proof leads from {old} to {new} leaves")
    path: list[bytes] = []
    low, high, whole = 0, new, True
    while old != high:
        middle = low + _half(high - low)
        if old <= middle:
            path.append(_span(middle, high, node))
            high = middle
        else:
            path.append(_span(low, middle, node))
            low, whole = middle, False
    if not whole:
        path.append(_span(low, high, node))
    return path[::-1]


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Say whether ``path`` shows the leaf hash at ``index`` in the tree with this size and root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(step, found)
            while position and not position & 1:
                position >>= 1
                last >>= 1
        else:
            found = node_hash(found, step)
        position >>= 1
        last >>= 1
    return last == 0 and same(found, root)


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Say whether ``path`` shows that the new tree only appended to the old one (RFC 9162 2.1.4.2)."""
    if old == new:
        return not path and same(old_root, new_root)
    if not 0 < old < new:
        return old == 0 and not path and same(old_root, EMPTY_ROOT)
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position >>= 1
        last >>= 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while position and not position & 1:
                position >>= 1
                last >>= 1
        else:
            after = node_hash(after, step)
        position >>= 1
        last >>= 1
    return last == 0 and same(before, old_root) and same(after, new_root)


def _half(width: int) -> int:
    """Return the largest power of two below ``width`` (RFC 6962's k)."""
    return 1 << ((width - 1).bit_length() - 1)


def _span(low: int, high: int, node: Node) -> bytes:
    """Return the tree hash of leaves ``low`` to ``high``, where ``low`` begins a subtree of the larger tree."""
    parts: list[bytes] = []
    while low < high:
        level = (high - low).bit_length() - 1
        parts.append(node(level, low >> level))
        low += 1 << level
    return join(parts)
