from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelkeep.infra.ledger import merkle
from labelkeep.infra.ledger.errors import EntryTooLong, TileBroken
from labelkeep.infra.ledger.merkle import leaf_hash, tree_root
from labelkeep.infra.ledger.tiles import Tile, TileReader, TileStore, pack, tiles_of, unpack

from .logs import sign, write_log


def _entries(count: int, start: int = 0) -> list[bytes]:
    return [b"entry %d" % number for number in range(start, start + count)]


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 273, 112), "tile/0/273.p/112"),
        (Tile(1, 1_234_067), "tile/1/x001/x234/067"),
        (Tile("entries", 999), "tile/entries/999"),
        (Tile("entries", 1000, 1), "tile/entries/x001/000.p/1"),
    ],
)
def test_tiles_are_named_as_the_standard_names_them(tile: Tile, path: str) -> None:
    assert tile.path == path


def test_a_log_of_70000_has_the_tiles_of_the_standards_example() -> None:
    tiles = list(tiles_of(70_000))

    hashes = [tile for tile in tiles if tile.level != "entries"]
    assert len([tile for tile in hashes if tile.level == 0 and tile.width == 256]) == 273
    assert [tile for tile in hashes if tile.level == 0 and tile.width < 256] == [Tile(0, 273, 112)]
    assert [tile for tile in hashes if tile.level == 1] == [Tile(1, 0), Tile(1, 1, 17)]
    assert [tile for tile in hashes if tile.level == 2] == [Tile(2, 0, 1)]
    assert [tile for tile in tiles_of(256) if tile.level != "entries"] == [Tile(0, 0), Tile(1, 0, 1)]


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 600, 65_536 + 300])
def test_the_folder_holds_exactly_the_tiles_of_its_size(tmp_path: Path, size: int) -> None:
    entries = _entries(size)

    store = write_log(tmp_path, entries)

    assert _files(tmp_path) == {"checkpoint", "vkey", *(tile.path for tile in tiles_of(size))}
    assert store.root() == tree_root([leaf_hash(entry) for entry in entries])
    read = TileReader(tmp_path)
    assert (read.size, read.root()) == (size, store.root())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 300), min_size=1, max_size=5), st.data())
def test_proofs_cut_from_tiles_alone_verify(
    tmp_path_factory: pytest.TempPathFactory, batches: list[int], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("log")
    entries = _entries(sum(batches))
    at = 0
    sizes = []
    store = TileStore.opened(folder)
    for width in batches:
        store.append(entries[at : at + width])
        sign(store)
        at += width
        sizes.append(at)
    log = TileReader(folder)
    hashes = [leaf_hash(entry) for entry in entries]

    size = data.draw(st.sampled_from(sizes))
    leaf = data.draw(st.integers(0, size - 1))

    assert log.entry(leaf) == entries[leaf]
    assert merkle.included(hashes[leaf], leaf, size, log.inclusion_proof(leaf, size), tree_root(hashes[:size]))
    proof = log.consistency_proof(size)
    assert merkle.consistent(size, at, tree_root(hashes[:size]), tree_root(hashes), proof)


def test_a_reopened_store_goes_on_where_the_checkpoint_stands(tmp_path: Path) -> None:
    write_log(tmp_path, _entries(300))

    again = TileStore.opened(tmp_path)
    again.append(_entries(500, start=300))

    assert again.root() == tree_root([leaf_hash(entry) for entry in _entries(800)])


def test_partial_tiles_of_earlier_checkpoints_stay_until_the_full_tile_is_there(tmp_path: Path) -> None:
    store = write_log(tmp_path, _entries(10), _entries(20, start=10))
    assert {"tile/0/000.p/10", "tile/0/000.p/30", "tile/entries/000.p/10"} <= _files(tmp_path)

    store.append(_entries(226, start=30))

    assert not [name for name in _files(tmp_path) if name.startswith("tile/0/000.p")]


def test_a_reader_of_an_earlier_size_finds_its_entries_in_the_full_tile(tmp_path: Path) -> None:
    write_log(tmp_path, _entries(10), _entries(290, start=10))

    earlier = TileReader(tmp_path, 10)

    assert earlier.entries(0) == _entries(10)
    assert earlier.root() == tree_root([leaf_hash(entry) for entry in _entries(10)])


def test_a_written_tile_is_never_written_again_with_other_bytes(tmp_path: Path) -> None:
    store = write_log(tmp_path, _entries(256))
    store.append(_entries(256, start=256))
    before = (tmp_path / "tile/0/001").read_bytes()

    # The checkpoint still says 256, as after a crash: the same entries are welcome, others are not.
    store.reload()
    with pytest.raises(TileBroken):
        store.append(_entries(256, start=9000))
    store.reload()
    store.append(_entries(256, start=256))

    assert (tmp_path / "tile/0/001").read_bytes() == before


def test_an_entry_past_the_limit_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    store = TileStore.opened(tmp_path)

    with pytest.raises(EntryTooLong, match="65535"):
        store.append([b"fits", bytes(65_536)])

    assert _files(tmp_path) == set()
    store.append([bytes(65_535)])
    assert len(store.entry(0)) == 65_535


def test_a_missing_or_short_file_is_named(tmp_path: Path) -> None:
    write_log(tmp_path, _entries(5))
    (tmp_path / "tile/entries/000.p/5").unlink()
    (tmp_path / "tile/0/000.p/5").write_bytes(bytes(32))
    log = TileReader(tmp_path)

    with pytest.raises(TileBroken, match=r"tile/entries/000\.p/5 is missing"):
        log.entry(0)
    with pytest.raises(TileBroken, match="cut short"):
        log.root()
    with pytest.raises(IndexError):
        log.entry(5)


@given(st.lists(st.binary(max_size=40)))
def test_bundles_come_back(entries: list[bytes]) -> None:
    assert unpack(pack(entries)) == entries


@pytest.mark.parametrize("bundle", [b"\x00", b"\x00\x05abc", b"\x00\x01a\x00"])
def test_a_bundle_that_ends_inside_an_entry_is_refused(bundle: bytes) -> None:
    with pytest.raises(TileBroken):
        unpack(bundle)


def test_leftovers_of_an_interrupted_write_are_swept(tmp_path: Path) -> None:
    write_log(tmp_path, _entries(5))
    (tmp_path / ".writing" / "tile-0-000").write_bytes(b"half")

    TileStore.opened(tmp_path)

    assert not list((tmp_path / ".writing").iterdir())
