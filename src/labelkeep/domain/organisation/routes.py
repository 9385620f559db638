"""HTTP of the organisation room: rules for everybody, tokens, explanations."""

from uuid import UUID

from fastapi import APIRouter, Request

from labelkeep.access.grants import AdminSite, MembersAccess, OwnAccount
from labelkeep.access.tokens import address_of
from labelkeep.domain.organisation import actions, explaining, tokens
from labelkeep.domain.organisation.shapes import (
    CapabilityName,
    Explanation,
    RulesIn,
    RulesOut,
    TokenIn,
    TokenMade,
    TokensOut,
)

router = APIRouter(tags=["organisation"])


@router.get("/site/rules")
def read_rules(request: Request, site: AdminSite) -> RulesOut:
    """From where people may work, and who must show a second factor."""
    return actions.read_rules(site, address_of(request))


@router.put("/site/rules", status_code=204)
def set_rules(request: Request, site: AdminSite, body: RulesIn) -> None:
    """Set them; they hold for everybody from the next request on."""
    actions.set_rules(site, body, address_of(request))


@router.get("/site/tokens")
def list_all_tokens(site: AdminSite) -> TokensOut:
    """Everybody's tokens, without their secrets."""
    return TokensOut(items=tokens.all_tokens(site))


@router.post("/site/tokens/{token}/end", status_code=204)
def end_any_token(site: AdminSite, token: UUID) -> None:
    """End anybody's token; its program is out from the next request on."""
    tokens.end_any(site, token)


@router.get("/me/tokens")
def list_own_tokens(own: OwnAccount) -> TokensOut:
    """One's own tokens, without their secrets."""
    return TokensOut(items=tokens.own_tokens(own))


@router.post("/me/tokens", status_code=201)
def make_own_token(own: OwnAccount, body: TokenIn) -> TokenMade:
    """Make a token for a program; the secret is in this answer alone."""
    return tokens.make_own(own, body)


@router.post("/me/tokens/{token}/end", status_code=204)
def end_own_token(own: OwnAccount, token: UUID) -> None:
    """End one of one's own; its program is out from the next request on."""
    tokens.end_own(own, token)


@router.get("/projects/{project}/members/{user}/explain")
def explain(access: MembersAccess, user: UUID, capability: CapabilityName) -> Explanation:
    """Why a member may do something here, or may not."""
    return explaining.explain(access, user, capability)
