"""What a project asks of a request besides a role: a network, a second factor."""

from labelkeep.access.capabilities import Configure
from labelkeep.access.doors import Access
from labelkeep.core.networks import parsed, require_within
from labelkeep.domain.projects.shapes import ConditionsIn, ConditionsOut
from labelkeep.domain.projects.tables import ProjectRow


def read(access: Access[Configure], address: str | None) -> ConditionsOut:
    """Return them, with the address that asks."""
    row = access.get(ProjectRow, access.project_id)
    return ConditionsOut(networks=row.networks, factor_required=row.factor_required, address=address)


def put(access: Access[Configure], wanted: ConditionsIn, address: str | None) -> None:
    """Set them. Raises ``NetworkInvalid``, and ``LocksOut`` for a list without the address that asks."""
    networks = parsed(wanted.networks)
    require_within(networks, address)
    row = access.get(ProjectRow, access.project_id, lock=True)
    before = {"networks": len(row.networks or ()), "factor_required": row.factor_required}
    if (row.networks, row.factor_required) == (networks, wanted.factor_required):
        return
    row.networks, row.factor_required = networks, wanted.factor_required
    after = {"networks": len(networks or ()), "factor_required": row.factor_required}
    access.record(row, "project.changed", before=before, after=after)
