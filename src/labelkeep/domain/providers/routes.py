"""HTTP of the providers room."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

import structlog
from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import IntegrityError

from labelkeep.access.entering import enter_system
from labelkeep.access.grants import AdminSite, OwnAccount
from labelkeep.access.recent import require_recent
from labelkeep.access.system import SignIn
from labelkeep.core.errors import LabelkeepError
from labelkeep.domain.people.cookies import set_cookie, throttled
from labelkeep.domain.providers import actions, leaving, queries, visiting
from labelkeep.domain.providers.arriving import Said, arrive
from labelkeep.domain.providers.errors import AnswerRefused, VisitSpent
from labelkeep.domain.providers.shapes import (
    BeginIn,
    BegunOut,
    LinkIdentityIn,
    OwnIdentities,
    ProviderIn,
    ProviderOut,
    ProviderPut,
    ProvidersOut,
    WaysIn,
)

public = APIRouter(tags=["providers"])
router = APIRouter(tags=["providers"])
log = structlog.get_logger()

CALLBACK = "/api/v1/sign-in/oidc/callback"
SECURE_COOKIE = "__Host-labelkeep-visit"
PLAIN_COOKIE = "labelkeep-visit"
"""Kept by the browser that began; ``SameSite=Lax``, because it comes back from another site."""
Told = Annotated[str | None, Query(max_length=4096)]


@public.get("/sign-in/providers")
def list_ways_in(request: Request) -> WaysIn:
    """The providers that one may sign in by."""
    with enter_system(request.app.state.house, SignIn) as system:
        return WaysIn(items=queries.ways_in(system))


@public.post("/sign-in/oidc/{provider}")
def begin_sign_in(request: Request, response: Response, provider: UUID, body: BeginIn) -> BegunOut:
    """Begin to sign in by a provider: the address to go to. Works once, for ten minutes, in this browser."""
    house = request.app.state.house
    with throttled(request):
        with enter_system(house, SignIn) as system:
            settings = queries.settings_of(system, queries.living(system, provider))
        endpoints = request.app.state.directory.endpoints(settings)
        with enter_system(house, SignIn) as system:
            begun = visiting.begin(system, provider, settings, endpoints, _redirect(request), body.next)
    return _begun(request, response, begun)


@public.get("/sign-in/oidc/callback", status_code=303)
def come_back(
    request: Request, state: Told = None, code: Told = None, iss: Told = None, error: Told = None
) -> Response:
    """Where a provider sends the browser back to. Ends on a page of the app, with a sentence when it was refused."""
    said = Said(state or "", code, iss, error, request.cookies.get(_cookie(request)))
    linking = request.cookies.get(_cookie(request), "").startswith(visiting.LINKING)
    try:
        with throttled(request):
            arrived = arrive(request.app.state.house, request.app.state.directory, said)
    except IntegrityError:
        # two at once for one subject or one address: the other one was first
        return _refused(request, VisitSpent(), linking=linking)
    except LabelkeepError as refused:
        return _refused(request, refused, linking=linking)
    answer = RedirectResponse(arrived.next, status_code=303)
    _forget(request, answer)
    if arrived.secret:
        set_cookie(request, answer, arrived.secret, arrived.seconds)
    return answer


@public.post("/sign-out/oidc")
def sign_out_from_provider(request: Request, logout_token: Annotated[str, Form(max_length=65536)]) -> Response:
    """Back-channel logout: a provider's server ends sessions by a signed token."""
    with throttled(request):
        leaving.sign_out(request.app.state.house, request.app.state.directory, logout_token)
    return Response(status_code=200)


@router.get("/me/identities")
def list_identities(own: OwnAccount) -> OwnIdentities:
    """By which providers one signs in."""
    return OwnIdentities(items=queries.identities(own))


@router.post("/me/identities")
def begin_link(request: Request, response: Response, own: OwnAccount, body: LinkIdentityIn) -> BegunOut:
    """Begin to link an identity to the own account: the address to go to."""
    require_recent(own)
    settings = queries.settings_of(own, queries.living(own, body.provider))
    endpoints = request.app.state.directory.endpoints(settings)
    begun = visiting.begin(own, body.provider, settings, endpoints, _redirect(request), "/account")
    return _begun(request, response, begun)


@router.post("/me/identities/{identity}/end", status_code=204)
def unlink_identity(own: OwnAccount, identity: UUID) -> None:
    """Unlink one of them."""
    actions.unlink(own, identity)


@router.get("/site/providers")
def list_providers(site: AdminSite) -> ProvidersOut:
    """All providers, without their secrets."""
    return ProvidersOut(items=queries.providers(site))


@router.post("/site/providers", status_code=201)
def add_provider(request: Request, site: AdminSite, body: ProviderIn) -> ProviderOut:
    """Add a provider; it is asked at once what it can do."""
    return queries.provider_out(site, actions.add(site, request.app.state.directory, body))


@router.put("/site/providers/{provider}")
def change_provider(request: Request, site: AdminSite, provider: UUID, body: ProviderPut) -> ProviderOut:
    """Set everything about it but its issuer."""
    return queries.provider_out(site, actions.change(site, request.app.state.directory, provider, body))


@router.post("/site/providers/{provider}/end", status_code=204)
def end_provider(site: AdminSite, provider: UUID) -> None:
    """End it, and every session that it opened."""
    actions.end(site, provider)


def _redirect(request: Request) -> str:
    # the armour has let only known hosts through
    scheme = "https" if request.app.state.secure_cookies else "http"
    return f"{scheme}://{request.headers['host']}{CALLBACK}"


def _cookie(request: Request) -> str:
    return SECURE_COOKIE if request.app.state.secure_cookies else PLAIN_COOKIE


def _begun(request: Request, response: Response, begun: visiting.Begun) -> BegunOut:
    response.set_cookie(
        _cookie(request), begun.browser, max_age=visiting.MINUTES * 60, path="/",
        secure=request.app.state.secure_cookies, httponly=True, samesite="lax",
    )  # fmt: skip
    return BegunOut(url=begun.url)


def _forget(request: Request, answer: Response) -> None:
    answer.delete_cookie(
        _cookie(request), path="/", secure=request.app.state.secure_cookies, httponly=True, samesite="lax"
    )


def _refused(request: Request, refused: LabelkeepError, *, linking: bool) -> Response:
    """Send the browser to the page that says why; nothing that the provider told stands in its address."""
    if isinstance(refused, AnswerRefused):
        log.warning("provider.answer_refused", why=refused.why)
    request.app.state.strangers.add("sign_in.refused", request.scope, refused.code)
    page = "/account" if linking else "/sign-in"
    answer = RedirectResponse(f"{page}?{urlencode({'refused': refused.code})}", status_code=303)
    _forget(request, answer)
    return answer
