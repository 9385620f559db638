"""What the import job needs of data types and of the rooms above: plain protocols, filled in by the entry point."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol
from uuid import UUID

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.domain.assets.formats import FoundLabel
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.infra.sandbox import MediaRefused

Chunks = Callable[[], Iterable[bytes]]
"""Opens a file's content from its start, each time anew."""


class Cut(Protocol):
    """A picture that is being cut into its pyramid."""

    @property
    def facts(self) -> dict[str, Any]:
        """What is known of the picture, as JSON; complete when ``stored`` has ended."""
        ...

    def stored(self) -> Iterator[bytes]:
        """Yield the bytes of the pyramid. Raises ``MediaRefused``, perhaps late: what came before is then void."""
        ...


class Media(Protocol):
    """A data type joined to its sandbox."""

    @property
    def head_bytes(self) -> int:
        """How many first bytes ``sniff`` and ``refusal`` want."""
        ...

    @property
    def workers(self) -> int:
        """How many files may be cut at once."""
        ...

    def sniff(self, head: bytes, name: str) -> str | None:
        """Return the media type by content; None when it is not of this data type."""
        ...

    def refusal(self, head: bytes, name: str) -> MediaRefused:
        """Return what to say of a file that is not of this data type."""
        ...

    def cut(self, chunks: Chunks, name: str) -> Cut:
        """Read a picture's facts. Raises ``MediaRefused``."""
        ...


class Target(NamedTuple):
    """The part that a label is for: its asset, its upright size in pixels, its pages, and whether it may get one.

    ``beside`` are the other parts of the asset that the label speaks of.
    """

    asset_id: UUID
    part_id: UUID | None
    width: int
    height: int
    pages: int
    beside: tuple["Target", ...] = ()


class Remark(NamedTuple):
    """A line for the report: ``object`` is the id that the file gives to what it is about."""

    file: str
    level: Literal["ok", "repaired", "warning", "refused"]
    code: str
    message: str
    object: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a batch of labels: numbers of labels and objects, and what is to be said."""

    labels: int
    objects: int
    remarks: list[Remark]


class Labels(Protocol):
    """The room that keeps labels."""

    def take(
        self,
        access: Access[Import],
        import_id: UUID,
        ontology: tuple[UUID, Ontology],
        found: Sequence[tuple[FoundLabel, Target]],
        tried: set[UUID] | None = None,
    ) -> Taken:
        """Check, repair and store a batch of found labels as first versions.

        In a dry run nothing is stored: ``tried`` holds the assets that would have a label by now, and is added to.
        """
        ...


class Tasks(Protocol):
    """The room that hands out work."""

    def open(self, access: Access[Import], assets: Sequence[UUID]) -> int:
        """Open the first task of each asset that has none; return how many."""
        ...
