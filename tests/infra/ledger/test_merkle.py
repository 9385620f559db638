import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelkeep.infra.ledger import merkle
from labelkeep.infra.ledger.merkle import Frontier, leaf_hash, node_hash, nodes_of, tree_root

PUBLISHED_ROOTS = [
    # Roots over the eight inputs of the reference test of Certificate Transparency, sizes 1 to 8.
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]


def _hashes(count: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(count)]


def _by_definition(hashes: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return node_hash(_by_definition(hashes[:half]), _by_definition(hashes[half:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_equal_the_published_ones(size: int) -> None:
    hashes = [leaf_hash(bytes.fromhex(text)) for text in INPUTS[:size]]

    assert tree_root(hashes).hex() == PUBLISHED_ROOTS[size - 1]


@pytest.mark.parametrize("size", [*range(40), 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_793])
def test_a_frontier_has_the_root_of_the_definition(size: int) -> None:
    hashes = _hashes(size)
    frontier = Frontier()

    full = [(level, index) for level, index, _ in frontier.extend(hashes)]

    assert frontier.root() == _by_definition(hashes) == tree_root(hashes)
    assert full.count((0, 0)) == (size >= 256)
    assert len([tile for tile in full if tile[0] == 0]) == size // 256
    assert max((len(row) for row in frontier.rows), default=0) < 256


@given(st.lists(st.integers(0, 600), max_size=6))
def test_a_frontier_does_not_care_how_leaves_were_grouped(groups: list[int]) -> None:
    hashes = _hashes(sum(groups))
    frontier = Frontier()
    at = 0

    for width in groups:
        for _ in frontier.extend(hashes[at : at + width]):
            pass
        at += width

    assert frontier.root() == tree_root(hashes)


@given(st.integers(1, 700), st.data())
def test_inclusion_is_proved_and_nothing_else_is(size: int, data: st.DataObject) -> None:
    hashes = _hashes(size)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_proof(index, size, nodes_of(hashes))
    root = tree_root(hashes)

    assert merkle.included(hashes[index], index, size, path, root)
    other = data.draw(st.integers(0, size + 3).filter(lambda number: number != index))
    assert not merkle.included(hashes[index], other, size, path, root)
    assert not merkle.included(leaf_hash(b"forged"), index, size, path, root)
    assert not merkle.included(hashes[index], index, size, [*path, root], root)
    if path:
        assert not merkle.included(hashes[index], index, size, path[:-1], root)
        assert not merkle.included(hashes[index], index, size, _spoiled(path, data), root)


@given(st.integers(1, 700), st.data())
def test_growth_is_proved_and_a_rewritten_past_is_not(new: int, data: st.DataObject) -> None:
    hashes = _hashes(new)
    old = data.draw(st.integers(1, new))
    path = merkle.consistency_proof(old, new, nodes_of(hashes))
    before, after = tree_root(hashes[:old]), tree_root(hashes)

    assert merkle.consistent(old, new, before, after, path)
    rewritten = tree_root([leaf_hash(b"rewritten"), *hashes[1:]])
    assert not merkle.consistent(old, new, before, rewritten, path)
    assert not merkle.consistent(old, new, tree_root([leaf_hash(b"rewritten"), *hashes[1:old]]), after, path)
    if path:
        assert not merkle.consistent(old, new, before, after, path[:-1])
        assert not merkle.consistent(old, new, before, after, _spoiled(path, data))


def test_every_log_is_consistent_with_the_empty_one_and_only_that() -> None:
    assert merkle.consistent(0, 3, merkle.EMPTY_ROOT, tree_root(_hashes(3)), [])
    assert not merkle.consistent(0, 3, tree_root(_hashes(1)), tree_root(_hashes(3)), [])
    assert not merkle.consistent(4, 3, tree_root(_hashes(4)), tree_root(_hashes(3)), [])


def test_a_proof_for_what_is_not_there_is_refused() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_proof(3, 3, nodes_of(_hashes(3)))
    with pytest.raises(IndexError):
        merkle.consistency_proof(4, 3, nodes_of(_hashes(3)))


def _spoiled(path: list[bytes], data: st.DataObject) -> list[bytes]:
    at = data.draw(st.integers(0, len(path) - 1))
    bit = data.draw(st.integers(0, 255))
    step = int.from_bytes(path[at], "big") ^ (1 << bit)
    return [*path[:at], step.to_bytes(32, "big"), *path[at + 1 :]]
