"""What a person can show beside a password or a link, and requests to take a lost one away."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base
from labelkeep.infra.vault import SealedBytes


class FactorRow(Base):
    """An authenticator app or a key of one person. Secret and name are sealed under the person's own key."""

    __tablename__ = "factor"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    """``app`` (time-based codes) or ``key`` (passkey or security key)."""
    name: Mapped[SealedBytes]
    body: Mapped[SealedBytes]
    """The app's secret, or the key's id and public key as JSON; emptied when the factor is removed."""
    key_hash: Mapped[bytes | None] = mapped_column(unique=True)
    """SHA-256 of a key's credential id, by which its answer finds it."""
    counter: Mapped[int] = mapped_column(BigInteger, default=-1)
    """The last accepted time step of an app, or the signature counter of a key: what comes next must lie above."""
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When it was first shown; before that it lets nobody in and is asked of nobody."""
    used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class RecoveryCodeRow(Base):
    """One of ten codes for the day when the phone is lost: a keyed hash, used once."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[bytes]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it was used, or replaced by a new set."""


class ChallengeRow(Base):
    """What a key is asked to sign: made here, answered once within minutes by whoever it was made for."""

    __tablename__ = "factor_challenge"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    holder: Mapped[UUID] = mapped_column(index=True)
    """The session, or the second step of a sign-in, that asked."""
    ground: Mapped[str]
    """``add`` a key, or ``show`` one."""
    value: Mapped[bytes]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FactorResetRow(Base):
    """A request to take a person's lost factors away: asked by one admin, confirmed by another."""

    __tablename__ = "factor_reset"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[SealedBytes]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    state: Mapped[str]
    """``asked``, ``confirmed`` or ``refused``."""
