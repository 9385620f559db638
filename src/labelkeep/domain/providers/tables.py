"""Providers, identities, sign-ins under way, and what a provider has signed out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from labelkeep.core.ids import new_id
from labelkeep.infra.db.model import Base
from labelkeep.infra.vault import SealedBytes


class ProviderRow(Base):
    """An OpenID provider that may say who somebody is. Everything about it is sealed under the site's key."""

    __tablename__ = "provider"
    __table_args__ = (
        Index("uq_provider_issuer", "issuer_index", unique=True, postgresql_where=literal_column("ended_at").is_(None)),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    issuer_index: Mapped[bytes]
    """Keyed hash of the issuer: one living provider for each."""
    body: Mapped[SealedBytes]
    """``shapes.ProviderSettings`` as JSON."""
    secret: Mapped[SealedBytes]
    """The client's secret."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class IdentityRow(Base):
    """That a person is who an issuer calls by a subject. It never rests on an e-mail address."""

    __tablename__ = "identity"
    __table_args__ = (
        Index(
            "uq_identity_subject", "subject_index", unique=True, postgresql_where=literal_column("ended_at").is_(None)
        ),
        Index("ix_identity_user", "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("provider.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    subject_index: Mapped[bytes]
    """Keyed hash of issuer and subject."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class VisitRow(Base):
    """A sign-in that went to the provider and has not come back: works once, in the browser that began it."""

    __tablename__ = "provider_visit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("provider.id"))
    state_hash: Mapped[bytes] = mapped_column(unique=True)
    browser_hash: Mapped[bytes]
    """Of the secret in the cookie of the browser that began."""
    body: Mapped[SealedBytes]
    """Nonce, PKCE verifier, redirect address, where to go on."""
    user_id: Mapped[UUID | None]
    """Who links an identity; None for a sign-in."""
    session_id: Mapped[UUID | None]
    """The session in which they began."""
    ends_at: Mapped[datetime] = mapped_column(index=True)


class ProviderSessionRow(Base):
    """By which identity a session was opened, and in which session of the provider."""

    __tablename__ = "provider_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("session.id"), unique=True)
    identity_id: Mapped[UUID] = mapped_column(ForeignKey("identity.id"), index=True)
    sid_index: Mapped[bytes | None] = mapped_column(index=True)
    """Keyed hash of issuer and the provider's session id."""


class NoticeRow(Base):
    """A logout token that was taken: it does not work again."""

    __tablename__ = "provider_notice"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_index: Mapped[bytes] = mapped_column(unique=True)
    """Keyed hash of issuer and ``jti``."""
    ends_at: Mapped[datetime]
    """From when on its own end refuses it."""
