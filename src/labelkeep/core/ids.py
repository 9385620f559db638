"""Identifiers: random, so that they tell nothing about order, number or time."""

from uuid import UUID, uuid4

__all__ = ["UUID", "new_id"]


def new_id() -> UUID:
    """Return a new random identifier (UUID version 4)."""
    return uuid4()
