"""HTTP of the people room."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from labelkeep.access.entering import enter_system
from labelkeep.access.grants import AdminSite, OwnAccount
from labelkeep.access.system import SignIn
from labelkeep.domain.people import actions, preferences, queries
from labelkeep.domain.people.cookies import cookie, set_cookie, throttled
from labelkeep.domain.people.shapes import (
    FactorAsked,
    LinkIn,
    Me,
    NewPassword,
    OwnSessions,
    PasswordIn,
    PeopleOut,
    PersonIn,
    PersonOut,
    PreferenceIn,
    PreferenceName,
    PreferencesOut,
)
from labelkeep.domain.people.tables import SessionRow, SignInStepRow

public = APIRouter(tags=["people"])
router = APIRouter(tags=["people"])


STEP: dict[int | str, dict[str, Any]] = {
    200: {"model": FactorAsked, "description": "Half a sign-in: the second factor is next."}
}


@public.post("/sign-in/link", status_code=204, responses=STEP)
def sign_in_by_link(request: Request, body: LinkIn) -> Response:
    """Exchange a one-time link for a session cookie, or for the second step of the sign-in."""
    with throttled(request), enter_system(request.app.state.house, SignIn) as system:
        secret, row = actions.use_link(system, body.token.get_secret_value())
    return _let_in(request, secret, row)


@public.post("/sign-in/password", status_code=204, responses=STEP)
def sign_in_by_password(request: Request, body: PasswordIn) -> Response:
    """Exchange address and password for the same."""
    with throttled(request, body.email), enter_system(request.app.state.house, SignIn) as system:
        secret, row = actions.use_password(system, body.email, body.password.get_secret_value())
    return _let_in(request, secret, row)


@router.get("/me")
def read_me(own: OwnAccount) -> Me:
    """Who am I, and when does my session end."""
    return queries.me(own)


@router.post("/me/password", status_code=204)
def set_password(request: Request, own: OwnAccount, body: NewPassword) -> None:
    """Set one's own password; to change it takes the current one."""
    with throttled(request, str(own.actor.id)):
        current = body.current.get_secret_value() if body.current else ""
        actions.set_password(own, body.password.get_secret_value(), current)


@router.get("/me/sessions")
def list_sessions(own: OwnAccount) -> OwnSessions:
    """One's own browsers and tokens that are let in now."""
    return OwnSessions(items=queries.list_sessions(own))


@router.post("/me/sessions/end-others", status_code=204)
def end_other_sessions(own: OwnAccount) -> None:
    """End all of them but this one."""
    actions.end_other_sessions(own)


@router.post("/me/sessions/{session}/end", status_code=204)
def end_session(own: OwnAccount, session: UUID) -> None:
    """End one of them; whoever holds it is out from the next request on."""
    actions.end_session(own, session)


@router.get("/me/preferences")
def read_preferences(own: OwnAccount) -> PreferencesOut:
    """One's own ways of working, by name."""
    return PreferencesOut(items=preferences.read(own))


@router.put("/me/preferences/{name}", status_code=204)
def set_preference(own: OwnAccount, name: PreferenceName, body: PreferenceIn) -> None:
    """Set one of them; an empty value is the usual way again."""
    preferences.put(own, name, body.value)


@router.post("/sign-out", status_code=204)
def sign_out(request: Request, response: Response, own: OwnAccount) -> None:
    """End this session and have the browser forget all of it."""
    actions.sign_out(own)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.delete_cookie(
        cookie(request), path="/", secure=request.app.state.secure_cookies, httponly=True, samesite="strict"
    )


@router.get("/site/people")
def list_people(site: AdminSite) -> PeopleOut:
    """All people of the organisation."""
    return PeopleOut(items=queries.people(site))


@router.post("/site/people", status_code=201)
def add_person(site: AdminSite, body: PersonIn) -> PersonOut:
    """Add a person."""
    return queries.person_out(site, actions.add_person(site, body.name, body.email, body.site_role))


def _let_in(request: Request, secret: str, row: SessionRow | SignInStepRow) -> Response:
    half = isinstance(row, SignInStepRow)
    answer = JSONResponse(FactorAsked().model_dump()) if half else Response(status_code=204)
    set_cookie(request, answer, secret, int((row.ends_at - row.created_at).total_seconds()))
    return answer
