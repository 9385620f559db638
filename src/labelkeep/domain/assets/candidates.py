"""What became of the pictures of an import before anything is stored: each file, and the assets that they make."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from labelkeep.core.errors import LabelkeepError
from labelkeep.core.ids import new_id
from labelkeep.domain.assets.grouping import in_order
from labelkeep.domain.assets.origins import Named
from labelkeep.infra.blobs import BlobRef


@dataclass(slots=True)
class Made:
    """What became of one file: a pyramid with facts, or the error that says why not."""

    file: Named
    facts: dict[str, Any] | None = None
    pyramid: BlobRef | None = None
    source_sha256: bytes = b""
    source_bytes: int = 0
    error: LabelkeepError | None = None
    part_id: UUID = field(default_factory=new_id)

    @property
    def broken(self) -> bool:
        """A picture that is truncated or damaged: it becomes an asset that says so. All else is refused."""
        return self.error is not None and self.error.code == "media.broken"

    @property
    def size(self) -> tuple[int, int, int]:
        """Width and height in pixels, and pages; zeros where it cannot be read."""
        facts = self.facts if self.error is None else None
        return (facts["width"], facts["height"], facts["pages"]) if facts else (0, 0, 0)


@dataclass(slots=True)
class Candidate:
    """An asset in the making: its name, and its pictures in the order of the parts.

    ``grouped``: it is a folder's. Then one picture that cannot be read breaks it, since a part would be missing.
    """

    name: str
    pictures: list[Made]
    grouped: bool = False
    asset_id: UUID = field(default_factory=new_id)

    @property
    def state(self) -> str | None:
        """``active``, ``broken``, or None where no asset is made."""
        if all(one.error is None for one in self.pictures):
            return "active"
        some = any(one.broken or (self.grouped and one.error is None) for one in self.pictures)
        return "broken" if some else None

    @property
    def parts(self) -> list[Made]:
        """The pictures that become parts: all, or none of a broken asset."""
        return self.pictures if self.state == "active" else []


def together(files: Iterable[tuple[str, Named]]) -> Iterator[tuple[str, list[Named]]]:
    """Yield each asset's name with its files in the order of parts, from (asset's name, file)."""
    for name, group in groupby(sorted(files, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        by_name = {file.name: file for _, file in group}
        yield name, [by_name[each] for each in in_order(by_name)]
