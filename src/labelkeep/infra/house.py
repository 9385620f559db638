"""The house: the moving parts of one process put together, without any concept of the product."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, create_engine, event, select

from labelkeep.core.settings import Settings
from labelkeep.infra.blobs import Blobs
from labelkeep.infra.db.roles import Urls
from labelkeep.infra.db.scope import Scope
from labelkeep.infra.db.session import GuardedSession, undo_first
from labelkeep.infra.db.tables import DataKeyRow
from labelkeep.infra.vault import Keyring, KeyWrapper, Owner

SITE = UUID(int=0)
"""Owner id of the site's own data key."""


@dataclass(frozen=True)
class House:
    """What a door needs below it: sessions, keys, blobs, settings, and what the entry point put in by name."""

    settings: Settings
    urls: Urls
    engine: Engine
    keyring: Keyring
    blobs: Blobs
    parts: dict[str, Any] = field(default_factory=dict[str, Any])
    """Plug-ins and sandboxes, put in by the entry point: ``formats``, ``datatypes``, ``sandbox``, ``renderers`` ..."""
    hashing: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(2))
    """Argon2id takes 64 MiB a time: at most two at once."""

    def sessions(self, scope: Scope) -> GuardedSession:
        """Return a new guarded session of the app role."""
        return GuardedSession(self.engine, scope=scope, autoflush=True, expire_on_commit=False)

    def close(self) -> None:
        """Close pools and child processes."""
        for part in self.parts.values():
            close = getattr(part, "close", None)
            if callable(close):
                close()
        self.engine.dispose()


def engine_of(urls: Urls, *, pool: int = 16) -> Engine:
    """Return the engine of the app role. Settings are transaction-local, so nothing leaks through the pool."""
    url = urls.sqlalchemy("app")
    engine = create_engine(
        url, pool_size=pool, max_overflow=8, pool_recycle=1800, pool_use_lifo=True, hide_parameters=True
    )
    event.listen(engine, "rollback", undo_first)
    return engine


def key_loader(engine: Engine) -> Callable[[Owner, UUID], tuple[UUID, bytes] | None]:
    """Return how the keyring finds wrapped keys: useless without the master key, so any scope may read them."""

    def load(kind: Owner, owner_id: UUID) -> tuple[UUID, bytes] | None:
        with GuardedSession(engine, scope=Scope()) as session:
            query = select(DataKeyRow).where(DataKeyRow.kind == kind, DataKeyRow.owner_id == owner_id)
            row = session.scalars(query).one_or_none()
            return (row.id, row.wrapped) if row and row.wrapped else None

    return load


def keyring_of(wrapper: KeyWrapper, engine: Engine) -> Keyring:
    """Return the keyring of this process."""
    return Keyring(wrapper, key_loader(engine))
