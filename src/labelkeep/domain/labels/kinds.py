"""The geometries that an object can have, by ``kind``.

Coordinates are floats in pixels of the upright original picture, counted from its top left pixel edge. They are never
rounded. Angles are degrees, clockwise as seen on the screen, about the shape's own centre.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from labelkeep.domain.ontology.shapes import Finite, Shape, Slug

MAX_VERTICES = 100_000
"""Vertices of one object, all rings together."""
MAX_COUNTS = 4_000_000
"""Characters of one mask's run lengths: about 1,000,000 runs."""

Position = Annotated[list[Finite], Field(min_length=2, max_length=2)]
Ring = Annotated[list[Position], Field(min_length=3, max_length=MAX_VERTICES)]
"""Open: the last point is not the first one again."""
Piece = Annotated[list[Ring], Field(min_length=1, max_length=MAX_VERTICES)]
"""An outer ring, then its holes."""
Whole = Annotated[int, Field(ge=0, le=10_000_000)]


def _few_vertices(rings: list[Piece]) -> list[Piece]:
    count = sum(len(ring) for piece in rings for ring in piece)
    if count > MAX_VERTICES:
        raise ValueError(f"has {count} vertices; at most {MAX_VERTICES} are possible. Simplify the outline")
    return rings


class Bbox(Shape):
    """A box: left, top, width and height in pixels, then turned by ``rotation`` about its centre; 0 is upright."""

    kind: Literal["bbox"]
    x: Finite
    y: Finite
    w: Finite
    h: Finite
    rotation: Annotated[Finite, Field(ge=0, lt=360)] = 0.0


class Ellipse(Shape):
    """An ellipse: centre, half axes along x and y, then turned by ``rotation``."""

    kind: Literal["ellipse"]
    cx: Finite
    cy: Finite
    rx: Finite
    ry: Finite
    rotation: Annotated[Finite, Field(ge=0, lt=180)] = 0.0


class Polygon(Shape):
    """One or more pieces, each an outer ring with holes."""

    kind: Literal["polygon"]
    rings: Annotated[list[Piece], Field(min_length=1, max_length=MAX_VERTICES), AfterValidator(_few_vertices)]


class Polyline(Shape):
    """A line through points in order; ``closed`` adds the last side, ``directed`` means that the order tells."""

    kind: Literal["polyline"]
    points: Annotated[list[Position], Field(min_length=2, max_length=MAX_VERTICES)]
    closed: bool = False
    directed: bool = False


class Point(Shape):
    """One place."""

    kind: Literal["point"]
    x: Finite
    y: Finite


class Joint(Shape):
    """Where a node of a skeleton is: ``v`` 0 not in the picture (x and y mean nothing), 1 hidden, 2 visible."""

    node: Slug
    x: Finite
    y: Finite
    v: Annotated[int, Field(ge=0, le=2)]


class Skeleton(Shape):
    """The places of all nodes that the class's skeleton has, each once."""

    kind: Literal["skeleton"]
    points: Annotated[list[Joint], Field(min_length=1, max_length=1_000)]


class Mask(Shape):
    """Pixels of the whole page as COCO's compressed run lengths (column by column) of ``size`` height, width.

    ``bbox`` is the tight x, y, width, height around the pixels.
    """

    kind: Literal["mask"]
    size: Annotated[list[Whole], Field(min_length=2, max_length=2)]
    counts: Annotated[str, StringConstraints(max_length=MAX_COUNTS, pattern=r"^[0-o]*$")]
    bbox: Annotated[list[Whole], Field(min_length=4, max_length=4)]


Geometry = Annotated[
    Bbox | Ellipse | Polygon | Polyline | Point | Skeleton | Mask,
    Field(discriminator="kind"),
]
