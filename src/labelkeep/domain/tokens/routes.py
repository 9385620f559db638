"""HTTP of the tokens room: one's own, and that of everybody for organisation admins."""

from uuid import UUID

from fastapi import APIRouter

from labelkeep.access.grants import AdminSite, OwnAccount
from labelkeep.domain.tokens import actions
from labelkeep.domain.tokens.shapes import TokenIn, TokenMade, TokensOut

router = APIRouter(tags=["tokens"])


@router.get("/site/tokens")
def list_all_tokens(site: AdminSite) -> TokensOut:
    """Everybody's tokens, without their secrets."""
    return TokensOut(items=actions.all_tokens(site))


@router.post("/site/tokens/{token}/end", status_code=204)
def end_any_token(site: AdminSite, token: UUID) -> None:
    """End anybody's token; its program is out from the next request on."""
    actions.end_any(site, token)


@router.get("/me/tokens")
def list_own_tokens(own: OwnAccount) -> TokensOut:
    """One's own tokens, without their secrets."""
    return TokensOut(items=actions.own_tokens(own))


@router.post("/me/tokens", status_code=201)
def make_own_token(own: OwnAccount, body: TokenIn) -> TokenMade:
    """Make a token for a program; the secret is in this answer alone."""
    return actions.make_own(own, body)


@router.post("/me/tokens/{token}/end", status_code=204)
def end_own_token(own: OwnAccount, token: UUID) -> None:
    """End one of one's own; its program is out from the next request on."""
    actions.end_own(own, token)
