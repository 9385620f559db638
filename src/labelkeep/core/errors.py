"""Errors that a person can act on: a stable code for machines, a sentence for people, facts as data."""

from typing import Any


class LabelkeepError(Exception):
    """Base of every expected error.

    ``code`` is stable and documented, ``status`` is the HTTP status it maps to, the message is one sentence that says
    what happened and what to do, ``facts`` are JSON-ready details.
    """

    code = "error"
    status = 400

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class NotFound(LabelkeepError):
    """The thing does not exist, or not for this person: both look the same on purpose."""

    code = "not_found"
    status = 404

    def __init__(self, message: str = "There is nothing here, or it is not for you.") -> None:
        super().__init__(message)


class Denied(LabelkeepError):
    """A member lacks the capability that this action needs."""

    code = "denied"
    status = 403


class SignedOut(LabelkeepError):
    """No live session."""

    code = "signed_out"
    status = 401

    def __init__(self, message: str = "You are signed out. Open a sign-in link or sign in again.") -> None:
        super().__init__(message)


class Conflict(LabelkeepError):
    """The state of the thing does not allow this now."""

    code = "conflict"
    status = 409


class Invalid(LabelkeepError):
    """The input cannot be accepted as it is."""

    code = "invalid"
    status = 422
