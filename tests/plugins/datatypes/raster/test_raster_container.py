from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelkeep.plugins.datatypes.raster.container import PyramidDamaged, PyramidIndex, pack
from labelkeep.plugins.datatypes.raster.facts import Facts, Page, Thumbnail, Tile

DEEP = b"LKDEEP1\n"
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
FACTS = Facts("image/jpeg", 10, 10)


def tiles_of(page: Any) -> Any:
    for level in range(page.levels):
        columns, rows = page.grid(level)
        for place in range(columns * rows):
            col, row = place % columns, place // columns
            mark = f"{page.number}/{level}/{col}/{row}".encode()
            yield Tile(page.number, level, col, row, (PNG if place % 2 else JPEG) + mark)


def load(packed: Any) -> Any:
    return PyramidIndex.load(lambda start, length: packed[start : start + length], len(packed))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 3000), st.integers(1, 3000)), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_every_tile_is_found_where_it_was_put_in_whatever_order_it_came(sizes: Any, order: Any) -> None:
    pages = [Page(number, *size) for number, size in enumerate(sizes)]
    tiles = [tile for page in pages for tile in tiles_of(page)]
    order.shuffle(tiles)

    packed = b"".join(pack([*pages, *tiles, Thumbnail(JPEG + b"small"), FACTS]))
    index = load(packed)

    assert index.pages == tuple(pages)
    assert index.facts == FACTS
    for tile in tiles:
        offset, length = index.tile(tile.page, tile.level, tile.col, tile.row)
        assert packed[offset : offset + length] == tile.data
    offset, length = index.thumbnail
    assert packed[offset : offset + length] == JPEG + b"small"


@given(st.integers(1, 200_000), st.integers(1, 200_000))
def test_levels_halve_until_one_tile_holds_all(width: int, height: int) -> None:
    page = Page(0, width, height)
    assert page.size(page.levels - 1) == (width, height)
    assert page.grid(0) == (1, 1)
    assert page.levels == 1 or max(page.size(1)) > 256
    for level in range(1, page.levels):
        wide, tall = page.size(level)
        assert page.size(level - 1) == (-(-wide // 2), -(-tall // 2))


def one_page() -> Any:
    page = Page(0, 600, 300)
    return [page, *tiles_of(page), FACTS]


def test_a_tile_and_its_default_look_are_found_side_by_side() -> None:
    page = Page(0, 300, 200)
    packed = b"".join(
        pack(
            [
                page,
                Tile(0, 1, 0, 0, DEEP + b"left", JPEG + b"look"),
                Tile(0, 1, 1, 0, JPEG + b"right"),
                Tile(0, 0, 0, 0, DEEP + b"small", JPEG + b"small look"),
                FACTS,
            ]
        )
    )
    index = load(packed)

    def at(place: tuple[int, int]) -> bytes:
        return packed[place[0] : sum(place)]

    assert (at(index.tile(0, 1, 0, 0)), at(index.look(0, 1, 0, 0))) == (DEEP + b"left", JPEG + b"look")
    assert at(index.tile(0, 1, 1, 0)) == at(index.look(0, 1, 1, 0)) == JPEG + b"right"
    assert at(index.look(0, 0, 0, 0)) == JPEG + b"small look"
    with pytest.raises(LookupError):
        index.look(0, 1, 2, 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda pieces: [pieces[0], Tile(0, 0, 0, 0, DEEP, PNG), *pieces[2:]], "none of the forms"),
        (lambda pieces: pieces[:-2] + pieces[-1:], "not whole"),
        (lambda pieces: pieces[:-1], "not whole"),
        (lambda pieces: [*pieces[:-1], pieces[1], FACTS], "twice"),
        (lambda pieces: [pieces[0], Tile(0, 0, 1, 0, JPEG), *pieces[1:]], "outside"),
        (lambda pieces: [pieces[0], Tile(0, -1, 0, 0, JPEG), *pieces[1:]], "no page or level"),
        (lambda pieces: [pieces[0], Tile(1, 0, 0, 0, JPEG), *pieces[1:]], "no page or level"),
        (lambda pieces: [pieces[0], Tile(0, 0, 0, 0, b"<script>"), *pieces[2:]], "none of the forms"),
        (lambda pieces: [Page(1, 5, 5), *pieces], "in order"),
        (lambda pieces: [*pieces, pieces[1]], "after its facts"),
    ],
)
def test_what_a_taken_over_child_sends_out_of_order_is_not_packed(change: Any, words: str) -> None:
    with pytest.raises(PyramidDamaged, match=words):
        b"".join(pack(change(one_page())))


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(0, 255))
def test_a_changed_byte_of_the_index_is_refused_or_points_inside(back: Any, value: Any) -> None:
    packed = bytearray(b"".join(pack(one_page())))
    packed[max(0, len(packed) - 1 - back)] = value
    try:
        index = load(bytes(packed))
    except PyramidDamaged:
        return
    for page in index.pages:
        for level in range(page.levels):
            columns, rows = page.grid(level)
            offset, length = index.tile(page.number, level, columns - 1, rows - 1)
            assert 0 <= offset <= offset + length <= len(packed)


@pytest.mark.parametrize("cut", [1, 5, 19, 20, 21, 60])
def test_a_truncated_pyramid_is_refused(cut: int) -> None:
    packed = b"".join(pack(one_page()))
    with pytest.raises(PyramidDamaged):
        load(packed[:-cut])
    with pytest.raises(PyramidDamaged):
        load(packed[:cut])


@pytest.mark.parametrize(
    "place", [(1, 0, 0, 0), (0, 2, 0, 0), (0, -1, 0, 0), (0, 1, 2, 0), (0, 1, 0, 1), (0, 0, -1, 0)]
)
def test_a_place_outside_the_pyramid_is_no_tile(place: Any) -> None:
    index = load(b"".join(pack([Page(0, 500, 250), *tiles_of(Page(0, 500, 250)), FACTS])))
    with pytest.raises(LookupError):
        index.tile(*place)


def test_the_index_costs_two_range_reads() -> None:
    packed = b"".join(pack(one_page()))
    reads = []
    PyramidIndex.load(lambda start, length: reads.append(length) or packed[start : start + length], len(packed))
    assert len(reads) == 2


@pytest.mark.parametrize(
    "change",
    [{"width": "9"}, {"width": True}, {"more": 1}, {"window": [1]}, {"window": "ab"}, {"media_type": None}],
)
def test_facts_of_a_wrong_shape_are_refused(change: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        Facts.from_json({**FACTS.to_json(), **change})
