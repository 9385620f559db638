"""HTTP of the factors room."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from labelkeep.access.entering import enter_system
from labelkeep.access.grants import AdminSite, OwnAccount
from labelkeep.access.system import SignIn
from labelkeep.access.tokens import secret_of
from labelkeep.domain.factors import actions, queries, resets
from labelkeep.domain.factors.proving import Asker
from labelkeep.domain.factors.shapes import (
    CodeIn,
    CodesOut,
    FactorIn,
    FactorOut,
    FactorsOut,
    KeyIn,
    NewApp,
    Options,
    ProofIn,
    ReasonIn,
    ResetOut,
    ResetsOut,
    StepOut,
)
from labelkeep.domain.factors.tables import FactorRow
from labelkeep.domain.people.cookies import set_cookie, throttled
from labelkeep.domain.people.errors import FactorWrong

public = APIRouter(tags=["factors"])
router = APIRouter(tags=["factors"])


@public.get("/sign-in/factor")
def read_step(request: Request) -> StepOut:
    """What the sign-in that waits could show."""
    with enter_system(request.app.state.house, SignIn) as system:
        return queries.step(system, actions.waiting_step(system, secret_of(request)))


@public.post("/sign-in/factor/challenge")
def ask_key_at_sign_in(request: Request) -> Options:
    """What the browser hands to a key of whoever signs in."""
    with throttled(request), enter_system(request.app.state.house, SignIn) as system:
        step = actions.waiting_step(system, secret_of(request))
        return Options(options=actions.step_challenge(system, step, _origin(request)))


@public.post("/sign-in/factor", status_code=204)
def show_at_sign_in(request: Request, response: Response, body: ProofIn) -> None:
    """Show the second factor: the cookie becomes that of a session."""
    house, secret = request.app.state.house, secret_of(request)
    with throttled(request), enter_system(house, SignIn) as system:
        person = actions.waiting_step(system, secret).user_id
    with throttled(request, f"factor {person}"):
        with enter_system(house, SignIn) as system:
            made = actions.finish(system, actions.waiting_step(system, secret), _origin(request), body)
        # what was wrong has been counted and committed by now
        if made is None:
            raise FactorWrong
    set_cookie(request, response, made[0], int((made[1].ends_at - made[1].created_at).total_seconds()))


@router.get("/me/factors")
def list_factors(own: OwnAccount) -> FactorsOut:
    """One's own second factors."""
    return queries.factors(own)


@router.post("/me/factors/show", status_code=204)
def show_factor(request: Request, own: OwnAccount, body: ProofIn) -> None:
    """Show a factor once more: for ten minutes what asks for one lets through."""
    with throttled(request, f"factor {own.actor.id}"):
        actions.show(own, _asker(request, own), body)


@router.post("/me/factors/challenge")
def ask_key(request: Request, own: OwnAccount) -> Options:
    """What the browser hands to one of one's keys."""
    return Options(options=actions.challenge(own, _asker(request, own)))


@router.post("/me/factors/apps", status_code=201)
def begin_app(own: OwnAccount, body: FactorIn) -> NewApp:
    """Begin to set up an authenticator app."""
    return actions.begin_app(own, body.name)


@router.post("/me/factors/apps/{factor}/confirm", status_code=204)
def confirm_app(request: Request, own: OwnAccount, factor: UUID, body: CodeIn) -> None:
    """Take the app's first code."""
    row = actions.waiting_app(own, own.get(FactorRow, factor, lock=True))
    with throttled(request, f"factor {own.actor.id}"):
        actions.confirm_app(own, row, body.code.get_secret_value())


@router.post("/me/factors/keys/challenge")
def begin_key(request: Request, own: OwnAccount) -> Options:
    """What the browser hands to a new passkey or security key."""
    return Options(options=actions.begin_key(own, _asker(request, own)))


@router.post("/me/factors/keys", status_code=201)
def add_key(request: Request, own: OwnAccount, body: KeyIn) -> FactorOut:
    """Add the key that answered."""
    return queries.factor_out(own, actions.add_key(own, _asker(request, own), body.name, body.key))


@router.post("/me/factors/codes")
def make_codes(own: OwnAccount) -> CodesOut:
    """Ten fresh recovery codes; the old ones end."""
    return CodesOut(codes=actions.make_codes(own))


@router.post("/me/factors/{factor}/remove", status_code=204)
def remove_factor(own: OwnAccount, factor: UUID) -> None:
    """Remove a factor; one's other sessions end."""
    actions.remove(own, own.get(FactorRow, factor, lock=True))


@router.post("/site/people/{person}/factor-reset", status_code=201)
def ask_for_reset(site: AdminSite, person: UUID, body: ReasonIn) -> ResetOut:
    """Ask that a person's lost factors be taken away; another admin confirms it."""
    return resets.reset_out(site, resets.ask(site, person, body.reason))


@router.get("/site/factor-resets")
def list_resets(site: AdminSite) -> ResetsOut:
    """Requests that wait for a second admin."""
    return ResetsOut(items=resets.waiting(site))


@router.post("/site/factor-resets/{reset}/confirm", status_code=204)
def confirm_reset(site: AdminSite, reset: UUID) -> None:
    """Confirm another admin's request."""
    resets.confirm(site, reset)


@router.post("/site/factor-resets/{reset}/refuse", status_code=204)
def refuse_reset(site: AdminSite, reset: UUID) -> None:
    """Refuse a request, or take one's own back."""
    resets.refuse(site, reset)


def _origin(request: Request) -> str:
    # the armour has refused every origin that is not the server's own
    return request.headers.get("origin", "")


def _asker(request: Request, own: OwnAccount) -> Asker:
    return Asker(own.actor.id, own.actor.session_id or own.actor.id, _origin(request))
