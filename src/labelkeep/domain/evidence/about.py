"""What runs here: the version, the licences of everything that it is made of, where its data lies, the log's head."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from labelkeep.access.doors import Self
from labelkeep.domain.evidence.shapes import About, Head, Package
from labelkeep.infra.ledger.notes import Checkpoint, parse_note
from labelkeep.infra.ledger.tiles import VKEY, TileReader

NAME = "labelkeep"
LONGEST = 80
"""A licence field longer than this is a licence's text: it names none."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def about(own: Self) -> About:
    """Return what runs here. It says nothing about any project, so everybody who is signed in may read it."""
    house = own.house
    return About(
        version=metadata.version(NAME),
        licence="Apache-2.0",
        packages=list(packages()),
        database="own" if house.settings.database is None else "server",
        head=_head(house.settings.home / "ledger"),
    )


@cache
def packages() -> tuple[Package, ...]:
    """Return the installed packages that Labelkeep needs, theirs included, each with the licence that it states."""
    found = {each.name.casefold(): each for each in _needed(NAME, set())}
    return tuple(sorted(found.values(), key=lambda each: each.name.casefold()))


def _needed(name: str, seen: set[str]) -> Iterator[Package]:
    for asked in metadata.requires(name) or ():
        # the rest of a requirement says which versions; what only an extra asks for is not shipped
        known = _NAME.match(asked)
        if known is None or "extra ==" in asked or known[0].casefold() in seen:
            continue
        seen.add(known[0].casefold())
        try:
            facts = metadata.metadata(known[0])
        except metadata.PackageNotFoundError:
            # asked for on another system or an older Python
            continue
        yield Package(name=facts["Name"], version=facts["Version"], licence=_licence(facts))
        yield from _needed(known[0], seen)


def _licence(facts: metadata.PackageMetadata) -> str:
    said = facts.get("License-Expression") or facts.get("License") or ""
    if said and len(said) <= LONGEST and "\n" not in said:
        return said
    named = [each.rsplit(" :: ", 1)[-1] for each in facts.get_all("Classifier") or () if each.startswith("License ::")]
    return ", ".join(named)


def _head(folder: Path) -> Head | None:
    note = TileReader(folder, 0).checkpoint_note()
    if note is None:
        return None
    signed = Checkpoint.parse(parse_note(note).text)
    key = (folder / VKEY).read_text("utf-8").strip()
    return Head(origin=signed.origin, size=signed.size, root=signed.root.hex(), vkey=key)
