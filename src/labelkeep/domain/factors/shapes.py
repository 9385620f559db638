"""What goes in and out of the factors room."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, SecretStr, model_validator

from labelkeep.domain.people.shapes import Name, Strict

Kind = Literal["app", "key"]
Reason = Annotated[str, Field(min_length=1, max_length=2000)]


class FactorOut(Strict):
    """One of one's own factors."""

    id: UUID
    kind: Kind
    name: str
    added_at: datetime
    used_at: datetime | None


class FactorsOut(Strict):
    """One's own factors, how many recovery codes are left, and until when what asks for a factor lets through."""

    items: list[FactorOut]
    codes_left: int
    strong_until: datetime | None
    next: str | None = None


class FactorIn(Strict):
    """What a person calls a factor, such as the phone that it is on."""

    name: Name


class NewApp(Strict):
    """An authenticator app that waits for its first code. This is shown once."""

    id: UUID
    secret: str
    """Base32, to type in where no camera is at hand."""
    uri: str
    """``otpauth://`` for the app."""
    qr: list[str]
    """The same as a picture: rows of modules, 1 is dark."""


class CodeIn(Strict):
    """The code that an app shows now."""

    code: Annotated[SecretStr, Field(max_length=64)]


class ProofIn(Strict):
    """What is shown: the code of an app or a recovery code, or what a key answered to a challenge."""

    code: Annotated[SecretStr, Field(max_length=64)] | None = None
    key: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.code is None) == (self.key is None):
            raise ValueError("show a code or a key")
        return self


class KeyIn(Strict):
    """A new key: its name, and what the browser made of the options."""

    name: Name
    key: dict[str, Any]


class Options(Strict):
    """What the browser hands to the key (WebAuthn, JSON form)."""

    options: dict[str, Any]


class CodesOut(Strict):
    """Recovery codes, shown this once; each works once."""

    codes: list[str]


class StepOut(Strict):
    """A sign-in that waits for its second factor, and what the person could show."""

    kinds: list[Literal["app", "key", "code"]]
    ends_at: datetime


class ReasonIn(Strict):
    """Why."""

    reason: Reason


class ResetOut(Strict):
    """A request to take a person's lost factors away."""

    id: UUID
    person: UUID
    name: str
    reason: str
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    ends_at: datetime
    mine: bool
    """Whether the caller asked, or it is about the caller: then another admin confirms it."""


class ResetsOut(Strict):
    """Requests that wait for a second admin."""

    items: list[ResetOut]
    next: str | None = None
