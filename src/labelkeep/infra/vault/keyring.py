"""The keyring: unwrapped data keys, for at most five minutes."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Literal, NamedTuple
from uuid import UUID

from labelkeep.core.ids import new_id
from labelkeep.infra.vault.datakeys import DataKey, new_secret
from labelkeep.infra.vault.errors import KeyErased
from labelkeep.infra.vault.wrapping import KeyWrapper

Owner = Literal["site", "project", "person"]

KEPT_SECONDS = 300.0
KEPT_KEYS = 10_000


class WrappedKey(NamedTuple):
    """A data key as a table keeps it."""

    key_id: UUID
    wrapped: bytes


Loader = Callable[[Owner, UUID], tuple[UUID, bytes] | None]


class Keyring:
    """Gives data keys and forgets them again.

    A key stays unwrapped at most ``KEPT_SECONDS`` after it was unwrapped, used or not: when the owner revokes the
    master key, reading ends within that time. ``load`` finds the wrapped key of an owner; the keyring itself reads no
    database. Time is the machine's monotonic one in seconds, so setting the clock back keeps no key alive.
    """

    def __init__(self, wrapper: KeyWrapper, load: Loader, ticks: Callable[[], float] = monotonic) -> None:
        self._wrapper = wrapper
        self._load = load
        self._ticks = ticks
        self._kept: OrderedDict[tuple[Owner, UUID, UUID], tuple[float, DataKey]] = OrderedDict()
        self._current: dict[tuple[Owner, UUID], UUID] = {}
        self._lock = Lock()

    def new_key(self, owner: Owner, owner_id: UUID) -> WrappedKey:
        """Make a random data key for an owner and return it wrapped, to be stored. Raises ``KeyUnavailable``."""
        key_id = new_id()
        return WrappedKey(key_id, self._wrapper.wrap(new_secret(), _context(owner, owner_id, key_id)))

    def key_of(self, owner: Owner, owner_id: UUID) -> DataKey:
        """Return the owner's data key, loading it when it is not kept.

        Raises ``KeyErased`` when the owner has none, ``KeyUnavailable`` when it cannot be unwrapped.
        """
        with self._lock:
            key_id = self._current.get((owner, owner_id))
            kept = self._fresh(owner, owner_id, key_id) if key_id else None
        if kept:
            return kept
        row = self._load(owner, owner_id)
        if row is None:
            self.forget(owner, owner_id)
            raise KeyErased("The key of this data was destroyed, so the data cannot be read any more.")
        key = self.key(owner, owner_id, *row)
        with self._lock:
            self._current[owner, owner_id] = key.id
        return key

    def key(self, owner: Owner, owner_id: UUID, key_id: UUID, wrapped: bytes) -> DataKey:
        """Return the data key of a wrapped one that the caller holds already. Raises ``KeyUnavailable``."""
        with self._lock:
            kept = self._fresh(owner, owner_id, key_id)
        if kept:
            return kept
        # Unwrapping may ask a remote service: it must not hold up those whose keys are at hand.
        started = self._ticks()
        key = DataKey(key_id, self._wrapper.unwrap(wrapped, _context(owner, owner_id, key_id)))
        with self._lock:
            self._kept[owner, owner_id, key_id] = (started + KEPT_SECONDS, key)
            while len(self._kept) > KEPT_KEYS:
                self._drop(next(iter(self._kept)))
        return key

    def adopt(self, owner: Owner, owner_id: UUID, key_id: UUID, wrapped: bytes) -> DataKey:
        """Take up a key that was made in a transaction which the loader cannot see yet, and return it."""
        key = self.key(owner, owner_id, key_id, wrapped)
        with self._lock:
            self._current[owner, owner_id] = key_id
        return key

    def forget(self, owner: Owner, owner_id: UUID) -> None:
        """Drop every kept key of an owner at once (erasure); other processes forget in five minutes."""
        with self._lock:
            for kept in [kept for kept in self._kept if kept[:2] == (owner, owner_id)]:
                self._drop(kept)

    def _fresh(self, owner: Owner, owner_id: UUID, key_id: UUID) -> DataKey | None:
        kept = self._kept.get((owner, owner_id, key_id))
        if kept is None:
            return None
        if self._ticks() >= kept[0]:
            self._drop((owner, owner_id, key_id))
            return None
        return kept[1]

    def _drop(self, kept: tuple[Owner, UUID, UUID]) -> None:
        self._kept.pop(kept, None)
        self._current.pop(kept[:2], None)


def _context(owner: Owner, owner_id: UUID, key_id: UUID) -> bytes:
    return b"labelkeep/wrapped-key@v1\0" + owner.encode() + b"\0" + owner_id.bytes + key_id.bytes
