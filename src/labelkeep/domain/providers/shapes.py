"""What goes in and out of the providers room."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, SecretStr, StringConstraints

from labelkeep.domain.people.shapes import Strict

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s?#@]+$", max_length=500)]
Words = Annotated[list[Word], Field(max_length=50)]
Role = Literal["project_admin", "team_manager", "reviewer", "labeler"]


class GroupRole(Strict):
    """Members of a provider's group have this role in a project. The first line that fits a project counts."""

    group: Word
    project: UUID
    role: Role


class ProviderChange(Strict):
    """Everything about a provider but its issuer and its secret."""

    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    """What stands on the button."""
    client_id: Word
    scopes: Words = Field(default_factory=lambda: ["openid", "profile", "email"])
    hosts: Words = Field(default_factory=list[Word])
    """Further hosts (``name`` or ``name:port``) on which the provider has endpoints."""
    group_claim: Word | None = None
    groups: Annotated[list[GroupRole], Field(max_length=500)] = Field(default_factory=list[GroupRole])
    just_in_time: bool = False
    """Whether whoever the provider signs in gets an account when there is none."""
    domains: Words = Field(default_factory=list[Word])
    """Domains of the addresses of such accounts; empty takes all that the provider calls verified."""
    strong_acr: Words = Field(default_factory=list[Word])
    """Values of ``acr`` that count as a second factor."""
    strong_amr: Words = Field(default_factory=list[Word])
    """Values of ``amr`` of which one counts as a second factor."""
    max_age_minutes: Annotated[int, Field(ge=1, le=1440)] = 720
    """How long ago the person may have signed in at the provider."""


class ProviderSettings(ProviderChange):
    """A provider as it is kept."""

    issuer: Address


class ProviderIn(ProviderSettings):
    """A provider to add."""

    secret: Annotated[SecretStr, Field(min_length=1, max_length=1000)]


class ProviderPut(ProviderChange):
    """A provider as it shall be from now on; without ``secret`` the one that is there stays."""

    secret: Annotated[SecretStr, Field(min_length=1, max_length=1000)] | None = None


class ProviderOut(ProviderSettings):
    """A provider as organisation admins see it; the secret is never shown."""

    id: UUID
    created_at: datetime
    changed_at: datetime


class ProvidersOut(Strict):
    """All living providers."""

    items: list[ProviderOut]
    next: str | None = None


class WayIn(Strict):
    """A button of the sign-in page."""

    id: UUID
    label: str


class WaysIn(Strict):
    """The buttons of the sign-in page."""

    items: list[WayIn]
    next: str | None = None


class BeginIn(Strict):
    """Where to go on after the sign-in: a path of this app."""

    next: Annotated[str, StringConstraints(pattern=r"^/([^/\\].*)?$", max_length=500)] = "/"


class LinkIdentityIn(Strict):
    """The provider whose identity the caller wants to link."""

    provider: UUID


class BegunOut(Strict):
    """The provider's address, to which the browser goes now."""

    url: str


class OwnIdentity(Strict):
    """One of the caller's identities."""

    id: UUID
    provider: UUID
    label: str
    since: datetime


class OwnIdentities(Strict):
    """The caller's identities, the oldest first."""

    items: list[OwnIdentity]
    next: str | None = None
