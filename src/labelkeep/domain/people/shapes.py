"""What goes in and out of the people room."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^@\s]{1,64}@[^@\s]{1,190}$")]


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error, so nothing is assigned by accident."""

    model_config = ConfigDict(extra="forbid")


class LinkIn(Strict):
    """The secret of a one-time sign-in link."""

    token: SecretStr


class FactorAsked(Strict):
    """The sign-in is half done: what comes next is the second factor."""

    next: Literal["factor"] = "factor"


class PasswordIn(Strict):
    """Address and password of a sign-in."""

    email: Annotated[str, Field(max_length=300)]
    password: Annotated[SecretStr, Field(max_length=1024)]


class NewPassword(Strict):
    """A new password: 15 to 1,024 characters, any of them; with the current one where there is one."""

    password: Annotated[SecretStr, Field(max_length=1024)]
    current: Annotated[SecretStr, Field(max_length=1024)] | None = None


class PersonIn(Strict):
    """A person to add."""

    name: Name
    email: Address
    site_role: Literal["admin"] | None = None


class PersonOut(Strict):
    """A person as organisation admins see one."""

    id: UUID
    name: str
    email: str
    site_role: str | None
    status: str


class PeopleOut(Strict):
    """All people."""

    items: list[PersonOut]
    next: str | None = None


class SessionOut(Strict):
    """When the caller's session ends without input, and when in any case."""

    idle_ends_at: datetime | None
    absolute_ends_at: datetime | None


class OwnSession(Strict):
    """A way in that is open now: a browser, or a token of a program; ``current`` is the one that asks."""

    id: UUID
    kind: Literal["browser", "token"]
    created_at: datetime
    active_at: datetime
    idle_ends_at: datetime | None
    """When it ends without activity; none for tokens."""
    ends_at: datetime
    current: bool


class OwnSessions(Strict):
    """One's own open sessions, the last used first."""

    items: list[OwnSession]
    next: str | None = None


class Me(Strict):
    """The caller."""

    id: UUID
    name: str
    email: str
    site_role: str | None
    session: SessionOut
    has_password: bool


PreferenceName = Literal["appearance", "display", "guide", "keys", "lists"]
"""Closed list: theme and language, how pictures are shown, guided task, own keys, columns and filters of lists."""


class PreferenceIn(Strict):
    """What a person chose; the browser app alone reads inside."""

    value: dict[str, Any]


class PreferencesOut(Strict):
    """All that a person chose, by name."""

    items: dict[PreferenceName, dict[str, Any]]
