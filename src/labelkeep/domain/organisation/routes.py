"""HTTP of the organisation room: rules for everybody."""

from fastapi import APIRouter, Request

from labelkeep.access.grants import AdminSite
from labelkeep.access.tokens import address_of
from labelkeep.domain.organisation import actions
from labelkeep.domain.organisation.shapes import RulesIn, RulesOut

router = APIRouter(tags=["organisation"])


@router.get("/site/rules")
def read_rules(request: Request, site: AdminSite) -> RulesOut:
    """From where people may work, and who must show a second factor."""
    return actions.read_rules(site, address_of(request))


@router.put("/site/rules", status_code=204)
def set_rules(request: Request, site: AdminSite, body: RulesIn) -> None:
    """Set them; they hold for everybody from the next request on."""
    actions.set_rules(site, body, address_of(request))
