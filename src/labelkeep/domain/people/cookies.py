"""What every way in shares: the cookie that it hands out, and the slowing down of guesses."""

from contextlib import AbstractContextManager

from fastapi import Request, Response

from labelkeep.access.tokens import PLAIN_COOKIE, SECURE_COOKIE
from labelkeep.domain.people.throttle import Throttle


def cookie(request: Request) -> str:
    """Return the cookie's name on this transport."""
    return SECURE_COOKIE if request.app.state.secure_cookies else PLAIN_COOKIE


def set_cookie(request: Request, response: Response, secret: str, seconds: int) -> None:
    """Hand out a secret: to this site only, and to no script."""
    secure = request.app.state.secure_cookies
    response.set_cookie(
        cookie(request), secret, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict"
    )


def throttled(request: Request, account: str = "") -> AbstractContextManager[None]:
    """Count what goes wrong inside, by network and account, and refuse while a wait runs."""
    throttle: Throttle = request.app.state.throttle
    return throttle.attempt(request.client.host if request.client else "unknown", account)
