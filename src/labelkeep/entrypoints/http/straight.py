"""The straight way through a synchronous route: what it asks of a request is worked out once, when the server starts.

The framework works it out for each request, checks a body as Python objects that it has read as JSON before, and opens
four stacks for what a plain route opens one thing in. Here a route's grant, parts of the path and body are known
beforehand, and the body goes from its bytes to the route's shape in one step.

Only what is right goes this way to its end. A request that does not fit the route in any point is handed to the
framework's own handling before anything is opened: which error it is, and in which words, is decided there alone.
"""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from inspect import isgeneratorfunction
from typing import Any

from fastapi import Request, Response, params
from fastapi.datastructures import DefaultPlaceholder
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_params_to_args
from fastapi.exceptions import ResponseValidationError
from fastapi.routing import APIRoute
from fastapi.utils import is_body_allowed_for_status_code
from pydantic import BaseModel, TypeAdapter, ValidationError

JSON = "application/json"
UNUSUAL = (
    "websocket_param_name", "http_connection_param_name", "response_param_name", "background_tasks_param_name",
    "security_scopes_param_name", "own_oauth_scopes", "parent_oauth_scopes", "concurrency",
)  # fmt: skip
"""What a route or a grant may ask for and none of ours does: such a route goes the framework's way."""


class GoesOtherwise(Exception):
    """The request does not fit: the framework says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one callable takes from a request."""

    of: Dependant

    def values(self, request: Request) -> dict[str, Any]:
        """Return the arguments; raise ``GoesOtherwise`` when one is missing or wrong."""
        found: dict[str, Any] = {}
        for field in self.of.path_params:
            found[field.name], wrong = field.validate(request.path_params[field.alias], found, loc=("path",))
            if wrong:
                raise GoesOtherwise
        for fields, given in (
            (self.of.query_params, "query_params"),
            (self.of.header_params, "headers"),
            (self.of.cookie_params, "cookies"),
        ):
            if fields:
                values, wrong = request_params_to_args(fields, getattr(request, given))
                if wrong:
                    raise GoesOtherwise
                found |= values
        if self.of.request_param_name:
            found[self.of.request_param_name] = request
        return found


@dataclass(frozen=True, slots=True)
class Opened:
    """A dependency of a route: a generator that is closed after the handler, or a plain call."""

    name: str | None
    asked: Asked
    around: Callable[..., Any] | None
    plain: Callable[..., Any] | None

    def enter(self, opened: ExitStack, values: dict[str, Any]) -> Any:
        """Open it for one request."""
        if self.around:
            return opened.enter_context(self.around(**values))
        assert self.plain  # noqa: S101  one of the two
        return self.plain(**values)


class Straight:
    """One route; called with a request whose body has arrived."""

    def __init__(self, route: APIRoute) -> None:
        self._route = route
        call = route.dependant.call
        assert call is not None  # noqa: S101  the framework sets it for all that it solves
        self._call: Callable[..., Any] = call
        self._asked = Asked(route.dependant)
        self._opened = [_opened(each) for each in route.dependant.dependencies]
        self._body = route.dependant.body_params[0].name if route.dependant.body_params else None
        annotation = route.dependant.body_params[0].field_info.annotation if route.dependant.body_params else None
        self._shape: TypeAdapter[Any] | None = TypeAdapter(annotation) if annotation else None

    def __call__(self, request: Request, body: bytes) -> Response | None:
        """Handle the request to its end and return the answer; None when it does not fit and nothing was done."""
        try:
            asked = [each.asked.values(request) for each in self._opened]
            values = self._asked.values(request)
            if self._body and self._shape:
                values[self._body] = self._read(request, self._shape, body)
        except GoesOtherwise:
            return None
        # closing the grant commits: before anybody is answered
        with ExitStack() as opened:
            for each, given in zip(self._opened, asked, strict=True):
                got = each.enter(opened, given)
                if each.name is not None:
                    values[each.name] = got
            return self._answer(self._call(**values))

    def _read(self, request: Request, shape: TypeAdapter[Any], body: bytes) -> Any:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
            raise GoesOtherwise
        try:
            return shape.validate_json(body)
        except ValidationError:
            raise GoesOtherwise from None

    def _answer(self, made: Any) -> Response:
        if isinstance(made, Response):
            return made
        field, route = self._route.response_field, self._route
        assert field is not None  # noqa: S101  routes without one do not go this way
        value, wrong = field.validate(made, {}, loc=("response",))
        if wrong:
            raise ResponseValidationError(errors=wrong, body=made)
        content = field.serialize_json(
            value,
            include=route.response_model_include,
            exclude=route.response_model_exclude,
            by_alias=route.response_model_by_alias,
            exclude_unset=route.response_model_exclude_unset,
            exclude_defaults=route.response_model_exclude_defaults,
            exclude_none=route.response_model_exclude_none,
        )
        return Response(content, status_code=route.status_code or 200, media_type=JSON)


def straight(route: APIRoute) -> Straight | None:
    """Return the straight way of a synchronous route; None when it asks for something that only the framework gives."""
    return Straight(route) if _is_plain(route) else None


def _is_plain(route: APIRoute) -> bool:
    whole, dependencies = route.dependant, route.dependant.dependencies
    answers = route.response_field is not None and isinstance(route.response_class, DefaultPlaceholder)
    return (
        answers
        and is_body_allowed_for_status_code(route.status_code)
        and not any(getattr(each, name) for each in (whole, *dependencies) for name in UNUSUAL)
        and not any(each.dependencies or each.body_params for each in dependencies)
        and _has_plain_body(route)
    )


def _has_plain_body(route: APIRoute) -> bool:
    fields = route.dependant.body_params
    if not fields:
        return True
    info = fields[0].field_info
    shape: Any = info.annotation
    return (
        len(fields) == 1
        and isinstance(info, params.Body)
        and not isinstance(info, params.Form)
        and not info.embed
        and not info.metadata
        and info.is_required()
        and isinstance(shape, type)
        and issubclass(shape, BaseModel)
    )


def _opened(dependant: Dependant) -> Opened:
    call: Any = dependant.call
    yields: Callable[..., Generator[Any]] | None = None
    if isgeneratorfunction(call) or isgeneratorfunction(getattr(call, "__call__", None)):  # noqa: B004  as in hops
        yields = call
    around = contextmanager(yields) if yields else None
    return Opened(dependant.name, Asked(dependant), around, None if yields else call)
