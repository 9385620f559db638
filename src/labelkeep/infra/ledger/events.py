"""Events: a public leaf without personal data, and a sealed payload that the leaf commits to.

The leaf is the canonical JSON (RFC 8785) of the envelope. Its ``pc`` is SHA-256(salt || padded payload): whoever holds
salt and payload can show that they belong to the leaf; whoever holds only the leaf learns nothing, not even a length.
Destroying the payload's key therefore erases the person and leaves every proof standing.
"""

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from labelkeep.core.canonical import canonical
from labelkeep.core.clock import iso
from labelkeep.core.errors import Invalid
from labelkeep.core.hashing import same
from labelkeep.infra.ledger.errors import EventRefused

SALT_BYTES = 32
SMALLEST_BUCKET = 256
"""Bytes of the smallest padded payload; buckets double from here."""

_WORD = r"[a-z][a-z0-9_.]{0,63}"
_word = re.compile(_WORD)
_pseudonym = re.compile(r"[0-9a-f]{16,128}")
_leaf = re.compile(
    (
        rf'{{"action":"({_WORD})","at":"(\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{6}}Z)",'
        r'"id":"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})",'
        rf'"object":"({_WORD})","outcome":"({_WORD})","pc":"([0-9a-f]{{64}})",'
        r'"project":(?:null|"([0-9a-f]{16,128})"),"v":1}'
    ).encode()
)


@dataclass(frozen=True, slots=True)
class Composed:
    """A new event: ``leaf`` is public and goes into the log, ``opened`` (salt || padded payload) must be encrypted."""

    leaf: bytes
    opened: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a leaf says to everybody: no names, no addresses, no identifiers of people or patients."""

    event_id: UUID
    at: str
    """RFC 3339 in UTC with microseconds."""
    action: str
    object_type: str
    project: str | None
    """Pseudonym of the project as lower-case hex; none for events of the organisation."""
    outcome: str
    commitment: bytes

    @classmethod
    def parse(cls, leaf: bytes) -> Self:
        """Read a leaf; raise ``EventRefused`` for anything but the exact canonical bytes of an envelope."""
        found = _leaf.fullmatch(leaf)
        if found is None:
            raise EventRefused("These bytes are not an event of version 1 in canonical form.")
        *words, project = found.groups()
        action, at, event_id, object_type, outcome, commitment = (word.decode() for word in words)
        project = None if project is None else project.decode()
        return cls(UUID(event_id), at, action, object_type, project, outcome, bytes.fromhex(commitment))


def is_envelope(leaf: bytes) -> bool:
    """Say whether the bytes are an event of version 1 in canonical form, without building it."""
    return _leaf.fullmatch(leaf) is not None


def compose(
    event_id: UUID,
    at: datetime,
    action: str,
    object_type: str,
    project_pseudonym: str | None,
    outcome: str,
    payload: dict[str, Any],
) -> Composed:
    """Return the leaf of one event and the bytes to seal for it.

    ``action``, ``object_type`` and ``outcome`` are words such as ``label.submitted``, ``label``, ``ok``: at most 64
    characters of a-z, 0-9, dot and underscore, so that nothing personal can slip into the public leaf.
    ``project_pseudonym`` is 16 to 128 hex digits or none. Raises ``EventRefused`` for other words and ``Invalid`` for a
    payload that JSON cannot say exactly.
    """
    for word in (action, object_type, outcome):
        if _word.fullmatch(word) is None:
            raise EventRefused(f"{word!r} cannot stand in a public leaf: use a short word in lower case.", word=word)
    if project_pseudonym is not None and _pseudonym.fullmatch(project_pseudonym) is None:
        raise EventRefused("A project stands in a public leaf only as a pseudonym of 16 to 128 hex digits.")
    opened = secrets.token_bytes(SALT_BYTES) + padded(canonical(payload))
    project = "null" if project_pseudonym is None else f'"{project_pseudonym}"'
    # Written by hand because every value is checked above to need no escaping; a test holds it equal to RFC 8785.
    leaf = (
        f'{{"action":"{action}","at":"{iso(at)}","id":"{event_id}","object":"{object_type}","outcome":"{outcome}",'
        f'"pc":"{hashlib.sha256(opened).hexdigest()}","project":{project},"v":1}}'
    )
    return Composed(leaf.encode("ascii"), opened)


def open_payload(opened: bytes) -> dict[str, Any]:
    """Return the payload of decrypted bytes; raise ``EventRefused`` when they are not salt and padded JSON object."""
    try:
        payload: Any = json.loads(unpadded(opened[SALT_BYTES:]))
    except ValueError as error:
        raise EventRefused("The payload of this event cannot be read: it is not JSON.") from error
    if not isinstance(payload, dict):
        raise EventRefused("The payload of this event cannot be read: it is not a JSON object.")
    return payload  # pyright: ignore[reportUnknownVariableType]  JSON objects have string keys


def check(leaf: bytes, opened: bytes) -> bool:
    """Say whether ``opened`` is what the leaf committed to."""
    try:
        envelope = Envelope.parse(leaf)
    except Invalid:
        return False
    return same(hashlib.sha256(opened).digest(), envelope.commitment)


def padded(payload: bytes) -> bytes:
    """Return the payload with ISO/IEC 7816-4 padding (80, then zeros) to 256, 512, 1024, ... bytes."""
    return (payload + b"\x80").ljust(_bucket(len(payload)), b"\x00")


def unpadded(block: bytes) -> bytes:
    """Return what ``padded`` was given; raise ``EventRefused`` when the padding or the bucket is not exact."""
    payload, mark, rest = block.rpartition(b"\x80")
    if not mark or rest.strip(b"\x00") or len(block) != _bucket(len(payload)):
        raise EventRefused("The payload of this event cannot be read: its padding is broken.")
    return payload


def _bucket(length: int) -> int:
    """Return the padded size: the smallest bucket with room for the payload and at least one byte of padding."""
    return max(SMALLEST_BUCKET, 1 << length.bit_length())
