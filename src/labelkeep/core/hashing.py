"""Digests used across the house: SHA-256 and HMAC-SHA-256."""

import hashlib
import hmac
from collections.abc import Iterable


def sha256(data: bytes) -> bytes:
    """Return the 32-byte SHA-256 of ``data``."""
    return hashlib.sha256(data).digest()


def sha256_of(chunks: Iterable[bytes]) -> bytes:
    """Return the SHA-256 of a stream without holding it."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.digest()


def keyed(key: bytes, *parts: bytes) -> bytes:
    """Return HMAC-SHA-256 over length-prefixed parts, so that no two part lists collide."""
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        mac.update(len(part).to_bytes(8, "big"))
        mac.update(part)
    return mac.digest()


def same(left: bytes, right: bytes) -> bool:
    """Compare two digests in constant time."""
    return hmac.compare_digest(left, right)
