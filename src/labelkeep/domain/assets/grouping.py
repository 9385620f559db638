"""Which pictures of an import are one asset, and in what order: pure rules of names."""

import re
from collections.abc import Iterable
from posixpath import basename, dirname, splitext
from typing import Literal

Grouping = Literal["file", "folder"]
MOST_PARTS = 64
"""Pictures that one asset may have."""
_DIGITS = re.compile(r"(\d+)")


def asset_name(name: str, grouping: str) -> str:
    """Return the name of the asset that a picture becomes, or is a part of.

    With ``folder`` the pictures that lie directly in one folder are one asset by the folder's path; a picture that lies
    in none is an asset of its own.
    """
    return (dirname(name) or name) if grouping == "folder" else name


def in_order(names: Iterable[str]) -> list[str]:
    """Return names in the order of parts: numbers in them count as numbers, so that 2 comes before 10."""
    return sorted(names, key=_natural)


def part_name(name: str) -> str:
    """Return what a part is called: its file without folder and ending."""
    return splitext(basename(name))[0]


def _natural(name: str) -> tuple[list[tuple[int, str]], str]:
    # a run of digits becomes its length without leading zeros and itself: as numbers do, at any length
    pieces = [piece.lstrip("0") if piece.isdecimal() else piece.casefold() for piece in _DIGITS.split(name)]
    return [(len(piece) if place % 2 else 0, piece) for place, piece in enumerate(pieces)], name
