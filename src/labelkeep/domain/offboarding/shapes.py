"""What goes in and out of the offboarding room."""

from typing import Annotated

from pydantic import Field

from labelkeep.domain.people.shapes import Strict


class SuspendIn(Strict):
    """Why a person is suspended; it stands in the ledger."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]
