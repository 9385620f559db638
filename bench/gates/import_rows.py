"""An import of a COCO file: annotation rows a second, with reading in the sandbox, repair, validation and sealing.

A job of a million boxes on ten thousand pictures through the doors, on Labelkeep's own database. What is timed is the
phase that reads annotations, from the start of the reader to the last commit. Pictures are indexed in the phase before,
by a stand-in for the decoder. Memory is the PSS of the job's process and its readers in that phase, the database not
counted: it is flat when the most of the phase is little more than the most of its first third.
"""

from typing import Any

import importing

BENCH = True
ROWS, GROWTH_MIB = 50_000, 48
STATEMENTS = 0.01
"""Statements a row at most, in the reduced form: bulk work stays bulk."""


def run(reduced: bool, seed: int) -> dict[str, Any]:
    """Measure and judge; the reduced form judges that every row arrives, and the number of statements."""
    pictures, boxes = (200, 100) if reduced else (10_000, 100)
    figures = importing.measured(pictures, boxes)
    whole = figures["assets"] == pictures and figures["objects"] == pictures * boxes
    if reduced:
        passed = whole and figures["statements"] <= STATEMENTS * pictures * boxes + 200
    else:
        grown = figures["memory"]["peak"] - figures["memory"]["first"]
        passed = whole and figures["rows_per_second"] >= ROWS and grown <= GROWTH_MIB
    return {"passed": passed, "figures": figures}
