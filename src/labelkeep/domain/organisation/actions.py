"""The organisation's rules: read, set, and asked of somebody who is not signed in yet."""

from sqlalchemy import select

from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.doors import Door, Site, System
from labelkeep.access.entering import NetworkRefused
from labelkeep.access.recent import require_recent
from labelkeep.access.system import SignIn
from labelkeep.core.networks import parsed, require_within, within
from labelkeep.domain.organisation.shapes import RulesIn, RulesOut
from labelkeep.domain.organisation.tables import OrganisationRow
from labelkeep.infra.house import SITE


def rules(door: Door) -> OrganisationRow | None:
    """Return the row of the organisation's rules; None when nothing was ever set."""
    return door.find(select(OrganisationRow)).one_or_none()


def read_rules(site: Site[SiteAdmin], address: str | None) -> RulesOut:
    """Return the rules, with the address that asks."""
    row = rules(site)
    return RulesOut(
        networks=row.networks if row else None,
        factor_required=bool(row and row.factor_required),
        factor_roles=row.factor_roles if row else [],
        address=address,
    )


def set_rules(site: Site[SiteAdmin], wanted: RulesIn, address: str | None) -> None:
    """Set the rules; they hold for everybody from the next request on.

    Raises ``NetworkInvalid``, and ``LocksOut`` for a list without the address that asks: nobody could undo it.
    """
    require_recent(site)
    networks = parsed(wanted.networks)
    require_within(networks, address)
    row = site.find(select(OrganisationRow).with_for_update()).one_or_none()
    if row is None:
        row = site.add(OrganisationRow(id=SITE, factor_required=False, factor_roles=[], changed_at=site.now))
    before = _told(row)
    roles: list[str] = sorted(set(wanted.factor_roles))
    row.networks, row.factor_required, row.factor_roles = networks, wanted.factor_required, roles
    row.changed_at = site.now
    site.record(row, "organisation.changed", before=before, after=_told(row))


def _told(row: OrganisationRow) -> dict[str, object]:
    return {
        "networks": len(row.networks or ()),
        "factor_required": row.factor_required,
        "factor_roles": list(row.factor_roles),
    }


def require_reach(system: System[SignIn], address: str | None) -> None:
    """Raise ``NetworkRefused`` where the organisation keeps an address out, before any account is looked at."""
    row = rules(system)
    if row is not None and not within(row.networks, address):
        raise NetworkRefused
