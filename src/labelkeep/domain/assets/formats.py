"""What a format that reads annotations must say, and what it finds.

A reader is pure: it gets names, sizes and streams, and yields what it found, in order: one ``FoundOntology`` first,
then labels and remarks. It opens nothing by itself and asks no network, so it can run in a sandbox; ``encode`` and
``decode`` carry its findings over a pipe, and ``decode`` trusts nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, BinaryIO, Literal, Protocol, runtime_checkable
from uuid import UUID

import orjson
from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from labelkeep.core.errors import Invalid
from labelkeep.domain.ontology.shapes import Finite, Ontology

HEAD_BYTES = 65_536
"""How much of a file ``SourceFile.head`` returns at most."""

Open = Callable[[str], BinaryIO]
"""Opens one of the given files by its path, for reading bytes; the stream can seek."""
Sizes = Mapping[str, tuple[int, int] | None]
"""Upright (width, height) in pixels of each picture by path; None where the picture could not be decoded."""
Split = Literal["train", "val", "test"]
Level = Literal["ok", "repaired", "warning", "refused"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of an import: its path below the source with forward slashes, its size in bytes, its first bytes."""

    path: str
    size: int
    head: Callable[[], bytes]


class BoxGeometry(TypedDict):
    """A box as its file said it, in pixels: perhaps reversed, perhaps outside, but finite."""

    kind: Literal["bbox"]
    x: Finite
    y: Finite
    w: Finite
    h: Finite


class PolygonGeometry(TypedDict):
    """Pieces of rings of points in pixels as their file said them, finite; see ``labels.shapes`` for the meaning."""

    kind: Literal["polygon"]
    rings: list[list[list[list[Finite]]]]


FoundGeometry = Annotated[BoxGeometry | PolygonGeometry, Field(discriminator="kind")]


@dataclass(slots=True)
class FoundObject:
    """One drawn thing: ``at`` is its place in the file for people, ``attributes`` are ``AttrValue`` as JSON.

    Not frozen, because a frozen one takes three times as long to make; nobody changes it.
    """

    at: str
    foreign: str | None
    task: str
    class_: str
    geometry: FoundGeometry
    attributes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    z: int = 0
    id: UUID | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class FoundClassification:
    """Answers about the whole picture; ``attributes`` are ``AttrValue`` as JSON."""

    task: str
    attributes: list[dict[str, Any]]
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FoundOntology:
    """What the files speak of; comes before any label."""

    ontology: Ontology
    kind: Literal["ontology"] = "ontology"


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """What the files say about one picture.

    ``answered`` tells a reviewed picture without objects (true) from one that nobody annotated, or whose objects were
    all refused (false). ``foreign`` are ids to keep as provenance, ``declared`` the size that the file claims.
    """

    image: str
    file: str
    objects: list[FoundObject]
    classifications: list[FoundClassification] = field(default_factory=list[FoundClassification])
    answered: bool = True
    split: Split | None = None
    declared: tuple[int, int] | None = None
    foreign: dict[str, str] = field(default_factory=dict[str, str])
    kind: Literal["label"] = "label"


@dataclass(frozen=True, slots=True)
class FoundMissing:
    """An annotated picture that is not among the files: reported, never fetched."""

    image: str
    file: str
    kind: Literal["missing"] = "missing"


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A remark for the report: ``at`` is the line or entry in ``file``, ``object`` the foreign id concerned."""

    file: str
    at: str | None
    code: str
    message: str
    level: Level
    object: str | None = None
    kind: Literal["problem"] = "problem"


Found = FoundOntology | FoundLabel | FoundMissing | FoundProblem


@runtime_checkable
class Reader(Protocol):
    """A format that can be imported."""

    @property
    def name(self) -> str:
        """Stable word, such as ``coco``."""
        ...

    @property
    def label(self) -> str:
        """Name for people."""
        ...

    def sniff(self, files: Sequence[SourceFile]) -> float:
        """Return from 0 to 1 how sure it is that these files are its own."""
        ...

    def claims(self, files: Sequence[SourceFile]) -> list[str]:
        """Return the paths of the files that it reads or knowingly skips; what nobody claims is no annotation file."""
        ...

    def read(self, files: Sequence[SourceFile], open_file: Open, images: Sizes) -> Iterator[Found]:
        """Yield what the files say, memory flat; what is wrong with a file is a ``FoundProblem``, never an error."""
        ...


_ADAPTER: TypeAdapter[Found] = TypeAdapter(Annotated[Found, Field(discriminator="kind")])


def encode(found: Found) -> bytes:
    """Return one finding as one line of JSON without its line end."""
    if isinstance(found, FoundOntology):
        return orjson.dumps({"kind": "ontology", "ontology": found.ontology.model_dump(mode="json")})
    return orjson.dumps(found)


def decode(line: bytes) -> Found:
    """Return the finding of one line; raises ``Invalid`` when the line is not one, whoever wrote it."""
    try:
        return _ADAPTER.validate_json(line)
    except ValidationError as error:
        raise Invalid("The reader of this file answered with something that is not a finding.") from error
