"""Sealed streams: large content in authenticated 16 KiB chunks that can be read from any offset.

The body is C2SP chunked-encryption in its Cobblestone-256 form (https://c2sp.org/chunked-encryption;
HKDF-Expand-SHA-512, AES-256-GCM). ``cryptography`` writes it; it reads only from front to back, so reading a range is
done here.

Form: algorithm (1 byte, value 1) | key id (16) | salt (24) | commitment (32) | chunks of 16 KiB + 16, the last shorter.
Algorithm and key id are part of the context, hence of the key: they cannot be exchanged either.
"""

from collections.abc import Callable, Iterable, Iterator

from cryptography.cobblestone import Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from labelkeep.core.errors import Invalid
from labelkeep.core.hashing import same
from labelkeep.infra.vault.datakeys import DataKey
from labelkeep.infra.vault.errors import StreamDamaged

CHUNK = 16 * 1024
HEADER = 1 + 16 + 24 + 32
PIECE = 64 * 1024
"""Bytes handled at a time by ``encrypt`` and ``Reader.stream``. Larger buffers come fresh from the system each
time, and their page faults cost more than the encryption."""

_COBBLESTONE_256 = b"\x01"
_TAG = 16
_SEALED = CHUNK + _TAG
_SALT = 24
_NONCE = 12
_MOST_CHUNKS = 2**38
_LABEL = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"

Fetch = Callable[[int, int], bytes]
"""``fetch(start, length)`` returns these bytes of the sealed stream, fewer only where it ends."""


def encrypt(chunks: Iterable[bytes], key: DataKey, context: bytes) -> Iterator[bytes]:
    """Yield the sealed form of a stream of any length, piece by piece; little more than one piece is held.

    ``context`` says what the stream is; it opens only with the same one. The first piece yielded is the whole header.
    """
    head = _COBBLESTONE_256 + key.id.bytes
    encryptor = Cobblestone256Encryptor(key.blobs, head + context)
    # The library gives salt and commitment with its first output, an empty update included.
    yield head + encryptor.update(b"")
    for chunk in chunks:
        for start in range(0, len(chunk), PIECE):
            if sealed := encryptor.update(memoryview(chunk)[start : start + PIECE]):
                yield sealed
    yield encryptor.finalize()


def sealed_size(size: int) -> int:
    """Return how many bytes ``size`` bytes of content take when sealed."""
    return HEADER + size + _TAG * (size // CHUNK + 1)


def plain_size(total: int) -> int:
    """Return the content size that a sealed stream of ``total`` bytes claims.

    Raises ``StreamDamaged`` for a length that no whole stream has: its last chunk is never full, never without a tag.
    """
    full, rest = divmod(total - HEADER, _SEALED)
    if total < HEADER or rest < _TAG or full >= _MOST_CHUNKS:
        raise StreamDamaged("Stored content was cut short.", size=total)
    return full * CHUNK + rest - _TAG


class Reader:
    """Reads any range of a sealed stream; every byte that it returns is authenticated.

    Opening costs one fetch of the header; each ``read`` costs one fetch of exactly the chunks that cover the range.
    Whatever touches the end, and ``size``, proves the last chunk, so a stream that was cut short is never taken for a
    whole one.
    """

    def __init__(self, fetch: Fetch, total_size: int, key: DataKey, context: bytes) -> None:
        self._fetch = fetch
        self._total = total_size
        self._claimed = plain_size(total_size)
        self._end_proved = False
        self.header = fetch(0, HEADER)
        self._cipher, self._base = _derive(self.header, key, context)

    @property
    def size(self) -> int:
        """Size of the content in bytes. Raises ``StreamDamaged`` when the end is not the end that was written."""
        if not self._end_proved:
            self._open_chunks(self._claimed // CHUNK, self._claimed // CHUNK)
            self._end_proved = True
        return self._claimed

    def read(self, start: int, length: int) -> bytes:
        """Return ``length`` bytes from offset ``start``, fewer only at the end. Raises ``StreamDamaged``."""
        if start < 0 or length < 0:
            raise Invalid("A range starts at 0 or later and has no negative length.", start=start, length=length)
        end = min(start + length, self._claimed)
        if end <= start:
            _ = self.size  # "there is nothing here" is an answer about the end, and must be true
            return b""
        first = start // CHUNK
        # With end == claimed this is the final chunk even when it is empty: that is where truncation shows.
        last = self._claimed // CHUNK if end == self._claimed else (end - 1) // CHUNK
        opened = self._open_chunks(first, last)
        return bytes(memoryview(opened)[start - first * CHUNK : end - first * CHUNK])

    def stream(self) -> Iterator[bytes]:
        """Yield the whole content in pieces of 64 KiB. Raises ``StreamDamaged``, possibly after some true pieces."""
        for start in range(0, self._claimed, PIECE):
            yield self.read(start, PIECE)
        _ = self.size

    def _open_chunks(self, first: int, last: int) -> bytearray:
        """Fetch and open the chunks ``first`` to ``last``."""
        start = HEADER + first * _SEALED
        end = min(HEADER + (last + 1) * _SEALED, self._total)
        sealed = memoryview(self._fetch(start, end - start))
        if len(sealed) != end - start:
            raise StreamDamaged("Stored content is shorter than it was when it was opened.")
        opened = bytearray(len(sealed) - _TAG * (last - first + 1))
        target = memoryview(opened)
        for number in range(first, last + 1):
            at = number - first
            self._open_chunk(number, sealed[at * _SEALED : (at + 1) * _SEALED], target[at * CHUNK : (at + 1) * CHUNK])
        return opened

    def _open_chunk(self, number: int, sealed: memoryview, target: memoryview) -> None:
        nonce = (self._base ^ number).to_bytes(_NONCE, "big")
        try:
            self._cipher.decrypt_into(nonce, sealed, None, target)
        except InvalidTag:
            raise StreamDamaged("Stored content was altered.", chunk=number) from None


def _derive(header: bytes, key: DataKey, context: bytes) -> tuple[AESGCM, int]:
    """Return cipher and base nonce after proving that this key and this context are the ones that sealed the stream."""
    if len(header) != HEADER or header[:1] != _COBBLESTONE_256:
        raise StreamDamaged("Stored content is not in a sealed form that this version knows.")
    head, salt, commitment = header[:17], header[17 : 17 + _SALT], header[17 + _SALT :]
    if head[1:] != key.id.bytes:
        raise StreamDamaged("Stored content was sealed by another key.")
    info = _LABEL + salt + head + context
    derived = HKDFExpand(algorithm=SHA512(), length=32 + _NONCE + 32, info=info).derive(key.blobs)
    if not same(derived[32 + _NONCE :], commitment):
        raise StreamDamaged("Stored content was altered or belongs elsewhere.")
    return AESGCM(derived[:32]), int.from_bytes(derived[32 : 32 + _NONCE], "big")
