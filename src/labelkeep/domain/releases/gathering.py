"""The first half of writing a release: pages of items, sealed and kept, so that a kill costs at most one page.

Formats need ids that run through the whole release and files that end with what was counted, so a writer cannot stop in
the middle. What is slow (reading and opening rows) is therefore gathered in parts that last; what is fast (the writer)
runs over the parts in one go, and starts over after a kill. See decision 0004.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import orjson

from labelkeep.access.capabilities import Approve
from labelkeep.access.doors import Access
from labelkeep.domain.releases.formats import ReleaseItem, ReleasePart
from labelkeep.domain.releases.tables import ReleaseRow, SnapshotRow
from labelkeep.infra.vault import SealedBytes

PAGE_ROWS = 2_000
PAGE_BYTES = 8 << 20
"""A page ends at the label that passes this: labels differ in size by a factor of ten thousand."""

_HEAD = struct.Struct(">IIi")
_NONE = -1
_TITLE = struct.Struct(">16sI")


class Page:
    """One page of items as bytes, with its counts; ``after`` is where the next one begins, None at the split's end."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.after: int | None = None
        self.assets = 0
        self.labels = 0
        self.objects = 0

    def add(self, name: bytes, facts: bytes, label: bytes | None, objects: int) -> None:
        """Put one item at the end."""
        length = _NONE if label is None else len(label)
        self.frames += (_HEAD.pack(len(name), len(facts), length), name, facts, label or b"")
        self.assets += 1
        self.labels += label is not None
        self.objects += objects

    def part(self, release_id: UUID, number: int) -> bytes:
        """Return the bytes to store. Release and number make the content unlike that of every other part."""
        # joined here: sealing many small pieces costs more than the second copy of a page
        return b"".join([_TITLE.pack(release_id.bytes, number), *self.frames])


def gather(access: Access[Approve], row: ReleaseRow, snapshot: SnapshotRow, split: str | None, after: int) -> Page:
    """Return the items of a split that come after the asset number ``after``; at least one where there is any."""
    rows = access.run(
        "release_items", snapshot=snapshot.id, taken=snapshot.created_at, after=after, split=split,
        only_reviewed=row.only_reviewed, rows=PAGE_ROWS, bytes=PAGE_BYTES,
    )  # fmt: skip
    wanted = frozenset(row.classes) if row.classes else None
    page = Page()
    for each in rows:
        name = access.unseal("asset", "name", each.asset_id, SealedBytes(each.name))
        label, objects = None, each.objects
        if each.version_id is not None:
            label = access.unseal("label_version", "body", each.version_id, SealedBytes(each.body))
            if wanted is not None:
                label, objects = of_classes(label, wanted)
        page.add(name, each.facts.encode(), label, objects)
        page.after = each.asset_seq
    return page


def of_classes(label: bytes, wanted: frozenset[str]) -> tuple[bytes, int]:
    """Return the label without objects of other classes, and how many objects are left; answers stay."""
    body = orjson.loads(label)
    body["objects"] = [found for found in body["objects"] if found["class"] in wanted]
    return orjson.dumps(body), len(body["objects"])


def items(access: Access[Approve], parts: Sequence[str]) -> Iterator[ReleaseItem]:
    """Yield the gathered items again, one part in memory at a time."""
    for blob in parts:
        yield from read_part(b"".join(access.house.blobs.open(access.project_id, blob).stream()))


def read_part(data: bytes) -> Iterator[ReleaseItem]:
    """Yield the items of one part."""
    at, end = _TITLE.size, len(data)
    while at < end:
        names, facts, labels = _HEAD.unpack_from(data, at)
        start = at + _HEAD.size
        middle, last = start + names, start + names + facts
        label = None if labels == _NONE else data[last : last + labels]
        yield _item(data[start:middle], orjson.loads(data[middle:last]), label)
        at = last + len(label or b"")


def _item(name: bytes, facts: dict[str, Any], label: bytes | None) -> ReleaseItem:
    # a name of a disk may hold bytes that are no text: they become visible escapes, as everywhere
    return ReleaseItem(
        id=facts["id"],
        name=name.decode("utf-8", "backslashreplace"),
        split=facts["split"],
        parts=tuple(ReleasePart(**part) for part in facts["parts"]),
        label=label,
        provenance=facts["provenance"],
    )
