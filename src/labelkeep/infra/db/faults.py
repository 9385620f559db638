"""What the guarded session refuses: faults of our own code, never of a person's input."""


class ScopeBroken(RuntimeError):
    """A statement or row reached outside the scope of its transaction."""


class UnrecordedChange(RuntimeError):
    """A changed row has no ledger event that covers it, so the transaction is not committed."""
