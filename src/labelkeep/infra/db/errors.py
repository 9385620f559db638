"""What can be wrong with the database, and what the guarded session refuses.

The first two are for the operator to mend; the last two are faults of our own code, never of a person's input.
"""

from labelkeep.core.errors import LabelkeepError


class DatabaseUnreachable(LabelkeepError):
    """The database does not start or does not let Labelkeep in; the message says what the operator does."""

    code = "database_unreachable"
    status = 503


class HomeUnusable(LabelkeepError):
    """A folder of the home cannot be used as it stands: wrong owner, open to others, or closed to the database."""

    code = "home_unusable"
    status = 503


class ScopeBroken(RuntimeError):
    """A statement or row reached outside the scope of its transaction."""


class UnrecordedChange(RuntimeError):
    """A changed row has no ledger event that covers it, so the transaction is not committed."""
