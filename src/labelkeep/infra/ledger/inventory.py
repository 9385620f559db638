"""Which files a log consists of, and what else lies in its folder."""

import re
from collections import defaultdict
from collections.abc import Iterable

from labelkeep.infra.ledger.files import WORKROOM
from labelkeep.infra.ledger.reports import Report
from labelkeep.infra.ledger.tiles import CHECKPOINT, ENTRIES, VKEY, Tile

README = "README.txt"
PAYLOADS = "payloads.jsonl"
NAMED = frozenset({CHECKPOINT, VKEY, README, PAYLOADS})
"""Files beside the tiles; each is checked by name."""

_tile = re.compile(r"tile/(entries|0|[1-9]\d?)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")


class Inventory:
    """The tiles found in a folder, by place, and every other name."""

    def __init__(self, names: Iterable[str]) -> None:
        self.widths: defaultdict[tuple[int | str, int], set[int]] = defaultdict(set)
        self.named: set[str] = set()
        self.strays: list[str] = []
        for name in names:
            tile = parse_tile(name)
            if tile is not None:
                self.widths[tile.level, tile.index].add(tile.width)
            elif name in NAMED:
                self.named.add(name)
            else:
                self.strays.append(name)

    def beyond(self, size: int) -> list[str]:
        """Return the tiles that no log of this size has: they are under no signature."""
        found: list[str] = []
        for (level, index), widths in self.widths.items():
            items = size if level == ENTRIES else size >> (8 * int(level))
            found += [Tile(level, index, width).path for width in widths if index * 256 + width > items]
        return sorted(found)

    def superseded(self, tile: Tile) -> list[Tile]:
        """Return the narrower tiles in the place of this one, left from earlier checkpoints."""
        widths = self.widths.get((tile.level, tile.index), set())
        return [Tile(tile.level, tile.index, width) for width in sorted(widths) if width < tile.width]

    def report_strays(self, report: Report, size: int) -> None:
        """Report what no signature reaches."""
        for name in self.beyond(size):
            report.blame(name, f"lies beyond the {size} signed events; if the server was stopped hard, start it again.")
        for name in sorted(self.strays):
            if name.startswith(WORKROOM + "/"):
                report.notices.append(f"{name} is left from an interrupted write and is no part of the ledger.")
            else:
                report.blame(name, "is no file of a ledger.")


def parse_tile(name: str) -> Tile | None:
    """Read the name of a tile; none when it is not spelled exactly as the standard spells it."""
    found = _tile.fullmatch(name)
    if found is None:
        return None
    level, index, width = found.groups()
    tile = Tile(
        level if level == ENTRIES else int(level),
        int(index.replace("x", "").replace("/", "")),
        256 if width is None else int(width),
    )
    return tile if tile.path == name and tile.width <= 256 and (tile.level == ENTRIES or int(tile.level) < 64) else None
