"""When each member last used each right, as the ledger tells: who needs a right no longer is seen here."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from labelkeep.access.capabilities import (
    Approve,
    Audit,
    Capability,
    Configure,
    Import,
    Label,
    Members,
    Release,
    Review,
)
from labelkeep.access.doors import Access
from labelkeep.domain.projects.shapes import MemberUses, RightUse, UsesOut

MOST = 2_000
"""Events of each member that are looked at: a page must not read a log of millions."""

SHOWN_BY: dict[type[Capability], tuple[str, ...]] = {
    Label: ("label.submitted", "task.skipped"),
    Review: ("review.accepted", "review.fixed", "review.returned"),
    Import: ("import.opened", "import.started", "import.cancelled"),
    Members: ("membership.created", "membership.changed", "members.checked"),
    Configure: ("policy.proposed", "policy.put_in_force", "ontology.published", "guideline.published"),
    Release: ("snapshot.taken", "release.requested", "release.downloaded"),
    Approve: ("release.approved", "release.refused", "release.retried"),
    Audit: ("ledger.read", "ledger.bundled"),
}
"""Actions that nobody can do without the right. ``Read``, ``Work`` and ``Explore`` are left out: they only look."""


def uses(access: Access[Members]) -> UsesOut:
    """Return for each member when each right was last used, and from when on that is known."""
    last: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    first: dict[UUID, datetime] = {}
    count: dict[UUID, int] = defaultdict(int)
    for row in access.run("members_uses", project=access.project_id, most=MOST):
        last[row.user_id][row.action] = row.last
        first[row.user_id] = min(row.first, first.get(row.user_id, row.first))
        count[row.user_id] += row.n
    return UsesOut(
        items=[
            MemberUses(
                user_id=user,
                known_from=first[user] if count[user] >= MOST else None,
                rights=[
                    RightUse(right=right.__name__, last=max(seen))
                    for right, actions in SHOWN_BY.items()
                    if (seen := [last[user][action] for action in actions if action in last[user]])
                ],
            )
            for user in sorted(last)
        ]
    )
