"""Facts that stop the ledger: each says what was found and what to do."""

from labelkeep.core.errors import Conflict, Invalid


class EntryTooLong(Invalid):
    """A log entry does not fit the 16-bit length of C2SP tlog-tiles."""

    code = "ledger.entry_too_long"

    def __init__(self, length: int) -> None:
        super().__init__(
            f"This ledger entry has {length} bytes and the format allows 65535; put the facts into the payload.",
            length=length,
        )


class EventRefused(Invalid):
    """An event or its payload does not have the shape that the ledger stores."""

    code = "ledger.event_refused"


class NoteRefused(Invalid):
    """A signed note, checkpoint or verifier key is malformed, or no known key signed it."""

    code = "ledger.note_refused"


class ProofRefused(Invalid):
    """A proof or receipt does not show what it claims."""

    code = "ledger.proof_refused"


class TileBroken(Conflict):
    """A ledger file is missing, or does not have the bytes that it must have."""

    code = "ledger.tile_broken"


class LedgerMoved(Conflict):
    """Somebody else numbered events or published a checkpoint at the same time; nothing was written."""

    code = "ledger.moved"


class LedgerRolledBack(Conflict):
    """What was signed reaches further than what is stored: an older backup was restored."""

    code = "ledger.rolled_back"

    def __init__(self, signed: int, stored: int) -> None:
        super().__init__(
            f"A checkpoint over {signed} events was signed but only {stored} are stored, as after restoring an older "
            "backup; nothing more is signed until you run `labelkeep audit recover`.",
            signed=signed,
            stored=stored,
        )


class LedgerForked(Conflict):
    """What is stored is not what was signed."""

    code = "ledger.forked"

    def __init__(self, found: str) -> None:
        super().__init__(
            f"{found} Nothing more is signed: keep a copy of the ledger folder, run `labelkeep audit verify`, "
            "and then `labelkeep audit recover`."
        )
