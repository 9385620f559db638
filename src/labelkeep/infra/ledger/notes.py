"""Signed notes and checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint) with Ed25519 keys.

Reading is stricter than the standard asks: base64 must be the one spelling that encoding gives, so that no byte of a
stored note can change unnoticed.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from labelkeep.infra.ledger.errors import NoteRefused

ED25519 = b"\x01"
"""Signature type byte of plain Ed25519."""
MOST_SIGNATURES = 100
_DASH = "\u2014 "


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature of a note: who (name and 4-byte key id) and the signature's bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note. The text must not be believed before ``Verifier`` has accepted a signature."""

    text: str
    signatures: tuple[SignatureLine, ...]


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key that an auditor keeps away from this machine; its text form is the *vkey*."""

    name: str
    public: bytes
    """Raw 32 bytes (RFC 8032)."""

    @property
    def key_id(self) -> bytes:
        """First 4 bytes of SHA-256(name || 0A || 01 || public key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @property
    def vkey(self) -> str:
        """``name+hex key id+base64(01 || public key)``, as Go's sumdb/note reads it."""
        return f"{self.name}+{self.key_id.hex()}+{_b64(ED25519 + self.public)}"

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Read a vkey; raise ``NoteRefused`` when it is malformed or not Ed25519."""
        name, _, rest = vkey.partition("+")
        key_id, _, encoded = rest.partition("+")
        key = _exact_base64(encoded)
        if not _is_name(name) or key is None or len(key) != 33 or key[:1] != ED25519:
            raise NoteRefused("This is not a verifier key of the form name+id+base64 with an Ed25519 key.")
        found = cls(name, key[1:])
        if found.key_id.hex() != key_id:
            raise NoteRefused("The id in this verifier key does not belong to its name and key: it was mistyped.")
        return found

    def accepts(self, text: str, signature: bytes) -> bool:
        """Say whether this key signed exactly this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class Signer:
    """The log's private key under its name."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        if not _is_name(name):
            raise NoteRefused("A log's name has no spaces and no plus sign, such as labels.example/ledger.")
        self.name = name
        self._key = key
        self.verifier = Verifier(name, key.public_key().public_bytes_raw())

    @classmethod
    def from_seed(cls, name: str, seed: bytes) -> Self:
        """Return the signer of a stored 32-byte Ed25519 seed."""
        return cls(name, Ed25519PrivateKey.from_private_bytes(seed))

    def sign(self, text: str) -> str:
        """Return the signed note over ``text``, which ends in a newline."""
        if not text.endswith("\n") or not _is_text(text):
            raise NoteRefused("The text of a note ends in a newline and has no other control characters.")
        signature = self.verifier.key_id + self._key.sign(text.encode())
        return f"{text}\n{_DASH}{self.name} {_b64(signature)}\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement: the log ``origin`` held ``size`` events with this tree root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the signed text; extension lines and every other spelling are refused with ``NoteRefused``."""
        lines = text.split("\n")
        root = _exact_base64(lines[2]) if len(lines) == 4 else None
        if root is None or len(root) != 32 or not (lines[1].isascii() and lines[1].isdigit()) or len(lines[1]) > 18:
            raise NoteRefused("This is not a checkpoint: it has an origin, a size and a root hash, one per line.")
        found = cls(lines[0], int(lines[1]), root)
        if not found.origin or found.text != text:
            raise NoteRefused("This checkpoint is not written in the one form that the standard gives.")
        return found


def parse_note(note: bytes) -> Note:
    """Split a signed note; nothing is verified yet. Raises ``NoteRefused`` when it is malformed."""
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoteRefused("This is not a signed note: it is not UTF-8.") from error
    text, gap, block = whole.rpartition("\n\n")
    lines = block.split("\n")
    if not gap or not _is_text(whole) or lines.pop() != "" or not 0 < len(lines) <= MOST_SIGNATURES:
        raise NoteRefused("This is not a signed note: text, an empty line and signature lines are expected.")
    return Note(text + "\n", tuple(_signature_line(line) for line in lines))


def verify_note(note: bytes, verifiers: Sequence[Verifier]) -> Note:
    """Return the note when a known key signed it and no known key's signature is wrong; else raise ``NoteRefused``."""
    parsed = parse_note(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    accepted = 0
    for line in parsed.signatures:
        verifier = known.get((line.name, line.key_id))
        if verifier is None:
            continue
        if not verifier.accepts(parsed.text, line.signature):
            raise NoteRefused(f"The signature of {line.name} is wrong: the note was changed after it was signed.")
        accepted += 1
    if not accepted:
        raise NoteRefused("No known key signed this note: check the verifier key, or the note was changed.")
    return parsed


def verify_checkpoint(note: bytes, verifiers: Sequence[Verifier]) -> Checkpoint:
    """Return the checkpoint of a signed note; its origin must be the name of a key that signed it."""
    parsed = verify_note(note, verifiers)
    checkpoint = Checkpoint.parse(parsed.text)
    known = {(verifier.name, verifier.key_id) for verifier in verifiers}
    if not any(line.name == checkpoint.origin and (line.name, line.key_id) in known for line in parsed.signatures):
        raise NoteRefused(f"This checkpoint says that it is of {checkpoint.origin}, but another key signed it.")
    return checkpoint


def unknown_signers(note: bytes, verifiers: Sequence[Verifier]) -> list[str]:
    """Return the names of signatures that none of these keys can check (witnesses, older and newer log keys)."""
    known = {(verifier.name, verifier.key_id) for verifier in verifiers}
    return [line.name for line in parse_note(note).signatures if (line.name, line.key_id) not in known]


def _signature_line(line: str) -> SignatureLine:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    data = _exact_base64(encoded)
    if not line.startswith(_DASH) or not _is_name(name) or data is None or len(data) < 5:
        raise NoteRefused("This is not a signed note: a signature line is malformed.")
    return SignatureLine(name, data[:4], data[4:])


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() or letter < " " for letter in name)


def _is_text(text: str) -> bool:
    return all(letter >= " " or letter == "\n" for letter in text)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _exact_base64(text: str) -> bytes | None:
    """Decode standard base64, refusing every spelling but the one that encoding gives."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _b64(data) == text else None
