"""What goes in and out of the viewing room."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e9, le=1e9)]


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class DisplayIn(Strict):
    """How to show pixel values: window (centre, width) in source values, gamma above 1 is brighter, inversion."""

    window: tuple[Number, Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]] | None = None
    gamma: Annotated[float, Field(ge=0.05, le=20)] = 1.0
    invert: bool = False


class DisplayOut(DisplayIn):
    """The display in force; ``n`` goes into tile addresses so that a browser never mixes two."""

    n: int


class PageOut(Strict):
    """Size of one page in pixels and its number of levels."""

    width: int
    height: int
    levels: int


class ViewPart(Strict):
    """One part of the asset and its pages; ``name`` tells it from the others, and is empty where it is the only one."""

    id: UUID
    name: str
    role: str
    order: int
    bits: int
    pages: list[PageOut]


class ViewOut(Strict):
    """A view: what tiles may be asked for, and until when."""

    id: UUID
    ends_at: datetime
    parts: list[ViewPart]
    tile_size: int = 256
    display: DisplayOut
