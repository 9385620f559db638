"""Who may hold the master key: the protocol that every plug-in of ``plugins/keys`` fulfils."""

from pathlib import Path
from typing import Protocol, runtime_checkable


@runtime_checkable
class KeyWrapper(Protocol):
    """A master key that wraps data keys. It may live in a file here, in a token or in a service of the owner.

    ``context`` says whose data key it is; a wrapped key opens only with the context it was wrapped with.
    """

    @property
    def name(self) -> str:
        """The plug-in's name."""
        ...

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """Return ``key`` encrypted. Raises ``KeyUnavailable``."""
        ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the key. Raises ``KeyUnavailable`` when it was altered, is another's, or the master key is away."""
        ...

    def describe(self) -> str:
        """Say in one sentence for people where the master key lives and what its id is; never the key."""
        ...

    def health(self) -> None:
        """Prove that wrapping works now. Raises ``KeyUnavailable`` or ``KeyExposed`` with what to do."""
        ...


@runtime_checkable
class KeyKind(Protocol):
    """One way of holding the master key: a file in ``plugins/keys`` names it ``KIND``."""

    @property
    def name(self) -> str:
        """A short word for settings and the policy page."""
        ...

    def install(self, home: Path) -> None:
        """Prepare the master key on first start. Does nothing where it exists: a master key is never replaced."""
        ...

    def open(self, home: Path) -> KeyWrapper:
        """Return the wrapper. Raises ``KeyUnavailable`` or ``KeyExposed``; it never makes a new key."""
        ...
