"""Readers of objects that are read again and again, kept between two reads."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from labelkeep.infra.vault import DataKey
from labelkeep.infra.vault.errors import KeyErased, KeyUnavailable
from labelkeep.infra.vault.stream import Reader

KEPT = 256
"""Readers of one process, about 1 KiB each; no file stays open."""


class Opened:
    """Kept readers, each good for as long as its project's key is the one that opened it. Safe for many threads.

    A reader holds a key derived from the project's. The keyring gives keys for minutes and then unwraps them anew, as
    another object: from then on what the old one opened is forgotten. When it has none to give, all is forgotten.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[UUID, str], tuple[DataKey, Reader]] = OrderedDict()
        self._lock = Lock()

    def current(self, project_id: UUID, key_for_project: Callable[[UUID], DataKey]) -> DataKey:
        """Return the project's key; forget its readers when there is none."""
        try:
            return key_for_project(project_id)
        except (KeyErased, KeyUnavailable):
            self._forget(project_id, None)
            raise

    def find(self, project_id: UUID, blob_id: str, key: DataKey) -> Reader | None:
        """Return the kept reader if this very key opened it."""
        with self._lock:
            kept = self._kept.get((project_id, blob_id))
            if kept is not None and kept[0] is key:
                self._kept.move_to_end((project_id, blob_id))
                return kept[1]
        if kept is not None:
            self._forget(project_id, key)
        return None

    def keep(self, project_id: UUID, blob_id: str, key: DataKey, reader: Reader) -> None:
        """Keep a reader; the one that was not used for longest goes when there are too many."""
        with self._lock:
            self._kept[project_id, blob_id] = (key, reader)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def drop(self, project_id: UUID, blob_id: str) -> None:
        """Forget one reader."""
        with self._lock:
            self._kept.pop((project_id, blob_id), None)

    def _forget(self, project_id: UUID, but: DataKey | None) -> None:
        with self._lock:
            for at in [at for at, (key, _) in self._kept.items() if at[0] == project_id and key is not but]:
                del self._kept[at]
