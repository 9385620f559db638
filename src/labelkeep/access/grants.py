"""Grants: what a route declares to get a door. A route with none of these does not start."""

from collections.abc import Generator
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request

from labelkeep.access import capabilities as can
from labelkeep.access.capabilities import Capability
from labelkeep.access.doors import Access, Self, Site
from labelkeep.access.entering import enter_project, enter_self, enter_site
from labelkeep.access.tokens import address_of, is_active, secret_of


class Grant:
    """Opens one project for one request if the caller holds the capability there."""

    def __init__(self, capability: type[Capability]) -> None:
        self.capability = capability

    def __call__(self, request: Request, project: UUID) -> Generator[Access[Any]]:
        """Yield the access; commit when the handler has returned, before the response leaves."""
        house = request.app.state.house
        with enter_project(
            house, secret_of(request), project, self.capability, active=is_active(request), address=address_of(request)
        ) as access:
            request.state.granted = (access.actor.id, project)
            yield access


class SiteGrant:
    """Opens the organisation for one request."""

    def __init__(self, capability: type[Capability]) -> None:
        self.capability = capability

    def __call__(self, request: Request) -> Generator[Site[Any]]:
        """Yield the site door."""
        house = request.app.state.house
        with enter_site(
            house, secret_of(request), self.capability, active=is_active(request), address=address_of(request)
        ) as site:
            request.state.granted = (site.actor.id, None)
            yield site


class SelfGrant:
    """Opens the caller's own account for one request."""

    def __call__(self, request: Request) -> Generator[Self]:
        """Yield the own door."""
        with enter_self(
            request.app.state.house, secret_of(request), active=is_active(request), address=address_of(request)
        ) as own:
            request.state.granted = (own.actor.id, None)
            yield own


# scope="function": commit happens before the response is sent, so nobody is told of a write that did not last
ReadAccess = Annotated[Access[can.Read], Depends(Grant(can.Read), scope="function")]
WorkAccess = Annotated[Access[can.Work], Depends(Grant(can.Work), scope="function")]
LabelAccess = Annotated[Access[can.Label], Depends(Grant(can.Label), scope="function")]
ReviewAccess = Annotated[Access[can.Review], Depends(Grant(can.Review), scope="function")]
ExploreAccess = Annotated[Access[can.Explore], Depends(Grant(can.Explore), scope="function")]
SteerAccess = Annotated[Access[can.Steer], Depends(Grant(can.Steer), scope="function")]
ImportAccess = Annotated[Access[can.Import], Depends(Grant(can.Import), scope="function")]
MembersAccess = Annotated[Access[can.Members], Depends(Grant(can.Members), scope="function")]
ConfigureAccess = Annotated[Access[can.Configure], Depends(Grant(can.Configure), scope="function")]
ManageAccess = Annotated[Access[can.Manage], Depends(Grant(can.Manage), scope="function")]
ReleaseAccess = Annotated[Access[can.Release], Depends(Grant(can.Release), scope="function")]
ApproveAccess = Annotated[Access[can.Approve], Depends(Grant(can.Approve), scope="function")]
AuditAccess = Annotated[Access[can.Audit], Depends(Grant(can.Audit), scope="function")]
AdminSite = Annotated[Site[can.SiteAdmin], Depends(SiteGrant(can.SiteAdmin), scope="function")]
OwnAccount = Annotated[Self, Depends(SelfGrant(), scope="function")]
