"""What a place for objects must be able to do: the protocol that every plug-in of ``plugins/stores`` fulfils."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from labelkeep.core.errors import Invalid

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,127}(/[a-z0-9][a-z0-9._-]{0,127}){0,7}")


class Entry(NamedTuple):
    """One object in a listing; ``size`` in bytes as stored, ``modified`` in UTC."""

    key: str
    size: int
    modified: datetime


@runtime_checkable
class Store(Protocol):
    """Objects under opaque keys. What it is given is sealed already; it never sees content."""

    @property
    def name(self) -> str:
        """The plug-in's name."""
        ...

    def put(self, key: str, chunks: Iterable[bytes]) -> bool:
        """Write a new object; return False and change nothing if the key is taken.

        Nobody ever sees a part of it; when this returns, it survives a power cut. If ``chunks`` fails, nothing stays.
        """
        ...

    def get(self, key: str, start: int, length: int) -> bytes:
        """Return a range, fewer bytes only at the object's end. Raises ``ContentMissing``."""
        ...

    def size(self, key: str) -> int:
        """Return the object's size in bytes. Raises ``ContentMissing``."""
        ...

    def move(self, source: str, target: str) -> bool:
        """Give an object another key, at once and durably; return False and change nothing if that key is taken.

        Raises ``ContentMissing``.
        """
        ...

    def delete(self, key: str) -> bool:
        """Remove an object; return False if there was none."""
        ...

    def entries(self, prefix: str) -> Iterator[Entry]:
        """List the objects below a prefix of whole key segments, in no particular order."""
        ...

    def tidy(self, before: datetime) -> int:
        """Remove what writes interrupted before that moment have left behind; return how many."""
        ...


@runtime_checkable
class StoreKind(Protocol):
    """One kind of place for objects: a file in ``plugins/stores`` names it ``KIND``."""

    @property
    def name(self) -> str:
        """A short word for settings and the policy page."""
        ...

    def open(self, home: Path) -> Store:
        """Return the store of an installation, preparing it where needed."""
        ...


def checked_key(key: str) -> str:
    """Return ``key`` if it is one that every store takes, else raise ``Invalid``.

    Lower-case ASCII segments that start with a letter or digit: no way up, no hidden name, no case folding surprises.
    """
    if not _KEY.fullmatch(key):
        raise Invalid("This is not a storage key.", key=key[:200])
    return key
