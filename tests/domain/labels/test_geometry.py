import pytest

from labelkeep.domain.labels.geometry import area, bounds, clipped, is_simple, untangled, without_repeats

SQUARE = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]]


def test_area_leaves_out_holes_and_counts_overlap_once() -> None:
    hole = [[2.0, 2.0], [4.0, 2.0], [4.0, 4.0], [2.0, 4.0]]
    shifted = [[x + 5, y] for x, y in SQUARE]
    assert area([[SQUARE]]) == 100
    assert area([[SQUARE, hole]]) == 96
    assert area([[SQUARE], [shifted]]) == pytest.approx(150)
    assert bounds([[SQUARE], [shifted]]) == (0, 0, 15, 10)


def test_area_stays_exact_far_from_the_corner() -> None:
    far = [[x + 1e8, y + 1e8] for x, y in SQUARE]
    assert area([[far]]) == 100


def test_a_bow_tie_is_neither_simple_nor_repaired() -> None:
    bow = [[0.0, 0.0], [4.0, 4.0], [0.0, 4.0], [4.0, 0.0]]
    assert not is_simple([[bow]])
    assert untangled([bow]) is None


def test_two_squares_that_touch_in_one_corner_are_taken_apart() -> None:
    touching = [[0.0, 0.0], [5.0, 0.0], [5.0, 5.0], [10.0, 5.0], [10.0, 10.0], [5.0, 10.0], [5.0, 5.0], [0.0, 5.0]]
    pieces = untangled([touching])
    assert pieces is not None
    assert len(pieces) == 2
    assert area(pieces) == 50


def test_clipping_can_make_several_pieces() -> None:
    fork = [[0.0, 0.0], [20.0, 0.0], [20.0, 2.0], [2.0, 2.0], [2.0, 8.0], [20.0, 8.0], [20.0, 10.0], [0.0, 10.0]]
    assert area(clipped([[fork]], 10, 10)) == pytest.approx(10 * 2 + 10 * 2 + 2 * 6)
    assert clipped([[SQUARE]], 0.0, 0.0) == []


def test_repeats_are_dropped_also_around_the_end() -> None:
    assert without_repeats([[1, 1], [1, 1], [2, 2], [3, 1], [1, 1], [1, 1]]) == [[1, 1], [2, 2], [3, 1]]
