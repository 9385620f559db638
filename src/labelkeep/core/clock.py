"""The one clock. Tests move it; nothing else reads the time of day."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_offset = timedelta()


def now() -> datetime:
    """Return the present moment in UTC with microseconds."""
    return datetime.now(UTC) + _offset


def iso(moment: datetime) -> str:
    """Return the moment as RFC 3339 in UTC with microseconds and a final Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@contextmanager
def shifted(by: timedelta) -> Generator[None]:
    """Move the clock of this process by ``by`` while the block runs (tests of time-outs and leases)."""
    global _offset  # noqa: PLW0603  one clock per process is the point
    _offset += by
    try:
        yield
    finally:
        _offset -= by
