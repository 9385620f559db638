"""Showing a factor: one place for the second step of a sign-in and for showing it once more."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_bytes
from typing import Any
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.doors import Door
from labelkeep.domain.factors import codes, keys
from labelkeep.domain.factors.keys import Key
from labelkeep.domain.factors.shapes import ProofIn
from labelkeep.domain.factors.tables import ChallengeRow, FactorRow, RecoveryCodeRow

CHALLENGE_MINUTES = 5

Shown = FactorRow | RecoveryCodeRow
"""The row that proves it: changed, and to be covered by the caller's event."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who shows a factor: the person, the session or step that asks, and the origin that the browser speaks from."""

    person: UUID
    holder: UUID
    origin: str


def living(door: Door, person_id: UUID, kind: str, *, lock: bool = False) -> list[FactorRow]:
    """Return a person's confirmed factors of a kind; locked, another try waits and reads what this one wrote."""
    query = (
        select(FactorRow)
        .where(
            FactorRow.user_id == person_id,
            FactorRow.kind == kind,
            FactorRow.confirmed_at.is_not(None),
            FactorRow.removed_at.is_(None),
        )
        .order_by(FactorRow.id)
    )
    return list(door.find(query.with_for_update() if lock else query))


def body_of(door: Door, row: FactorRow) -> bytes:
    """Open a factor's secret, or its public key."""
    return door.open_as(door.person_key(row.user_id), "factor", "body", row.id, row.body)


def shown(door: Door, asker: Asker, proof: ProofIn) -> Shown | None:
    """Spend what is shown and return the row that proves it; None when it is wrong or was used before."""
    if proof.key is not None:
        return _by_key(door, asker, proof.key)
    code = codes.plain(proof.code.get_secret_value() if proof.code else "")
    return _by_app(door, asker.person, code) if codes.is_of_app(code) else _by_recovery(door, asker.person, code)


def _by_app(door: Door, person_id: UUID, code: str) -> FactorRow | None:
    for row in living(door, person_id, "app", lock=True):
        if spend(door, row, code):
            return row
    return None


def spend(door: Door, row: FactorRow, code: str) -> bool:
    """Take a code of a locked app: its time step must lie above the last one taken, so a code works once."""
    step = codes.step_shown(body_of(door, row).decode(), code, door.now)
    if step is None or step <= row.counter:
        return False
    row.counter, row.used_at = step, door.now
    return True


def _by_recovery(door: Door, person_id: UUID, code: str) -> RecoveryCodeRow | None:
    digest = codes.recovery_hash(door.person_key(person_id).index, code)
    query = select(RecoveryCodeRow).where(
        RecoveryCodeRow.user_id == person_id,
        RecoveryCodeRow.code_hash == digest,
        RecoveryCodeRow.ended_at.is_(None),
    )
    row = door.find(query.with_for_update()).one_or_none()
    if row is not None:
        row.ended_at = door.now
    return row


def _by_key(door: Door, asker: Asker, answer: dict[str, Any]) -> FactorRow | None:
    challenge = answered(door, asker, "show")
    wanted = keys.hash_of(keys.named(answer))
    row = next((each for each in living(door, asker.person, "key", lock=True) if each.key_hash == wanted), None)
    if row is None or challenge is None:
        return None
    counter = keys.counted(answer, Key.unpacked(body_of(door, row)), row.counter, challenge, asker.origin)
    if counter is None:
        return None
    row.counter, row.used_at = counter, door.now
    return row


def challenge(door: Door, asker: Asker, ground: str) -> bytes:
    """Make a challenge for this holder; it can be answered once within five minutes."""
    row = ChallengeRow(
        user_id=asker.person,
        holder=asker.holder,
        ground=ground,
        value=token_bytes(32),
        ends_at=door.now + timedelta(minutes=CHALLENGE_MINUTES),
    )
    return door.add(row).value


def answered(door: Door, asker: Asker, ground: str) -> bytes | None:
    """Spend the newest challenge of this holder; None when there is none or its time is over."""
    query = (
        select(ChallengeRow)
        .where(
            ChallengeRow.user_id == asker.person,
            ChallengeRow.holder == asker.holder,
            ChallengeRow.ground == ground,
            ChallengeRow.used_at.is_(None),
            ChallengeRow.ends_at > door.now,
        )
        .order_by(ChallengeRow.ends_at.desc(), ChallengeRow.id.desc())
        .limit(1)
    )
    row = door.find(query.with_for_update()).one_or_none()
    if row is None:
        return None
    row.used_at = door.now
    return row.value
