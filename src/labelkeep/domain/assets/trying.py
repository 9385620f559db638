"""What a dry run remembers between its phases: sizes of pictures that were read, and who would have a label by now.

Nothing of it is stored. After a kill sizes are read again from the pictures; that two files speak of one picture is
then only noticed within what follows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.core.errors import LabelkeepError
from labelkeep.domain.assets.grouping import asset_name
from labelkeep.domain.assets.intake import Media, Target
from labelkeep.domain.assets.origins import Named, Origin, origin_of
from labelkeep.domain.assets.phases import files_after
from labelkeep.domain.assets.tables import ImportRow

Size = tuple[int, int, int]
"""Width and height in pixels, and pages."""
UNREAD: Size = (0, 0, 0)


@dataclass(slots=True)
class _Memory:
    sizes: dict[UUID, Size] = field(default_factory=dict[UUID, Size])
    labelled: set[UUID] = field(default_factory=set[UUID])


class Trials:
    """The dry runs that go on in this process."""

    def __init__(self, media: Media) -> None:
        self._media = media
        self._runs: dict[UUID, _Memory] = {}

    def note(self, row: ImportRow, file: Named, size: Size) -> None:
        """Keep the size of a picture; ``UNREAD`` of one that is damaged."""
        self._runs.setdefault(row.id, _Memory()).sizes[file.id] = size

    def labelled(self, row: ImportRow) -> set[UUID]:
        """Return what would have a label by now, to be added to."""
        return self._runs.setdefault(row.id, _Memory()).labelled

    def targets(self, access: Access[Import], row: ImportRow, there: Mapping[str, Target]) -> dict[str, Target]:
        """Return where labels would go, by name: assets that are here already, and those that would be made.

        An asset that would be made goes by the id of its file.
        """
        found, origin, at = dict(there), origin_of(access, row), 0
        while page := files_after(access, row, at, 5_000, "done"):
            for file in page:
                if file.name not in found:
                    width, height, pages = self._size(row, origin, file)
                    found[file.name] = Target(file.id, file.id if pages else None, width, height, pages)
            at = page[-1].seq
        return _joined(found, row.grouping)

    def forget(self, row: ImportRow) -> None:
        """Drop what is remembered of a run that has ended."""
        self._runs.pop(row.id, None)

    def _size(self, row: ImportRow, origin: Origin, file: Named) -> Size:
        sizes = self._runs.setdefault(row.id, _Memory()).sizes
        if file.id not in sizes:
            try:
                facts = self._media.cut(lambda: origin.chunks(file), file.name).facts
                sizes[file.id] = (facts["width"], facts["height"], facts["pages"])
            except LabelkeepError:
                sizes[file.id] = UNREAD
        return sizes[file.id]


def _joined(found: dict[str, Target], grouping: str) -> dict[str, Target]:
    """Let the pictures of a folder have one asset, and none of them a part where one of them cannot be read."""
    if grouping == "file":
        return found
    groups: dict[str, list[str]] = {}
    for name in found:
        groups.setdefault(asset_name(name, grouping), []).append(name)
    for members in groups.values():
        asset_id = found[members[0]].asset_id
        whole = all(found[name].part_id for name in members)
        for name in members:
            part_id = found[name].part_id if whole else None
            found[name] = found[name]._replace(asset_id=asset_id, part_id=part_id)
    return found
