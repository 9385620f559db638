"""Accounts, one-time links and sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base
from labelkeep.infra.vault import SealedBytes


class PersonRow(Base):
    """A person who may sign in. Names and addresses are sealed under the person's own key."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[SealedBytes]
    email: Mapped[SealedBytes]
    email_index: Mapped[bytes] = mapped_column(unique=True)
    """Keyed hash of the folded address: finds an account without storing the address in clear."""
    site_role: Mapped[str | None]
    """``admin`` for an organisation admin: people, projects and storage, no project data."""
    password_hash: Mapped[str | None]
    """Argon2id string."""
    status: Mapped[str] = mapped_column(default="active")
    created_at: Mapped[datetime]


class SignInLinkRow(Base):
    """A one-time sign-in link: only the hash of its secret is kept."""

    __tablename__ = "sign_in_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SignInStepRow(Base):
    """A sign-in that still needs its second factor. It is no session: no door knows it, and only the factor ends it."""

    __tablename__ = "sign_in_step"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    way: Mapped[str]
    """``link`` or ``password``."""
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SessionRow(Base):
    """A server-side session or an API token: opaque secret outside, its SHA-256 here."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_user", "user_id", "ended_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    """``browser`` (idle and absolute end) or ``token`` (absolute end only)."""
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    active_at: Mapped[datetime]
    idle_minutes: Mapped[int]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    networks: Mapped[list[str] | None]
    """From where a token may be used, as CIDR; None lets every address in."""
    scope_project: Mapped[UUID | None]
    """The one project that a token opens; None for all of its person's."""
    capabilities: Mapped[list[str] | None]
    """Names of the capabilities that a token has of its person's; None for all."""
    strong_at: Mapped[datetime | None]
    """When a second factor was shown last; None while none was."""


class PreferenceRow(Base):
    """One way of working that a person chose: sealed under the person's own key, seen by nobody else."""

    __tablename__ = "preference"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    """A word of ``shapes.PreferenceName``."""
    body: Mapped[SealedBytes]
    changed_at: Mapped[datetime]
