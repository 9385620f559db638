"""COCO's compressed run lengths of a mask, worked on as runs: the pixels are never laid out.

The format is the one of ``rleToString`` in COCO's ``maskApi.c`` (https://github.com/cocodataset/cocoapi): runs of 0 and
1 in turn, column by column, each number in groups of five bits from the lowest up, with a bit for "more follows" and a
sign, and from the third run on as the difference to the run before the last.
"""

from typing import Any

import numpy as np

_MOST_GROUPS = 8
"""Groups of five bits in one number: 40 bits are more than any picture has pixels."""


class BadRuns(ValueError):
    """The text is not a row of run lengths."""


def decoded(counts: str) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Return the lengths of the runs, beginning with the run of 0. Raises ``BadRuns``."""
    codes = np.frombuffer(counts.encode("ascii", "replace"), dtype=np.uint8).astype(np.int64) - 48
    if not len(codes):
        return np.zeros(0, dtype=np.int64)
    if codes.min() < 0 or codes.max() > 63:
        raise BadRuns("holds characters that run lengths do not have")
    ends = np.flatnonzero(codes < 32)
    if not len(ends) or ends[-1] != len(codes) - 1:
        raise BadRuns("ends in the middle of a number")
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts + 1
    if lengths.max() > _MOST_GROUPS:
        raise BadRuns("holds a number that is too large")
    place = np.arange(len(codes)) - np.repeat(starts, lengths)
    numbers = np.add.reduceat((codes & 31) << (5 * place), starts)
    numbers -= ((codes[ends] & 16) >> 4) << (5 * lengths)  # a set sign bit in the last group
    numbers[1::2] = np.cumsum(numbers[1::2])
    numbers[2::2] = np.cumsum(numbers[2::2])
    if numbers.min() < 0:
        raise BadRuns("holds a run of negative length")
    return numbers


def encoded(runs: "np.ndarray[Any, np.dtype[np.int64]]") -> str:
    """Return run lengths as COCO's text; the inverse of ``decoded``."""
    numbers = np.asarray(runs, dtype=np.int64).copy()
    numbers[3:] -= np.asarray(runs, dtype=np.int64)[1:-2]
    written = bytearray()
    for number in numbers.tolist():
        rest, more = number, True
        while more:
            low, rest = rest & 31, rest >> 5
            more = rest != -1 if low & 16 else rest != 0
            written.append((low | 32 if more else low) + 48)
    return written.decode("ascii")


def pixels(runs: "np.ndarray[Any, np.dtype[np.int64]]") -> int:
    """Return how many pixels are set."""
    return int(runs[1::2].sum())


def bounds(runs: "np.ndarray[Any, np.dtype[np.int64]]", height: int) -> tuple[int, int, int, int] | None:
    """Return the tight x, y, width, height of the set pixels of a mask of this height; None when there are none."""
    ends = np.cumsum(runs)[1::2]
    set_ = runs[1::2]
    kept = set_ > 0
    if not kept.any():
        return None
    last, first = ends[kept] - 1, (ends - set_)[kept]
    left, right = int(first.min()) // height, int(last.max()) // height + 1
    if (first // height != last // height).any():  # a run goes on at the top of the next column
        return left, 0, right - left, height
    top, bottom = int((first % height).min()), int((last % height).max()) + 1
    return left, top, right - left, bottom - top
