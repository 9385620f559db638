"""The offline verifier: needs the files and a public key, no server, no database, no network."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from labelkeep.infra.ledger.disclosures import Disclosed, read_disclosed
from labelkeep.infra.ledger.errors import NoteRefused
from labelkeep.infra.ledger.files import Shelf, read_bounded
from labelkeep.infra.ledger.inventory import PAYLOADS, README, Inventory
from labelkeep.infra.ledger.notes import Checkpoint, Verifier, unknown_signers, verify_checkpoint
from labelkeep.infra.ledger.readme import is_known
from labelkeep.infra.ledger.reports import Report
from labelkeep.infra.ledger.tiles import CHECKPOINT, VKEY
from labelkeep.infra.ledger.walk import Walk

_PATIENCE = 5
_PAUSE_SECONDS = 0.2


def verify(folder: Path, vkeys: Sequence[str] | None = None, previous_checkpoint: bytes | None = None) -> Report:
    """Check a ledger folder or bundle: each hash, each tile, the signature, and that no byte is outside of them.

    ``vkeys`` are the verifier keys that the auditor kept; without them the key in the folder is used, which shows only
    that the log agrees with itself. ``previous_checkpoint`` is a signed note seen earlier: the log must have grown from
    it. Never raises for what it finds: all of it is in the report.
    """
    report = Report(folder)
    verifiers = _verifiers(report, vkeys)
    if not verifiers:
        return report
    settled = _settled(report, verifiers)
    if settled is None:
        return report
    inventory, signed = settled
    report.origin, report.size, report.root = signed.origin, signed.size, signed.root
    walk = Walk(report, signed, inventory, _disclosed(folder, inventory))
    previous = _previous(report, signed, previous_checkpoint, verifiers)
    if previous is not None:
        walk.earlier[previous.size] = None
    walk.run()
    if previous is not None and walk.earlier[previous.size] != previous.root:
        report.blame(CHECKPOINT, f"the first {previous.size} events are not those that were signed before.")
    _readme(report, inventory)
    inventory.report_strays(report, signed.size)
    return report


def _verifiers(report: Report, vkeys: Sequence[str] | None) -> list[Verifier]:
    """Return the given keys, or that of the folder; where both are there they must agree."""
    beside = report.folder / VKEY
    try:
        given = None if vkeys is None else [Verifier.parse(vkey.strip()) for vkey in vkeys]
        found = read_bounded(beside) if beside.exists() else None
        if found is None:
            if given is None:
                report.blame(VKEY, "is missing: give the verifier key that was printed at installation.")
            return given or []
        own = Verifier.parse(found.decode().removesuffix("\n"))
        if own.vkey.encode() + b"\n" != found:
            raise NoteRefused("This verifier key is not written in its one form.")
    except (NoteRefused, UnicodeDecodeError, OSError) as error:
        report.blame(VKEY, str(error))
        return []
    if given is not None and own not in given:
        report.blame(VKEY, "is not one of the keys that you gave.")
    report.own_key = given is None
    return given if given is not None else [own]


def _settled(report: Report, verifiers: Sequence[Verifier]) -> tuple[Inventory, Checkpoint] | None:
    """Read names and checkpoint, waiting a moment when a running server has written tiles that it has yet to sign."""
    try:
        for _ in range(_PATIENCE):
            inventory, note = _look(report.folder)
            if not inventory.beyond(verify_checkpoint(note, verifiers).size):
                break
            time.sleep(_PAUSE_SECONDS)
        inventory, note = _look(report.folder)
        signed = verify_checkpoint(note, verifiers)
    except NoteRefused as error:
        report.blame(CHECKPOINT, error.message)
        return None
    except OSError:
        report.blame(CHECKPOINT, "is missing or unreadable, and without it nothing else can be checked.")
        return None
    for name in unknown_signers(note, verifiers):
        report.notices.append(f"The checkpoint also carries a signature of {name}, which no given key can check.")
    return inventory, signed


def _look(folder: Path) -> tuple[Inventory, bytes]:
    """Take the names first: what lies there before the checkpoint is read should be under it."""
    inventory = Inventory(Shelf(folder).names())
    return inventory, read_bounded(folder / CHECKPOINT)


def _previous(
    report: Report, signed: Checkpoint, note: bytes | None, verifiers: Sequence[Verifier]
) -> Checkpoint | None:
    if note is None:
        return None
    try:
        previous = verify_checkpoint(note, verifiers)
    except NoteRefused as error:
        report.blame("previous checkpoint", error.message)
        return None
    if previous.origin != signed.origin:
        report.blame("previous checkpoint", f"is of another log: {previous.origin}.")
        return None
    if previous.size > signed.size:
        report.blame(CHECKPOINT, f"signs {signed.size} events, but {previous.size} were signed before: it went back.")
        return None
    return previous


def _disclosed(folder: Path, inventory: Inventory) -> Iterator[Disclosed]:
    return read_disclosed(folder / PAYLOADS) if PAYLOADS in inventory.named else iter(())


def _readme(report: Report, inventory: Inventory) -> None:
    if README not in inventory.named:
        return
    try:
        known = is_known(read_bounded(report.folder / README))
    except OSError:
        known = False
    if not known:
        report.blame(README, "is not a text that Labelkeep puts into a bundle.")
