"""The one role x capability table."""

from labelkeep.access.capabilities import (
    Approve,
    Audit,
    Capability,
    Configure,
    Explore,
    Import,
    Label,
    Manage,
    Members,
    Read,
    Release,
    Review,
    SiteAdmin,
    Steer,
    Work,
)

ROLES: dict[str, frozenset[type[Capability]]] = {
    "project_admin": frozenset(
        {Read, Work, Label, Review, Explore, Steer, Import, Members, Configure, Manage, Release, Audit}
    ),
    "team_manager": frozenset({Read, Work, Label, Review, Explore, Steer, Import, Members, Manage, Release}),
    "reviewer": frozenset({Read, Work, Review}),
    "labeler": frozenset({Read, Work, Label}),
    "auditor": frozenset({Read, Audit}),
}  # fmt: skip

SITE_ROLES: dict[str, frozenset[type[Capability]]] = {"admin": frozenset({SiteAdmin})}


def capabilities_of(role: str | None, release_approver: bool | None) -> frozenset[type[Capability]]:
    """Return what a member may do; nothing for a stranger. ``Approve`` comes with the membership's flag alone."""
    if role is None:
        return frozenset()
    held = ROLES.get(role, frozenset())
    return held | {Approve, Release} if release_approver else held
