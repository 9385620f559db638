"""Reading factors: what a person has, and what a sign-in could show."""

from typing import Literal
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.doors import Door, Self, System
from labelkeep.access.recent import RECENT
from labelkeep.access.system import SignIn
from labelkeep.domain.factors.proving import living
from labelkeep.domain.factors.shapes import FactorOut, FactorsOut, StepOut
from labelkeep.domain.factors.tables import FactorRow, RecoveryCodeRow
from labelkeep.domain.people.tables import SignInStepRow


def factors(own: Self) -> FactorsOut:
    """Return the caller's own factors."""
    rows = [*living(own, own.actor.id, "app"), *living(own, own.actor.id, "key")]
    until = own.actor.strong_at + RECENT if own.actor.strong_at else None
    return FactorsOut(
        items=[factor_out(own, each) for each in rows],
        codes_left=len(_codes(own, own.actor.id)),
        strong_until=until if until and until > own.now else None,
    )


def factor_out(own: Self, row: FactorRow) -> FactorOut:
    """Return one of the caller's factors."""
    name = own.open_as(own.person_key(row.user_id), "factor", "name", row.id, row.name).decode()
    kind: Literal["app", "key"] = "app" if row.kind == "app" else "key"
    return FactorOut(id=row.id, kind=kind, name=name, added_at=row.confirmed_at or row.created_at, used_at=row.used_at)


def step(system: System[SignIn], row: SignInStepRow) -> StepOut:
    """Return what could be shown in a sign-in's second step."""
    kinds: list[Literal["app", "key", "code"]] = []
    if living(system, row.user_id, "app"):
        kinds.append("app")
    if living(system, row.user_id, "key"):
        kinds.append("key")
    if _codes(system, row.user_id):
        kinds.append("code")
    return StepOut(kinds=kinds, ends_at=row.ends_at)


def _codes(door: Door, person_id: UUID) -> list[RecoveryCodeRow]:
    query = select(RecoveryCodeRow).where(RecoveryCodeRow.user_id == person_id, RecoveryCodeRow.ended_at.is_(None))
    return list(door.find(query))
