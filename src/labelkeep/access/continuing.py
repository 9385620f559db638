"""Long answers: what was allowed at its beginning is asked again while it lasts.

A grant ends before the first byte leaves. An answer that takes longer than ``EVERY_SECONDS`` to send is cut off in the
middle as soon as its session, its membership or its network no longer opens the route, well within five seconds.
"""

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from uuid import UUID

from fastapi import Request

from labelkeep.access.capabilities import Capability
from labelkeep.access.entering import enter_project
from labelkeep.access.tokens import address_of, secret_of

EVERY_SECONDS = 2.0


def while_allowed(
    request: Request,
    project_id: UUID,
    capability: type[Capability],
    chunks: Iterable[bytes],
    ticks: Callable[[], float] = monotonic,
) -> Iterator[bytes]:
    """Yield the chunks; raise what the grant raises once it would refuse. Asking keeps no session alive."""
    asked = ticks()
    for chunk in chunks:
        if ticks() - asked >= EVERY_SECONDS:
            house, address = request.app.state.house, address_of(request)
            with enter_project(house, secret_of(request), project_id, capability, active=False, address=address):
                asked = ticks()
        yield chunk
