"""A data key and the keys derived from it, one for each purpose."""

from secrets import token_bytes
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_SIZE = 32


class DataKey:
    """The 32 random bytes of one project, person or site, split into one key per purpose.

    The split is HKDF-Expand-SHA-256 (RFC 5869).
    ``fields`` seals column values, ``blobs`` is the input key of sealed streams, ``names`` makes content addresses,
    ``index`` makes blind indexes. One key for two purposes would let the output of one be used against the other.
    ``id`` is public and stands in every sealed value. The secret itself is not kept.
    """

    __slots__ = ("blobs", "fields", "id", "index", "names")

    def __init__(self, key_id: UUID, secret: bytes) -> None:
        if len(secret) != KEY_SIZE:
            raise ValueError(f"a data key has {KEY_SIZE} bytes")
        self.id = key_id
        # The cipher object holds the expanded AES key: building it anew costs more than sealing a label.
        self.fields = AESGCM(_derived(secret, b"fields"))
        self.blobs = _derived(secret, b"blobs")
        self.names = _derived(secret, b"blob names")
        self.index = _derived(secret, b"index")

    def __repr__(self) -> str:
        return f"DataKey({self.id})"

    def __reduce__(self) -> str:
        raise TypeError("a data key is never copied or stored")


def new_secret() -> bytes:
    """Return 32 random bytes for a new data key."""
    return token_bytes(KEY_SIZE)


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=KEY_SIZE, info=b"labelkeep/data-key@v1/" + purpose).derive(secret)
