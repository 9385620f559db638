"""What a format that writes a release must say, and what it is given.

A writer is pure: it gets facts and items, yields paths and bytes, and keeps memory flat. Equal input gives equal
bytes, so that the manifest's hashes can be made again by anybody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from labelkeep.domain.ontology.shapes import Ontology


@dataclass(frozen=True, slots=True)
class ReleasePart:
    """One picture of an asset: id, role and order in it, upright size in pixels, pages."""

    id: str
    role: str
    order: int
    width: int
    height: int
    pages: int = 1


@dataclass(frozen=True, slots=True)
class ReleaseItem:
    """One asset of a release.

    ``label`` is ``lk-label/1`` as JSON bytes exactly as they are stored (never parsed again unless the format needs
    it), or None for an asset without a label. ``provenance`` is JSON-ready: who (name or pseudonym), when, which
    versions, reviews.
    """

    id: str
    name: str
    split: str | None
    parts: tuple[ReleasePart, ...]
    label: bytes | None
    provenance: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What is said about a release as a whole; ``created_at`` is RFC 3339, no clock is read while writing.

    A writer counts in ``losses`` what its format could not express, by a stable word; it goes into the manifest as
    ``lossy``.
    """

    project: str
    name: str
    number: int
    purpose: str
    created_at: str
    ontology: Ontology
    ontology_version: str
    guideline_version: str | None = None
    losses: Counter[str] = field(default_factory=Counter[str])


class Writer(Protocol):
    """A format that can be released."""

    @property
    def name(self) -> str:
        """Stable word, such as ``coco``."""
        ...

    @property
    def label(self) -> str:
        """Name for people."""
        ...

    @property
    def extension(self) -> str:
        """Ending of the files that hold labels, without a dot."""
        ...

    def write(self, facts: ReleaseFacts, items: Iterable[ReleaseItem]) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield (path, chunks) of each file; the chunks of one file are used up before the next is asked for.

        ``items`` come ordered by split, all of one split together, and are read once.
        """
        ...


def native_of(writer: Writer) -> str | None:
    """Return the path of the file that a format makes of the native lines (``lines.line_of``) of all items.

    A format that has one says so by ``native``; most have none. A job that has gathered these lines puts them there as
    they are, and does not ask for the file's chunks.
    """
    return getattr(writer, "native", None)
