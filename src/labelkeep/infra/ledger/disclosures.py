"""Payloads that the owner chooses to show, beside the leaves that committed to them."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from labelkeep.core.canonical import canonical
from labelkeep.infra.ledger.errors import EventRefused
from labelkeep.infra.ledger.files import MOST_BYTES

Disclosed = tuple[int, bytes]
"""Leaf number, and salt || padded payload."""


def disclosed_lines(payloads: Iterable[Disclosed]) -> Iterator[bytes]:
    """Yield one line of canonical JSON a payload; raise ``EventRefused`` unless leaf numbers ascend."""
    before = -1
    for leaf, opened in payloads:
        if leaf <= before:
            raise EventRefused("Payloads are disclosed in the order of their leaf numbers, each once.", leaf=leaf)
        before = leaf
        yield _line(leaf, opened)


def read_disclosed(file: Path) -> Iterator[Disclosed]:
    """Yield the payloads of a file line by line; raise ``EventRefused`` at a line that was not written so."""
    before = -1
    with file.open("rb") as lines:
        number = 0
        # A line without end is cut, and then refused as changed.
        while line := lines.readline(MOST_BYTES):
            number += 1
            leaf, opened = parse_disclosed(line, number)
            if leaf <= before or _line(leaf, opened) != line:
                raise EventRefused(f"line {number} was changed.", line=number)
            before = leaf
            yield leaf, opened


def _line(leaf: int, opened: bytes) -> bytes:
    return canonical({"leaf": leaf, "opened": base64.b64encode(opened).decode("ascii")}) + b"\n"


def parse_disclosed(line: bytes, number: int) -> Disclosed:
    """Return what one line tells; raise ``EventRefused`` for a line that cannot be read."""
    try:
        value: Any = json.loads(line)
        return int(value["leaf"]), base64.b64decode(value["opened"], validate=True)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, binascii.Error) as error:
        raise EventRefused(f"line {number} cannot be read.", line=number) from error
