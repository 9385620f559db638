"""What can stand in the way of evidence."""

from labelkeep.core.errors import Conflict


class NotNumberedYet(Conflict):
    """The event is stored, but no signed checkpoint covers it yet; that takes about a second."""

    code = "ledger.not_numbered_yet"


class NothingToBundle(Conflict):
    """None of the events asked for is under a signed checkpoint."""

    code = "ledger.nothing_to_bundle"
