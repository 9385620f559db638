"""Step-up: what weighs most asks for the second factor anew, from whoever has one."""

from datetime import timedelta
from typing import Any

from labelkeep.access.doors import Access, Self, Site
from labelkeep.access.entering import KeptOut

RECENT = timedelta(minutes=10)
"""How long a shown factor counts for such an action."""


class FactorAgain(KeptOut):
    """The action asks for a second factor that was shown within the last minutes."""

    code = "factor.again"


def require_recent(door: Access[Any] | Site[Any] | Self) -> None:
    """Raise ``FactorAgain`` when the caller has a factor and has not shown it in this session within ten minutes.

    People without one pass: where a factor is required they do not come this far. The console is its own proof.
    """
    actor = door.actor
    if actor.session_kind == "console" or (actor.strong_at and door.now - actor.strong_at < RECENT):
        return
    if door.holds_factor(actor.id):
        project = door.project_id if isinstance(door, Access) else None
        raise FactorAgain(actor, project, "Show your second factor once more: this asks for one of the last minutes.")
