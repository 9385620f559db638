"""One event for many rows: a Merkle root over (row id, row hash), and proof that a row is covered by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from labelkeep.infra.ledger import merkle
from labelkeep.infra.ledger.errors import ProofRefused

Pair = tuple[UUID, bytes]
"""A row's id and the 32-byte SHA-256 of its content."""


@dataclass(frozen=True, slots=True)
class RowProof:
    """Where a row stands among the rows of one bulk event, and the path from it to the event's root."""

    index: int
    size: int
    path: tuple[bytes, ...]


def rows_root(pairs: Iterable[Pair]) -> bytes:
    """Return the RFC 6962 root over the rows in the order of their ids.

    A leaf is the 16 bytes of the id followed by the 32 of the hash. The order is by id, not as given, so that the root
    can be computed again from the database alone. Raises ``ProofRefused`` for a repeated id or a hash that is not 32
    bytes long.
    """
    return merkle.tree_root(_leaves(_sorted(pairs)))


def row_proof(pairs: Iterable[Pair], row_id: UUID) -> RowProof:
    """Return the membership proof of one row; raise ``ProofRefused`` when it is not among ``pairs``."""
    rows = _sorted(pairs)
    index = next((at for at, row in enumerate(rows) if row[0] == row_id), None)
    if index is None:
        raise ProofRefused("This row is not among the rows of the event.", row=str(row_id))
    path = merkle.inclusion_proof(index, len(rows), merkle.nodes_of(_leaves(rows)))
    return RowProof(index, len(rows), tuple(path))


def row_covered(root: bytes, row_id: UUID, row_hash: bytes, proof: RowProof) -> bool:
    """Say whether the proof shows the row, with exactly this content, under the event's root."""
    return merkle.included(_leaf((row_id, row_hash)), proof.index, proof.size, proof.path, root)


def _sorted(pairs: Iterable[Pair]) -> list[Pair]:
    rows = sorted(pairs, key=lambda pair: pair[0].bytes)
    for before, after in pairwise(rows):
        if before[0] == after[0]:
            raise ProofRefused("A bulk event names each row once.", row=str(after[0]))
    return rows


def _leaves(rows: list[Pair]) -> list[bytes]:
    return [_leaf(row) for row in rows]


def _leaf(row: Pair) -> bytes:
    row_id, row_hash = row
    if len(row_hash) != merkle.HASH_BYTES:
        raise ProofRefused("The hash of a row has 32 bytes.", row=str(row_id))
    return merkle.leaf_hash(row_id.bytes + row_hash)
