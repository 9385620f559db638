"""Adding many members at once: each row gets a verdict, first without doing anything."""

from labelkeep.access.capabilities import Members
from labelkeep.access.doors import Access
from labelkeep.core.errors import Conflict, Denied, LabelkeepError
from labelkeep.domain.projects import actions
from labelkeep.domain.projects.shapes import BulkIn, BulkOut, MemberIn, RowVerdict, Verdict


def add_many(access: Access[Members], body: BulkIn) -> BulkOut:
    """Add every row that can be added and say of each what came of it; with ``dry_run`` only say what would.

    A row that cannot be added stands in nobody's way. A dry run is an event too: it tells who has an account.
    """
    seen: set[str] = set()
    items: list[RowVerdict] = []
    for row in body.rows:
        address = row.email.strip().casefold()
        verdict, detail = ("twice", "") if address in seen else _verdict(access, row, dry_run=body.dry_run)
        seen.add(address)
        items.append(RowVerdict(email=row.email, verdict=verdict, detail=detail))
    if body.dry_run:
        good = sum(each.verdict == "would_add" for each in items)
        access.note("members.checked", "membership", None, rows=len(items), addable=good)
    return BulkOut(items=items)


def _verdict(access: Access[Members], row: MemberIn, *, dry_run: bool) -> tuple[Verdict, str]:
    try:
        if dry_run:
            actions.require_addable(access, row.email, row.role, approver=row.release_approver)
            return "would_add", ""
        actions.add_member(access, row.email, row.role, approver=row.release_approver)
    except Conflict as error:
        return "member_already", error.message
    except Denied as error:
        return "not_allowed", error.message
    except LabelkeepError as error:
        return "no_account", error.message
    return "added", ""
