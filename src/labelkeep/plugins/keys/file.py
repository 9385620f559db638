"""The master key in a file of the home folder: for trials and for houses whose disks are guarded otherwise."""

import os
import stat
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes, token_hex
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from labelkeep.core.ids import new_id
from labelkeep.infra.vault.errors import KeyExposed, KeyUnavailable
from labelkeep.infra.vault.wrapping import KeyWrapper

_MARK = "labelkeep-master-key-1"
_VERSION = b"\x01"
_NONCE = 12
_HEAD = 1 + 16


def master_key_path(home: Path) -> Path:
    """Return where the master key file of a home folder stands."""
    return home / "secrets" / "master.key"


class FileKey:
    """Wraps data keys by AES-256-GCM: version (1) | master key id (16) | nonce (12) | ciphertext and tag."""

    name = "file"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._id, secret = _read(path)
        self._cipher = AESGCM(secret)

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """Return ``key`` encrypted under the master key and bound to ``context``."""
        head = _VERSION + self._id.bytes
        nonce = token_bytes(_NONCE)
        return head + nonce + self._cipher.encrypt(nonce, key, head + context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the key. Raises ``KeyUnavailable``."""
        head = wrapped[:_HEAD]
        if len(head) < _HEAD or head[:1] != _VERSION:
            raise KeyUnavailable("A data key is not in a wrapped form that this version knows.")
        if head[1:] != self._id.bytes:
            other = str(UUID(bytes=head[1:]))
            raise KeyUnavailable(
                f"A data key needs master key {other}, but the file holds {self._id}. Put the right file back.",
                needs=other,
            )
        try:
            return self._cipher.decrypt(wrapped[_HEAD : _HEAD + _NONCE], wrapped[_HEAD + _NONCE :], head + context)
        except (InvalidTag, ValueError):
            raise KeyUnavailable("A wrapped data key was altered or belongs to somebody else.") from None

    def describe(self) -> str:
        """Say where the key lives."""
        return f"Master key {self._id} in a file of the home folder, readable by the service's account only."

    def health(self) -> None:
        """Read the file again: it must still be there, private and the same."""
        key_id, secret = _read(self._path)
        probe = self.wrap(token_bytes(32), b"health")
        if key_id != self._id:
            raise KeyUnavailable(
                "The master key file was exchanged while the service was running. Put the old one back."
            )
        with suppress(InvalidTag):
            AESGCM(secret).decrypt(probe[_HEAD : _HEAD + _NONCE], probe[_HEAD + _NONCE :], probe[:_HEAD] + b"health")
            return
        raise KeyUnavailable("The master key file was altered while the service was running. Put the old one back.")


class FileKind:
    """The plug-in: master key in ``secrets/master.key``."""

    name = "file"

    def install(self, home: Path) -> None:
        """Make the master key file (0600) where there is none; two processes at once agree on one key."""
        path = master_key_path(home)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists():
            return
        text = f"{_MARK} {new_id()} {b64encode(token_bytes(32)).decode()}\n"
        fresh = path.with_name(f".master.key.{token_hex(8)}")
        try:
            _write_private(fresh, text.encode())
            with suppress(FileExistsError):
                # A link, unlike a rename, never replaces a key that another process made in between.
                os.link(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
        _sync_folder(path.parent)

    def open(self, home: Path) -> KeyWrapper:
        """Return the wrapper. Raises ``KeyUnavailable`` (no file) or ``KeyExposed`` (not private)."""
        return FileKey(master_key_path(home))


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path) -> tuple[UUID, bytes]:
    """Return id and secret of the key file after checking who else could read or replace it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise KeyUnavailable(
            "The master key file secrets/master.key is missing or cannot be read. Put it back from your safe copy; "
            "without it nothing that is stored can be opened."
        ) from error
    try:
        _refuse_exposed(os.fstat(descriptor), path.parent.stat())
        content = os.read(descriptor, 4096)
    finally:
        os.close(descriptor)
    try:
        mark, key_id, secret = content.decode("ascii").split()
        found = UUID(key_id), b64decode(secret, validate=True)
    except ValueError:
        mark, found = "", (UUID(int=0), b"")
    if mark != _MARK or len(found[1]) != 32:
        raise KeyUnavailable("The master key file secrets/master.key is damaged. Put it back from your safe copy.")
    return found


def _refuse_exposed(file: os.stat_result, folder: os.stat_result) -> None:
    if not stat.S_ISREG(file.st_mode):
        raise KeyUnavailable("The master key secrets/master.key is not a plain file.")
    if file.st_mode & 0o077:
        raise KeyExposed(
            "Other accounts can read the master key. Run: chmod 600 secrets/master.key (in the home folder)."
        )
    if folder.st_mode & 0o022:
        raise KeyExposed("Other accounts can replace the master key. Run: chmod 700 secrets (in the home folder).")


KIND = FileKind()
