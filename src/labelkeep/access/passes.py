"""Passes: what a grant allowed a moment ago opens once more without a transaction.

A picture is shown in many tiles, and each would ask the database the same: is the session alive, is its person active
and a member, what does the policy say, is the view theirs and not over. A pass is the answer to these questions. It is
kept by one process for at most ``KEPT_SECONDS``, counted from before the transaction that gave it, used or not; using
it does not prolong it. So whatever is taken away (session, person, membership, policy, view) is gone for the holder of
a pass within that time, of the five seconds that are promised.

A pass is made from an open ``Access`` alone, and opens for the same secret in the same project for the same thing. The
grant stays among the dependencies of the route: no pass, an old one, or one that does not fit, and the route asks the
grant as any other does.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar
from uuid import UUID

from fastapi import Request, Response

from labelkeep.access.doors import Access
from labelkeep.access.tokens import address_of, is_active, secret_of
from labelkeep.core.clock import now
from labelkeep.core.hashing import sha256

KEPT_SECONDS = 2.0
KEPT = 1024
"""Passes of one process; more push out the oldest."""

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
Key = tuple[bytes, str | None, bool, UUID, Hashable]
"""Hash of the secret, the address it came from, whether its person caused the request, project, thing."""


@dataclass(frozen=True, slots=True)
class _Pass(Generic[T]):
    value: T
    until: float
    """Ticks."""
    ends_at: datetime
    """When the session ends by itself."""


class Passes(Generic[T]):
    """The passes of one process for one kind of thing; ``T`` is what is remembered. Safe for many threads.

    Time is the machine's monotonic one in seconds, so setting the clock back keeps no pass alive.
    """

    def __init__(self, ticks: Callable[[], float] = monotonic) -> None:
        self._ticks = ticks
        self._kept: OrderedDict[Key, _Pass[T]] = OrderedDict()
        self._lock = Lock()

    def find(self, request: Request, project_id: UUID, thing: Hashable) -> T | None:
        """Return what is remembered for the caller of ``request``, None when the grant must be asked."""
        started = request.state.asked = self._ticks()
        at = _key(request, project_id, thing)
        with self._lock:
            kept = self._kept.get(at) if at else None
        if kept is None or started >= kept.until or now() >= kept.ends_at:
            return None
        return kept.value

    def keep(self, request: Request, access: Access[Any], thing: Hashable, value: T) -> None:
        """Remember what this open access allowed; the time counts from the ``find`` that came before it."""
        asked: float | None = getattr(request.state, "asked", None)
        at = _key(request, access.project_id, thing)
        ends = [each for each in (access.actor.session_ends, access.actor.idle_ends) if each is not None]
        if asked is None or at is None or not ends:
            return
        with self._lock:
            self._kept.pop(at, None)
            self._kept[at] = _Pass(value, asked + KEPT_SECONDS, min(ends))
            # the oldest stand first, so those that are over go as new ones come
            while len(self._kept) > KEPT or next(iter(self._kept.values())).until <= asked:
                self._kept.popitem(last=False)

    def drop(self, chosen: Callable[[T], bool]) -> None:
        """Forget passes at once, in this process; others forget them in ``KEPT_SECONDS``."""
        with self._lock:
            for at in [at for at, kept in self._kept.items() if chosen(kept.value)]:
                del self._kept[at]


@dataclass(frozen=True)
class ByPass(Generic[T]):
    """How a route answers to a pass; the room is never asked without one."""

    passes: Callable[[Request], Passes[T]]
    names: tuple[str, ...]
    """Parts of the path that name the thing, all ids."""
    answer: Callable[[Request, T], Response | None]
    """What the room makes of what the pass remembers; None when the route must be asked."""

    def __call__(self, request: Request) -> Response | None:
        """Answer a request by a pass; None when there is none that fits."""
        given = request.path_params
        try:
            project, *thing = (UUID(given[name]) for name in ("project", *self.names))
        except ValueError:
            return None
        value = self.passes(request).find(request, project, tuple(thing))
        return None if value is None else self.answer(request, value)


_marked: dict[Callable[..., Any], ByPass[Any]] = {}


def by_pass(how: ByPass[Any]) -> Callable[[F], F]:
    """Have a route answer by a pass where there is one."""

    def mark(endpoint: F) -> F:
        _marked[endpoint] = how
        return endpoint

    return mark


def by_pass_of(endpoint: Callable[..., Any] | None) -> ByPass[Any] | None:
    """Return how a route answers to a pass, None for all other routes."""
    return _marked.get(endpoint) if endpoint else None


def _key(request: Request, project_id: UUID, thing: Hashable) -> Key | None:
    secret = secret_of(request)
    return None if secret is None else (sha256(secret), address_of(request), is_active(request), project_id, thing)
