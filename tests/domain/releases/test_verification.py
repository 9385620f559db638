"""A stranger checks a release file with the ledger's key alone."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from labelkeep.core.ids import UUID
from labelkeep.domain.releases import manifest
from labelkeep.domain.releases.archive import Archive
from labelkeep.domain.releases.errors import ArchiveRefused
from labelkeep.domain.releases.verification import verify
from labelkeep.infra.ledger.notes import Checkpoint, Signer

SIGNER = Signer("labelkeep/test", Ed25519PrivateKey.from_private_bytes(bytes(32)))
OTHER = Signer("labelkeep/test", Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)))
RELEASE = UUID(int=7)
Change = Callable[[dict[str, bytes]], None]


def made(signer: Signer = SIGNER) -> dict[str, bytes]:
    """Return the files of a small release."""
    archive = Archive()
    content = {"assets.jsonl": b'{"a":1}\n', "ontology.json": b"{}"}
    for path, data in content.items():
        list(archive.add(path, [data]))
    facts = {
        "release": {"id": str(RELEASE), "n": 3},
        "project": {"id": str(UUID(int=1)), "name": "Cells"},
        "counts": {"assets": 1},
        "approvals": [],
        "files": [{"path": each.path, "bytes": each.size, "sha256": each.sha256} for each in archive.files],
    }
    said = manifest.encoded(facts)
    return {**content, "manifest.json": said, "manifest.sig": manifest.signed(RELEASE, said, signer)}


def stored(folder: Path, files: dict[str, bytes], twice: str | None = None) -> Path:
    """Write an archive."""
    path = folder / "release.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        if twice:
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr(twice, files[twice])
    return path


def test_an_untouched_file_is_accepted(tmp_path: Path) -> None:
    found = verify(stored(tmp_path, made()), [SIGNER.verifier.vkey])

    assert (found.project, found.number, found.files) == ("Cells", 3, 2)


def change_content(files: dict[str, bytes]) -> None:
    files["assets.jsonl"] = b'{"a":2}\n'


def lengthen(files: dict[str, bytes]) -> None:
    files["assets.jsonl"] += b"more"


def add_file(files: dict[str, bytes]) -> None:
    files["extra.txt"] = b""


def drop_file(files: dict[str, bytes]) -> None:
    del files["ontology.json"]


def drop_signature(files: dict[str, bytes]) -> None:
    del files["manifest.sig"]


def change_manifest(files: dict[str, bytes]) -> None:
    files["manifest.json"] = files["manifest.json"].replace(b'"Cells"', b'"Cell5"')


def sign_with_another_key(files: dict[str, bytes]) -> None:
    files["manifest.sig"] = manifest.signed(RELEASE, files["manifest.json"], OTHER)


def sign_a_checkpoint_instead(files: dict[str, bytes]) -> None:
    files["manifest.sig"] = SIGNER.sign(Checkpoint(SIGNER.name, 1, bytes(32)).text).encode()


def empty_the_manifest(files: dict[str, bytes]) -> None:
    files["manifest.json"] = b"{}"


def make_the_manifest_a_list(files: dict[str, bytes]) -> None:
    files["manifest.json"] = b"[]"


CHANGES: list[Change] = [
    change_content, lengthen, add_file, drop_file, drop_signature, change_manifest, sign_with_another_key,
    sign_a_checkpoint_instead, empty_the_manifest, make_the_manifest_a_list,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_change_is_refused(tmp_path: Path, change: Change) -> None:
    files = made()
    change(files)

    with pytest.raises(ArchiveRefused):
        verify(stored(tmp_path, files), [SIGNER.verifier.vkey])


def test_a_file_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveRefused, match="same files"):
        verify(stored(tmp_path, made(), twice="assets.jsonl"), [SIGNER.verifier.vkey])


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all"])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)

    with pytest.raises(ArchiveRefused):
        verify(path, [SIGNER.verifier.vkey])


def test_every_cut_and_every_flipped_byte_is_refused_or_changes_nothing(tmp_path: Path) -> None:
    whole = stored(tmp_path, made()).read_bytes()
    path = tmp_path / "changed.zip"
    contents = read(whole)
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= 1
        path.write_bytes(flipped)
        try:
            verify(path, [SIGNER.verifier.vkey])
        except ArchiveRefused:
            continue
        assert read(bytes(flipped)) == contents, f"byte {at}"


def read(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_manifest_is_canonical_json() -> None:
    said = made()["manifest.json"]

    assert said == json.dumps(json.loads(said), sort_keys=True, separators=(",", ":")).encode()


def test_the_readme_names_the_key_and_the_command() -> None:
    text = manifest.readme("Cells {x}", 3, SIGNER.verifier.vkey).decode()

    assert text.startswith("Cells {x}: release 3")
    assert SIGNER.verifier.vkey in text
    assert "labelkeep release verify" in text
