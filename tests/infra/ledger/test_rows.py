import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelkeep.core.ids import new_id
from labelkeep.infra.ledger.errors import ProofRefused
from labelkeep.infra.ledger.rows import Pair, row_covered, row_proof, rows_root


def _pairs(count: int) -> list[Pair]:
    return [(new_id(), hashlib.sha256(str(number).encode()).digest()) for number in range(count)]


@given(st.integers(1, 60), st.data())
def test_each_row_of_a_bulk_event_is_covered_and_no_other(count: int, data: st.DataObject) -> None:
    pairs = _pairs(count)
    row_id, row_hash = pairs[data.draw(st.integers(0, count - 1))]
    root = rows_root(pairs)

    proof = row_proof(pairs[::-1], row_id)

    assert row_covered(root, row_id, row_hash, proof)
    assert not row_covered(root, row_id, hashlib.sha256(b"changed").digest(), proof)
    assert not row_covered(root, new_id(), row_hash, proof)


def test_the_root_does_not_depend_on_the_order_of_the_rows() -> None:
    pairs = _pairs(9)

    assert rows_root(pairs) == rows_root(reversed(pairs))


def test_a_row_named_twice_absent_or_without_a_whole_hash_is_refused() -> None:
    pairs = _pairs(3)

    with pytest.raises(ProofRefused):
        rows_root([*pairs, pairs[0]])
    with pytest.raises(ProofRefused):
        row_proof(pairs, new_id())
    with pytest.raises(ProofRefused):
        rows_root([(new_id(), b"short")])
