"""Where a page of a list by time ends, so that the next one begins there, whatever has come or gone meanwhile."""

from datetime import datetime
from uuid import UUID

from labelkeep.core.clock import iso
from labelkeep.core.errors import Invalid


def place_after(at: datetime, row_id: UUID) -> str:
    """Return what ``after`` takes to go on behind a row."""
    return f"{iso(at)}~{row_id}"


def read_place(after: str) -> tuple[datetime, UUID]:
    """Return the time and the id of the row that a page ended with. Raises ``Invalid``."""
    at, _, row_id = after.partition("~")
    try:
        return datetime.fromisoformat(at), UUID(row_id)
    except ValueError:
        raise Invalid("This is not the `next` of a page of this list: start again without `after`.") from None
