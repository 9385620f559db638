"""Errors as problem+json (RFC 9457): the only place that maps errors to HTTP."""

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from psycopg.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException

from labelkeep.access.entering import KeptOut, NetworkRefused, Stranger
from labelkeep.core.errors import LabelkeepError, SignedOut
from labelkeep.entrypoints.http.guard import require_grant
from labelkeep.entrypoints.http.refusals import write_refusal

log = structlog.get_logger()
MAX_BODY = 32 * 1024 * 1024
"""Bytes of one request body: a label of 20,000 objects or an upload chunk fits."""
TITLES = {
    400: "Bad request", 401: "Signed out", 403: "Refused", 404: "Not found", 405: "Method not allowed", 409: "Conflict",
    410: "Gone", 412: "Precondition failed", 413: "Too large", 415: "Unsupported type", 421: "Misdirected",
    422: "Invalid", 429: "Too many requests", 500: "Fault", 503: "Unavailable",
}  # fmt: skip


class Problem(JSONResponse):
    """A problem document."""

    media_type = "application/problem+json"


def problem_response(status: int, code: str, detail: str, **facts: Any) -> Problem:
    """Return a problem document; ``detail`` is one sentence for people."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "code": code,
        "detail": detail,
    }
    return Problem({**body, **jsonable_encoder(facts)}, status_code=status)


def body_too_large() -> Problem:
    """Return the answer to a body past the limit."""
    return problem_response(413, "body.too_large", f"Send at most {MAX_BODY // 2**20} MiB in one request.")


def _speaks_otherwise(request: Request) -> bool:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return given not in ("", "application/json")


def install(app: FastAPI) -> None:
    """Register the handlers of all errors."""
    app.add_exception_handler(LabelkeepError, _expected)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(IntegrityError, _collided)
    app.add_exception_handler(Exception, _fault)


def _expected(request: Request, error: Exception) -> Response:
    assert isinstance(error, LabelkeepError)  # noqa: S101  registered for this type alone
    if not isinstance(error, KeptOut | NetworkRefused | Stranger | SignedOut):
        return _unreadable(request, _told(request, error))
    return _told(request, error)


def _told(request: Request, error: LabelkeepError) -> Response:
    write_refusal(request, error)
    return problem_response(error.status, error.code, error.message, **error.facts)


def _unreadable(request: Request, otherwise: Response) -> Response:
    # the body is read before the grant runs: whoever has no grant hears of that, not of their body
    try:
        require_grant(request)
    except LabelkeepError as error:
        return _told(request, error)
    return otherwise


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for this type alone
    places = [
        {"at": "/" + "/".join(str(part) for part in each["loc"][1:]), "message": str(each["msg"])}
        for each in error.errors()[:100]
    ]
    if any(each["loc"][:1] == ("path",) for each in error.errors()):
        # an id that cannot exist looks like one that does not
        return problem_response(404, "not_found", "There is nothing here, or it is not for you.")
    first = f" First: {places[0]['at']}: {places[0]['message']}." if places else ""
    if _speaks_otherwise(request):
        return _unreadable(request, problem_response(415, "body.type", "Send JSON as application/json."))
    invalid = problem_response(422, "invalid", f"Some fields cannot be accepted.{first}", errors=places)
    return _unreadable(request, invalid)


def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  registered for this type alone
    if error.status_code == 404:
        return problem_response(404, "not_found", "There is nothing here, or it is not for you.")
    if error.status_code == 413:
        return body_too_large()
    words = {405: "This path does not take that method."}.get(error.status_code, str(error.detail))
    made = problem_response(error.status_code, f"http.{error.status_code}", words)
    for key, value in (error.headers or {}).items():
        made.headers[key] = value
    return _unreadable(request, made) if error.status_code == 400 else made


def _collided(_request: Request, error: Exception) -> Response:
    if not isinstance(getattr(error, "orig", None), UniqueViolation):
        raise error
    return problem_response(409, "conflict", "Somebody changed the same thing at the same moment. Try again.")


def _fault(request: Request, error: Exception) -> Response:
    log.error("fault", path=request.url.path, method=request.method, exc_info=error)
    return problem_response(500, "fault", "Something failed on the server. Nothing was changed; try again.")
