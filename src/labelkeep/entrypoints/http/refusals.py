"""Denied calls are events too: each of a known person on its own, those of strangers counted and summed up."""

from collections import Counter
from threading import Lock
from typing import Literal
from uuid import UUID

from fastapi import Request
from starlette.types import Scope

from labelkeep.access.entering import KeptOut, NetworkRefused, Stranger, enter_system
from labelkeep.access.system import EndedSessions, Refusals
from labelkeep.access.tokens import secret_of
from labelkeep.core.clock import now
from labelkeep.core.errors import Denied, LabelkeepError, SignedOut
from labelkeep.domain.people.actions import end_overdue_session
from labelkeep.domain.people.throttle import network_of
from labelkeep.entrypoints.http.guard import RouteFacts
from labelkeep.infra.house import House

Action = Literal["access.denied", "sign_in.refused"]
MOST = 500
"""Different lines of one event; what comes on top is counted as ``other``."""


class Strangers:
    """Counts refused calls of nobody known by network, route, minute and code, so that they cannot fill the log."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Action, str, str, str, str]] = Counter()
        self._lock = Lock()

    def add(self, action: Action, scope: Scope, code: str) -> None:
        """Count one refused call."""
        client = scope.get("client")
        key = (action, network_of(client[0] if client else "unknown"), route_of(scope), minute(), code)
        with self._lock:
            if key not in self._counts and len(self._counts) >= MOST:
                key = (action, "other", "other", minute(), "other")
            self._counts[key] += 1

    def write(self, house: House) -> None:
        """Write one event for each action that was refused since the last time."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        for action in sorted({key[0] for key in taken}):
            lines = [
                {"network": network, "route": route, "minute": at, "code": code, "times": times}
                for (of, network, route, at, code), times in sorted(taken.items())
                if of == action
            ]
            with enter_system(house, Refusals) as door:
                door.note(action, "request", None, outcome="refused", counts=lines)


def minute() -> str:
    """Return this minute in UTC."""
    return now().strftime("%Y-%m-%dT%H:%MZ")


def route_of(scope: Scope) -> str:
    """Return method and path template of the route that a request met, ``unknown`` for none: never what was typed."""
    facts: RouteFacts | None = scope["app"].state.routes.get(scope.get("endpoint")) if "app" in scope else None
    return f"{scope['method']} {facts.path if facts else 'unknown'}"


def write_refusal(request: Request, error: LabelkeepError) -> None:
    """Write a refusal in a transaction of its own; the refused one was rolled back."""
    strangers: Strangers = request.app.state.strangers
    if isinstance(error, KeptOut | Stranger):
        # a stranger's call never stands under the project's name
        project = error.project_id if isinstance(error, KeptOut) else None
        _write_known(request, error, error.actor.id, project)
    elif isinstance(error, Denied) and hasattr(request.state, "granted"):
        _write_known(request, error, *request.state.granted)
    elif error.code.startswith("sign_in.") or isinstance(error, NetworkRefused):
        strangers.add("sign_in.refused", request.scope, error.code)
    elif isinstance(error, SignedOut):
        _end_overdue(request)
        strangers.add("access.denied", request.scope, error.code)


def _write_known(request: Request, error: LabelkeepError, person_id: UUID, project_id: UUID | None) -> None:
    facts = {"route": route_of(request.scope), "person": str(person_id), "code": error.code}
    if "needs" in error.facts:
        facts["needs"] = str(error.facts["needs"])
    with enter_system(request.app.state.house, Refusals, project_id=project_id, person_id=person_id) as door:
        door.note("access.denied", "person", person_id, outcome="refused", **facts)


def _end_overdue(request: Request) -> None:
    secret = secret_of(request)
    if secret:
        with enter_system(request.app.state.house, EndedSessions) as system:
            end_overdue_session(system, secret)
