"""Sealing of column values: AES-256-GCM, bound to the place where the value stands.

Sealed form: version (1 byte, value 1) | key id (16) | nonce (12) | ciphertext and tag (length of the text + 16).
The nonce is random, so one key may seal 2**32 values before NIST SP 800-38D asks for a new one.
"""

from collections.abc import Callable
from os import urandom
from typing import NamedTuple, NewType
from uuid import UUID

from cryptography.exceptions import InvalidTag

from labelkeep.core.hashing import keyed
from labelkeep.infra.vault.datakeys import DataKey
from labelkeep.infra.vault.errors import SealBroken

SealedBytes = NewType("SealedBytes", bytes)

_VERSION = b"\x01"
_HEAD = 1 + 16
_NONCE = 12
_TAG = 16


class Place(NamedTuple):
    """Where a sealed value stands. It opens nowhere else, so rows and columns cannot be swapped behind our back."""

    table: str
    column: str
    row: UUID | int | str


def seal(key: DataKey, plaintext: bytes, place: Place) -> SealedBytes:
    """Encrypt ``plaintext`` for one place."""
    head = _VERSION + key.id.bytes
    nonce = urandom(_NONCE)
    return SealedBytes(head + nonce + key.fields.encrypt(nonce, plaintext, head + _address(place)))


def open_sealed(key: DataKey, sealed: SealedBytes, place: Place) -> bytes:
    """Return the plaintext.

    Raises ``SealBroken`` when the bytes were altered, come from another place, or were sealed by another key.
    """
    if len(sealed) < _HEAD + _NONCE + _TAG or sealed[:1] != _VERSION:
        raise SealBroken("A stored value is not in a sealed form that this version knows.", place=_words(place))
    head = sealed[:_HEAD]
    if head[1:] != key.id.bytes:
        raise SealBroken("A stored value was sealed by another key.", place=_words(place))
    try:
        return key.fields.decrypt(sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :], head + _address(place))
    except InvalidTag:
        raise SealBroken("A stored value was altered or moved from another row.", place=_words(place)) from None


def opener(key: DataKey, table: str, column: str) -> Callable[[bytes, str], bytes]:
    """Return what opens many values of one column as ``open_sealed`` does: ``open(sealed, row id)``."""
    head = _VERSION + key.id.bytes
    bound = head + f"{table}\0{column}\0".encode()
    decrypt, body = key.fields.decrypt, _HEAD + _NONCE

    def opened(sealed: bytes, row: str) -> bytes:
        if sealed[:_HEAD] != head:
            return open_sealed(key, SealedBytes(sealed), Place(table, column, row))  # says what is wrong with it
        try:
            return decrypt(sealed[_HEAD:body], sealed[body:], bound + row.encode())
        except (InvalidTag, ValueError):
            return open_sealed(key, SealedBytes(sealed), Place(table, column, row))

    return opened


def key_id(sealed: SealedBytes) -> UUID:
    """Return the id of the key that sealed these bytes (not authenticated: good for finding the key only)."""
    if len(sealed) < _HEAD:
        raise SealBroken("A stored value is too short to be sealed.")
    return UUID(bytes=sealed[1:_HEAD])


def blind(key: DataKey, text: str) -> bytes:
    """Return 32 bytes by which equal texts are found without being readable (HMAC-SHA-256).

    The caller decides what counts as equal (an e-mail address is trimmed and lower-cased before).
    """
    return keyed(key.index, text.encode("utf-8", "surrogatepass"))


def _address(place: Place) -> bytes:
    # Table and column are identifiers of our code and hold no NUL; the row stands last: no two places share an address.
    return f"{place.table}\0{place.column}\0{place.row}".encode()


def _words(place: Place) -> str:
    return f"{place.table}.{place.column} {place.row}"
