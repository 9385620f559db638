"""The picture data type joined to its sandbox: what the import job is given."""

from collections.abc import Iterator
from typing import Any

from labelkeep.domain.assets.intake import Chunks
from labelkeep.infra.sandbox import MediaRefused, Sandbox
from labelkeep.plugins.datatypes.image import KIND as PICTURE
from labelkeep.plugins.datatypes.raster.facts import Facts, Piece


class Pictures:
    """Cuts pictures in sandboxed children; fulfils ``assets.intake.Media``."""

    def __init__(self, sandbox: Sandbox, workers: int, max_pixels: int) -> None:
        self._sandbox = sandbox
        self._max_pixels = max_pixels
        self.workers = workers
        self.head_bytes = PICTURE.head_bytes

    def sniff(self, head: bytes, name: str) -> str | None:
        """Return the media type by content."""
        return PICTURE.sniff(head, name)

    def refusal(self, head: bytes, name: str) -> MediaRefused:
        """Return what to say of a file that is no picture."""
        return PICTURE.refusal(head, name)

    def cut(self, chunks: Chunks, name: str) -> "PictureCut":
        """Read a picture's facts in a child. Raises ``MediaRefused``."""
        facts = PICTURE.describe(self._sandbox, chunks(), name, self._max_pixels)
        return PictureCut(self._sandbox, chunks, name, self._max_pixels, facts)


class PictureCut:
    """A picture that is being cut; fulfils ``assets.intake.Cut``."""

    def __init__(self, sandbox: Sandbox, chunks: Chunks, name: str, max_pixels: int, facts: Facts) -> None:
        self._sandbox = sandbox
        self._chunks = chunks
        self._name = name
        self._max_pixels = max_pixels
        self._facts = facts

    @property
    def facts(self) -> dict[str, Any]:
        """Return the facts; after ``stored`` they hold the default window too."""
        return self._facts.to_json()

    def stored(self) -> Iterator[bytes]:
        """Yield the bytes of the pyramid."""
        return PICTURE.pack(self._pieces())

    def _pieces(self) -> Iterator[Piece]:
        for piece in PICTURE.pyramid(self._sandbox, self._chunks(), self._facts, self._name, self._max_pixels):
            if isinstance(piece, Facts):
                self._facts = piece
            yield piece
