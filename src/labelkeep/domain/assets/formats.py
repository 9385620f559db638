"""What a format that reads annotations must say, and what it finds.

A reader is pure: it gets names, sizes and streams, and yields what it found, in order: one ``FoundOntology`` first,
then labels and remarks. It opens nothing by itself and asks no network, so it can run in a sandbox; ``encode`` and
``decode`` carry its findings over a pipe, and ``decode`` trusts nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import (
    Annotated,
    Any,
    BinaryIO,
    Literal,
    NotRequired,  # pydantic needs this one before Python 3.12
    Protocol,
    runtime_checkable,
)
from uuid import UUID

import orjson
from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

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
    rotation: NotRequired[Finite]
    """Degrees clockwise about its centre; any number of turns."""


class PolygonGeometry(TypedDict):
    """Pieces of rings of points in pixels as their file said them, finite; see ``labels.shapes`` for the meaning."""

    kind: Literal["polygon"]
    rings: list[list[list[list[Finite]]]]


class EllipseGeometry(TypedDict):
    """An ellipse by its centre and half axes in pixels."""

    kind: Literal["ellipse"]
    cx: Finite
    cy: Finite
    rx: Finite
    ry: Finite
    rotation: Finite


class PolylineGeometry(TypedDict):
    """A line through points in pixels."""

    kind: Literal["polyline"]
    points: list[list[Finite]]
    closed: bool
    directed: bool


class PointGeometry(TypedDict):
    """One place in pixels."""

    kind: Literal["point"]
    x: Finite
    y: Finite


class JointGeometry(TypedDict):
    """One node of a skeleton; ``v`` 0 not there, 1 hidden, 2 visible."""

    node: str
    x: Finite
    y: Finite
    v: int


class SkeletonGeometry(TypedDict):
    """The nodes that a file knows of; those that it leaves out are not in the picture."""

    kind: Literal["skeleton"]
    points: list[JointGeometry]


class MaskGeometry(TypedDict):
    """COCO's compressed run lengths of ``size`` height, width; see ``labels.kinds``."""

    kind: Literal["mask"]
    size: list[int]
    counts: str


FoundGeometry = Annotated[
    BoxGeometry
    | EllipseGeometry
    | PolygonGeometry
    | PolylineGeometry
    | PointGeometry
    | SkeletonGeometry
    | MaskGeometry,
    Field(discriminator="kind"),
]


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
    group: str | None = None
    image: str | None = None
    """The picture that it lies on, where its label is about several; the label's own when left out."""
    part: UUID | None = None
    """The part that this picture is; found by the reader's parent, never by a reader."""


@dataclass(frozen=True, slots=True)
class FoundClassification:
    """Answers about the whole asset, its picture (``of_part``) or a page; ``attributes`` are ``AttrValue`` as JSON."""

    task: str
    attributes: list[dict[str, Any]]
    id: UUID | None = None
    of_part: bool = False
    page: int | None = None
    image: str | None = None
    part: UUID | None = None
    """As an object's ``image`` and ``part``, where ``of_part``."""


@dataclass(frozen=True, slots=True)
class FoundOntology:
    """What the files speak of; comes before any label."""

    ontology: Ontology
    kind: Literal["ontology"] = "ontology"


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """What the files say about one picture, or about all pictures of an asset, whose first one is ``image``.

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
    relations: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """``Relation`` as JSON, its ends being ids of the objects."""
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
_LIST: TypeAdapter[list[Found]] = TypeAdapter(list[Annotated[Found, Field(discriminator="kind")]])


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


def decode_all(data: bytes) -> list[Found]:
    """Return the findings of a JSON list; raises ``Invalid`` as ``decode`` does."""
    try:
        return _LIST.validate_json(data)
    except ValidationError as error:
        raise Invalid("The reader of this file answered with something that is not a finding.") from error
