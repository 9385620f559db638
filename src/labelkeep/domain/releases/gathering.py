"""The first half of writing a release: pages of items, sealed and kept, so that a kill costs at most a second of work.

Formats need ids that run through the whole release and files that end with what was counted, so a writer cannot stop in
the middle. What is slow (reading, opening and packing rows) is therefore gathered in parts that last; what is fast (the
writer) runs over the parts in one go, and starts over after a kill. See decision 0005.

Four things happen at once: the database makes rows, a thread takes the next page of them, this one opens a page and
splices its lines, and another deflates, hashes and seals the one before.
"""

import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from uuid import UUID

import orjson

from labelkeep.access.capabilities import Approve
from labelkeep.access.doors import Access
from labelkeep.core.collecting import uncollected
from labelkeep.domain.releases.formats import ReleaseItem
from labelkeep.domain.releases.lines import Lines, Packed, Sums
from labelkeep.domain.releases.tables import ReleaseRow, SnapshotRow
from labelkeep.infra.vault import opener

_Row = tuple[int, str, bytes, str | None, bytes | None, int, bytes, bytes]
"""Of ``release_items``: asset's number and id, sealed name, version, sealed body, objects, parts, provenance."""

PAGE_ROWS = 5_000
PAGE_BYTES = 4 << 20
"""A page ends at the label that passes this: labels differ in size by a factor of ten thousand."""
STRETCH_ROWS = 10_000
"""What one statement looks up: the more, the more of its visits to an index are next to each other."""
STRETCH_BYTES = 8 * PAGE_BYTES
STEP_SECONDS = 1.0
"""About how long pages are gathered in one transaction."""
_IN_HAND = 2


@dataclass(slots=True)
class Gathered:
    """What one step gathered: the ids of its parts, counts, and the last asset; ``over`` at the split's end."""

    parts: list[str]
    after: int
    assets: int = 0
    labels: int = 0
    objects: int = 0
    over: bool = False


def gather(
    access: Access[Approve],
    row: ReleaseRow,
    snapshot: SnapshotRow,
    split: str | None,
    after: int,
    number: int,
    sums: Sums | None,
) -> Gathered:
    """Keep about a second's pages of a split after the asset number ``after``, the first of them as part ``number``."""
    found = Gathered([], after)
    access.run("release_plan")
    with (
        uncollected(),
        closing(_fetched(access, row, snapshot, split, found)) as fetched,
        ThreadPoolExecutor(1, "labelkeep-page") as fetching,
        ThreadPoolExecutor(1, "labelkeep-part") as keeping,
    ):
        kept: deque[Future[str]] = deque()
        coming = fetching.submit(next, fetched, None)
        while (rows := coming.result()) is not None:
            coming = fetching.submit(next, fetched, None)
            found.after = rows[-1][0]
            lines = _lines(access, row, split, rows, found)
            kept.append(keeping.submit(_keep, access, row.id, number, lines, sums))
            number += 1
            while len(kept) >= _IN_HAND:
                found.parts.append(kept.popleft().result())
        found.parts += [each.result() for each in kept]
    return found


def _fetched(
    access: Access[Approve], row: ReleaseRow, snapshot: SnapshotRow, split: str | None, found: Gathered
) -> Generator[list[_Row]]:
    """Yield pages until the split or the step's time is over; what then began another page is left to the next step."""
    until = time.monotonic() + STEP_SECONDS
    after, wanted, any_full = found.after, STRETCH_ROWS, False
    page = _Page()
    while True:
        taken = size = 0
        for each in access.stream(
            "release_items", snapshot=snapshot.id, taken=snapshot.created_at, after=after, split=split,
            only_reviewed=row.only_reviewed, rows=wanted, bytes=STRETCH_BYTES,
        ):  # fmt: skip
            after, taken, size = each[0], taken + 1, size + len(each[4] or b"")
            if page.is_full_with(each):
                any_full = True
                yield page.take()
        if taken < wanted and size < STRETCH_BYTES:
            found.over = True
            if page.rows:
                yield page.rows
            return
        if any_full and time.monotonic() >= until:
            return
        wanted = min(STRETCH_ROWS, taken + taken // 4 + 1)  # rows beyond a stretch's bytes are looked up for nothing


class _Page:
    """Rows until a page is full. That follows from them alone, never from where a stretch ended or how fast it came."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self._size = 0

    def is_full_with(self, row: _Row) -> bool:
        self.rows.append(row)
        self._size += len(row[4] or b"")
        return self._size >= PAGE_BYTES or len(self.rows) >= PAGE_ROWS

    def take(self) -> list[_Row]:
        rows, self.rows, self._size = self.rows, [], 0
        return rows


def _lines(access: Access[Approve], row: ReleaseRow, split: str | None, rows: Sequence[_Row], found: Gathered) -> Lines:
    wanted = frozenset(row.classes) if row.classes else None
    split_json, lines = orjson.dumps(split), Lines()
    open_name, open_label = opener(access.key, "asset", "name"), opener(access.key, "label_version", "body")
    for _, asset_id, sealed_name, version_id, body, count, parts, provenance in rows:
        # a name of a disk may hold bytes that are no text: they become visible escapes, as everywhere
        name = orjson.dumps(open_name(sealed_name, asset_id).decode("utf-8", "backslashreplace"))
        label, objects = None, count
        if version_id is not None and body is not None:
            label = open_label(body, version_id)
            if wanted is not None:
                label, objects = of_classes(label, wanted)
            found.labels += 1
        found.objects += objects
        lines.add(asset_id.encode(), name, split_json, parts, label, provenance)
    found.assets += len(rows)
    return lines


def _keep(access: Access[Approve], release_id: UUID, number: int, lines: Lines, sums: Sums | None) -> str:
    """Store a part. The same page gives the same content, hence the same blob: what is done twice doubles nothing."""
    packed = lines.packed()
    title = release_id.bytes + number.to_bytes(4, "big")  # makes the content unlike that of every other part
    part = access.house.blobs.put(access.project_id, [title + packed.stored()]).id
    if sums is not None:
        sums.add(part, packed)
    return part


def of_classes(label: bytes, wanted: frozenset[str]) -> tuple[bytes, int]:
    """Return the label without objects of other classes, and how many objects are left; answers stay."""
    body = orjson.loads(label)
    body["objects"] = [found for found in body["objects"] if found["class"] in wanted]
    return orjson.dumps(body), len(body["objects"])


def pages(access: Access[Approve], parts: Sequence[str]) -> Iterator[Packed]:
    """Yield the gathered pages again, one in memory at a time."""
    for blob in parts:
        data = b"".join(access.house.blobs.open(access.project_id, blob).stream())
        yield Packed.read(data[20:])


def items(access: Access[Approve], parts: Sequence[str]) -> Iterator[ReleaseItem]:
    """Yield the gathered items again."""
    for page in pages(access, parts):
        yield from page.items()


def sums_of(access: Access[Approve], parts: Sequence[str]) -> Sums:
    """Return the sums over parts that another process has gathered."""
    sums = Sums()
    for part, page in zip(parts, pages(access, parts), strict=True):
        sums.add(part, page)
    return sums
