"""What stands beside the labels in a release: the manifest, its signature, and how to check both."""

from typing import Any
from uuid import UUID

from labelkeep.core.canonical import canonical
from labelkeep.core.hashing import sha256
from labelkeep.infra.ledger.notes import Signer

SCHEMA = "lk-release/1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
README = "README.txt"
TITLE = "labelkeep release manifest v1"
"""First line of what is signed: the ledger's key signs checkpoints too, and neither may be taken for the other."""


def statement(release_id: UUID, manifest: bytes) -> str:
    """Return the text that the ledger's key signs for a release."""
    return f"{TITLE}\n{release_id}\nsha256 {sha256(manifest).hex()}\n"


def signed(release_id: UUID, manifest: bytes, signer: Signer) -> bytes:
    """Return ``manifest.sig``: a signed note (c2sp.org/signed-note) over the manifest's SHA-256."""
    return signer.sign(statement(release_id, manifest)).encode()


def encoded(facts: dict[str, Any]) -> bytes:
    """Return the manifest's bytes: canonical JSON (RFC 8785)."""
    return canonical({"schema": SCHEMA, **facts})


def readme(project: str, number: int, vkey: str) -> bytes:
    """Return the text for people who get the file."""
    return _README.format(project=project, number=number, vkey=vkey).encode()


_README = """\
{project}: release {number}

{manifest} says what this release is: its snapshot, its filters, who approved it and when, and the SHA-256 of every
other file in this archive except its own signature. {signature} is a signed note (c2sp.org/signed-note) by the
key of the ledger that the release is recorded in.

To check all of it at once, on any machine with Labelkeep:

    labelkeep release verify FILE.zip --key "KEY"

KEY is the ledger's verifier key. Take it from the people who run the server, not from this file; it should read

    {vkey}

By hand: compare the output of `sha256sum` for each file with "files" in {manifest}; the third line of {signature} is
the SHA-256 of {manifest}; the signature below it is Ed25519 over the first three lines.
""".replace("{manifest}", MANIFEST).replace("{signature}", SIGNATURE)
