"""What goes in and out of the steering room."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StrictInt, StrictStr, model_validator

from labelkeep.domain.assets.shapes import SPLITS, AssetFilter
from labelkeep.domain.steering.deciding import Value, Verb, Why
from labelkeep.domain.tasks.shapes import Strict

MOST = 10_000
"""How many assets one change may touch: what one transaction does in about a second."""
HIGHEST = 100


class Chosen(Strict):
    """What to change and of which assets: those named, or those behind the filters of the list."""

    verb: Verb
    value: StrictInt | StrictStr | None = None
    """``priority``: -100 to 100. ``split``: train, val, test or null. Else null."""
    ids: Annotated[list[UUID] | None, Field(min_length=1, max_length=MOST)] = None
    filter: AssetFilter | None = None

    @model_validator(mode="after")
    def fits(self) -> Self:
        """Refuse a value that the verb does not take, and a choice made twice or not at all."""
        if (self.ids is None) == (self.filter is None):
            raise ValueError("name either ids or a filter")
        if not _fits(self.verb, self.value):
            raise ValueError(f"{self.verb} does not take this value")
        return self


class SteerIn(Chosen):
    """A change; ``expect`` is how many assets the preview said would change."""

    expect: Annotated[int | None, Field(ge=0, le=MOST)] = None


class Kept(Strict):
    """Assets that a change leaves alone, and why; ``examples`` are a few of their names."""

    why: Why
    n: int
    examples: list[str]


class SteerPreview(Strict):
    """What a change would do."""

    chosen: int
    changes: int
    kept: list[Kept]
    undoable: bool


class Steered(Strict):
    """What a change did; ``id`` is there when it changed anything."""

    id: UUID | None
    changed: int
    kept: list[Kept]
    undoable: bool


def _fits(verb: Verb, value: Value) -> bool:
    if verb == "priority":
        return isinstance(value, int) and abs(value) <= HIGHEST
    if verb == "split":
        return value is None or value in SPLITS
    return value is None
