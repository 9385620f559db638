"""One hop a request: grant, handler, commit and answer of a synchronous route run in one turn of one worker thread.

The framework hands each synchronous step to the thread pool by itself: opening the grant, the handler, checking the
answer, closing the grant. Four hand-overs cost more than what they carry. Here the body is read on the event loop, then
the framework's own handling of the request, unchanged, is run to its end in a worker thread. It cannot wait there,
because nothing in it is left to wait for: the body has arrived, and every step is an ordinary function.
"""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from inspect import isasyncgenfunction, isclass, iscoroutinefunction, isgeneratorfunction
from typing import Any

from fastapi import APIRouter, Request, Response, params
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, get_request_handler, request_response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labelkeep.access.passes import ByPass, by_pass_of
from labelkeep.entrypoints.http.hands import by_hand
from labelkeep.entrypoints.http.straight import Straight, straight

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_opened: ContextVar[ExitStack] = ContextVar("labelkeep_opened")
"""What one request has opened; each turn in a worker thread has a context of its own."""


class OneHopRoute(APIRoute):
    """A route whose synchronous steps run together."""

    @property
    def hops_once(self) -> bool:
        """Whether all that the route runs is synchronous."""
        return not self.is_sse_stream and not self.is_json_stream and _is_synchronous(self)

    def get_route_handler(self) -> Handler:
        """Return the framework's handler, run whole in a worker thread where every step of the route is synchronous."""
        if not self.hops_once:
            return super().get_route_handler()
        handler = get_request_handler(
            dependant=_unhopped(self.dependant),
            body_field=self.body_field,
            status_code=self.status_code,
            response_class=self.response_class,
            response_field=self.response_field,
            response_model_include=self.response_model_include,
            response_model_exclude=self.response_model_exclude,
            response_model_by_alias=self.response_model_by_alias,
            response_model_exclude_unset=self.response_model_exclude_unset,
            response_model_exclude_defaults=self.response_model_exclude_defaults,
            response_model_exclude_none=self.response_model_exclude_none,
            embed_body_fields=self._embed_body_fields,
            strict_content_type=self.strict_content_type,
        )
        if (known := by_pass_of(self.endpoint)) is not None:
            return _by_pass(known, handler)
        return _in_one_hop(handler, reads_body=self.body_field is not None)


def hop_once(router: APIRouter) -> APIRouter:
    """Make the plain routes of a room routes of one hop: a room cannot forget it, and need not know of it."""
    for route in router.routes:
        if type(route) is APIRoute:
            route.__class__ = OneHopRoute
            # the room has built its application already, the slow way
            route.app = request_response(route.get_route_handler())
            way = straight(route) if isinstance(route, OneHopRoute) and route.hops_once else None
            if way:
                route.app = _short(way, route.app, reads_body=route.body_field is not None)
    return router


def _in_one_hop(handler: Handler, *, reads_body: bool) -> Handler:
    async def handle(request: Request) -> Response:
        if reads_body:
            await _arrived(request)
        return await by_hand(_to_its_end, handler(request))

    return handle


def _by_pass(known: ByPass[Any], handler: Handler) -> Handler:
    """Answer by a pass where there is one, in the same one turn in which the route would answer."""

    def answered(request: Request) -> Response:
        return known(request) or _to_its_end(handler(request))

    async def handle(request: Request) -> Response:
        return await by_hand(answered, request)

    return handle


def _short(way: Straight, otherwise: ASGIApp, *, reads_body: bool) -> ASGIApp:
    """Return the application of a route that is handled straight where the request fits, else by the framework."""

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        body = b""
        if reads_body:
            await _arrived(request)
            body = await request.body()
        response = await by_hand(way, request, body)
        if response is None:
            await otherwise(scope, _again(body, receive) if reads_body else receive, send)
        else:
            await response(scope, receive, send)

    return handle


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already once more, and then whatever comes after it."""
    read: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def given() -> Message:
        return read.pop() if read else await receive()

    return given


async def _arrived(request: Request) -> None:
    try:
        await request.body()
    except HTTPException:
        raise
    except Exception as error:
        # what the framework itself says of a body that breaks off
        raise HTTPException(400, "There was an error parsing the body") from error


def _to_its_end(handling: Coroutine[Any, Any, Response]) -> Response:
    """Handle the request and close its grant, which commits: both before anybody is answered."""
    with ExitStack() as opened:
        _opened.set(opened)
        try:
            handling.send(None)
        except StopIteration as ended:
            return ended.value
        handling.close()
        raise RuntimeError("a synchronous route tried to wait")


def _is_synchronous(route: APIRoute) -> bool:
    form = route.body_field is not None and isinstance(route.body_field.field_info, params.Form)
    return not form and not isgeneratorfunction(route.dependant.call) and not any(map(_waits, _all(route.dependant)))


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for each in dependant.dependencies:
        yield from _all(each)


def _waits(dependant: Dependant) -> bool:
    call = dependant.call
    return (
        isclass(call) or dependant.scope == "request" or _is(iscoroutinefunction, call) or _is(isasyncgenfunction, call)
    )


def _is(kind: Callable[[Any], bool], call: Any) -> bool:
    return kind(call) or kind(getattr(call, "__call__", None))  # noqa: B004  the method is asked, not whether it is there


def _unhopped(dependant: Dependant) -> Dependant:
    """Return the same dependant with every call in the form that the framework runs where it stands."""
    assert dependant.call is not None  # noqa: S101  the framework sets it for all that it solves
    return replace(
        dependant, call=_standing(dependant.call), dependencies=[_unhopped(each) for each in dependant.dependencies]
    )


def _standing(call: Callable[..., Any]) -> Callable[..., Any]:
    around = contextmanager(call)

    async def once(**values: Any) -> Any:
        return call(**values)

    async def until_the_end(**values: Any) -> Any:
        return _opened.get().enter_context(around(**values))

    return until_the_end if _is(isgeneratorfunction, call) else once
