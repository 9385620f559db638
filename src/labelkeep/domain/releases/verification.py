"""Checks a release file against its own manifest and the ledger's key, without a server and without a database."""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID
from zipfile import BadZipFile, ZipFile

from labelkeep.core import strictjson
from labelkeep.domain.releases.errors import ArchiveRefused
from labelkeep.domain.releases.manifest import MANIFEST, SCHEMA, SIGNATURE, statement
from labelkeep.infra.ledger.errors import NoteRefused
from labelkeep.infra.ledger.notes import Verifier, verify_note

_MANIFEST = 16 << 20
_SIGNATURE = 64 << 10
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Checked:
    """What a verified file is: project, release number, snapshot and counts as its manifest says them."""

    project: str
    number: int
    manifest_sha256: str
    counts: dict[str, int]
    approvals: list[dict[str, Any]]
    files: int


def verify(file: Path, vkeys: Sequence[str]) -> Checked:
    """Return what the file is when every byte is as it was signed by one of these keys.

    Raises ``ArchiveRefused`` with the first thing that is wrong, ``NoteRefused`` for a malformed key.
    """
    verifiers = [Verifier.parse(vkey) for vkey in vkeys]
    try:
        with ZipFile(file) as archive:
            return _checked(archive, verifiers)
    except (BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as error:
        raise ArchiveRefused(f"{file.name} cannot be read as a release: it is damaged or no zip file.") from error


def _checked(archive: ZipFile, verifiers: Sequence[Verifier]) -> Checked:
    names = archive.namelist()
    manifest = _small(archive, MANIFEST, _MANIFEST)
    said: Any = strictjson.loads(manifest)
    try:
        if said["schema"] != SCHEMA:
            raise ArchiveRefused(f"This version reads manifests of the kind {SCHEMA} only.")
        _require_signed(archive, UUID(said["release"]["id"]), manifest, verifiers)
        files = {each["path"]: each for each in said["files"]}
        found = Checked(
            said["project"]["name"], said["release"]["n"], hashlib.sha256(manifest).hexdigest(), said["counts"],
            said["approvals"], len(files),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise ArchiveRefused("The manifest lacks something that every manifest has.") from error
    if sorted(names) != sorted([*files, MANIFEST, SIGNATURE]):
        odd = sorted({*names} ^ {*files, MANIFEST, SIGNATURE})
        raise ArchiveRefused(f"The archive and its manifest do not name the same files: {odd[0] if odd else names[0]}.")
    for path, facts in files.items():
        _require_hash(archive, path, facts)
    return found


def _require_signed(archive: ZipFile, release_id: UUID, manifest: bytes, verifiers: Sequence[Verifier]) -> None:
    try:
        note = verify_note(_small(archive, SIGNATURE, _SIGNATURE), verifiers)
    except NoteRefused as error:
        raise ArchiveRefused(f"The manifest's signature was not accepted. {error.message}") from error
    if note.text != statement(release_id, manifest):
        raise ArchiveRefused("The signature is for another manifest: the manifest was changed after it was signed.")


def _small(archive: ZipFile, path: str, limit: int) -> bytes:
    try:
        member = archive.open(path)
    except KeyError as error:
        raise ArchiveRefused(f"There is no {path} in this file: it is no release of Labelkeep.") from error
    with member:
        data = member.read(limit + 1)
    if len(data) > limit:
        raise ArchiveRefused(f"{path} is larger than any that Labelkeep writes.")
    return data


def _require_hash(archive: ZipFile, path: str, facts: dict[str, Any]) -> None:
    digest, size = hashlib.sha256(), 0
    with archive.open(path) as member:
        while size <= facts["bytes"] and (chunk := cast("BinaryIO", member).read(_CHUNK)):
            digest.update(chunk)
            size += len(chunk)
    if size != facts["bytes"] or digest.hexdigest() != facts["sha256"]:
        raise ArchiveRefused(f"{path} is not what was signed: it was changed.")
