"""COCO object detection, read and written. https://cocodataset.org/#format-data.

Coordinates pass exactly. The bbox of a polygon or a mask is not read: it follows from the shape. Keypoints become a
skeleton in one group with their box or polygon. Captions are named in the report and left out.
"""

from collections.abc import Iterable, Iterator, Sequence

from labelkeep.domain.assets.formats import Found, Open, Sizes, SourceFile
from labelkeep.domain.releases.formats import ReleaseFacts, ReleaseItem
from labelkeep.plugins.formats.parts import coco_reading, coco_writing


class Coco:
    """A reader and a writer of COCO."""

    name = "coco"
    label = "COCO"
    extension = "json"

    def sniff(self, files: Sequence[SourceFile]) -> float:
        """See ``Reader``."""
        return coco_reading.sniff(files)

    def claims(self, files: Sequence[SourceFile]) -> list[str]:
        """See ``Reader``."""
        return coco_reading.claims(files)

    def read(self, files: Sequence[SourceFile], open_file: Open, images: Sizes) -> Iterator[Found]:
        """See ``Reader``."""
        return coco_reading.read(files, open_file, images)

    def write(self, facts: ReleaseFacts, items: Iterable[ReleaseItem]) -> Iterator[tuple[str, Iterator[bytes]]]:
        """See ``Writer``."""
        return coco_writing.write(facts, items)


KIND = Coco()
