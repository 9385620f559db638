"""File names as data: any bytes, stored sealed, never used as a path of ours.

A name of a disk may hold bytes that are no text; Python carries them as surrogates (PEP 383), and so do we until
they are shown.
"""

from labelkeep.core.hashing import keyed
from labelkeep.infra.vault import DataKey

MAX_CHARS = 1_024


def raw(name: str) -> bytes:
    """Return the bytes that are sealed and hashed for a name."""
    return name.encode("utf-8", "surrogateescape")


def name_of(data: bytes) -> str:
    """Return the name of stored bytes, with surrogates where they are no text."""
    return data.decode("utf-8", "surrogateescape")


def shown(name: str) -> str:
    """Return a name for JSON and people: what is no text becomes visible escapes, all else stays as it is."""
    return raw(name).decode("utf-8", "backslashreplace")


def index_of(key: DataKey, name: str) -> bytes:
    """Return the keyed hash by which an asset of exactly this name is found."""
    return keyed(key.index, b"asset name", raw(name))
