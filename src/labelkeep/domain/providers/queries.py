"""Reading providers and identities; their sealed settings are opened here."""

from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.doors import Door, Self, Site
from labelkeep.core.errors import NotFound
from labelkeep.domain.providers.shapes import OwnIdentity, ProviderOut, ProviderSettings, WayIn
from labelkeep.domain.providers.tables import IdentityRow, ProviderRow
from labelkeep.infra.house import SITE
from labelkeep.infra.vault import DataKey, blind


def site_key(door: Door) -> DataKey:
    """Return the site's own key."""
    return door.house.keyring.key_of("site", SITE)


def index_of(door: Door, purpose: str, issuer: str, word: str = "") -> bytes:
    """Return the blind index of what an issuer says; purposes never collide."""
    return blind(site_key(door), f"provider\0{purpose}\0{issuer}\0{word}")


def settings_of(door: Door, row: ProviderRow) -> ProviderSettings:
    """Return a provider's settings."""
    return ProviderSettings.model_validate_json(door.open_as(site_key(door), "provider", "body", row.id, row.body))


def secret_of(door: Door, row: ProviderRow) -> str:
    """Return the client's secret."""
    return door.open_as(site_key(door), "provider", "secret", row.id, row.secret).decode()


def living(door: Door, provider_id: UUID) -> ProviderRow:
    """Return a provider that people may sign in by; raise ``NotFound`` for others."""
    row = door.find(select(ProviderRow).where(ProviderRow.id == provider_id)).one_or_none()
    if row is None or row.ended_at is not None:
        raise NotFound
    return row


def of_issuer(door: Door, issuer: str) -> ProviderRow | None:
    """Return the living provider of an issuer."""
    query = select(ProviderRow).where(
        ProviderRow.issuer_index == index_of(door, "issuer", issuer), ProviderRow.ended_at.is_(None)
    )
    return door.find(query).one_or_none()


def ways_in(door: Door) -> list[WayIn]:
    """Return the buttons of the sign-in page, the oldest provider first."""
    query = select(ProviderRow).where(ProviderRow.ended_at.is_(None)).order_by(ProviderRow.created_at, ProviderRow.id)
    return [WayIn(id=row.id, label=settings_of(door, row).label) for row in door.find(query)]


def providers(site: Site[SiteAdmin]) -> list[ProviderOut]:
    """Return all living providers, the oldest first."""
    query = select(ProviderRow).where(ProviderRow.ended_at.is_(None)).order_by(ProviderRow.created_at, ProviderRow.id)
    return [provider_out(site, row) for row in site.find(query)]


def provider_out(site: Site[SiteAdmin], row: ProviderRow) -> ProviderOut:
    """Return one provider as admins see it."""
    settings = settings_of(site, row).model_dump()
    return ProviderOut(**settings, id=row.id, created_at=row.created_at, changed_at=row.changed_at)


def identities(own: Self) -> list[OwnIdentity]:
    """Return the caller's identities, the oldest first."""
    query = (
        select(IdentityRow, ProviderRow)
        .join(ProviderRow, ProviderRow.id == IdentityRow.provider_id)
        .where(IdentityRow.user_id == own.actor.id, IdentityRow.ended_at.is_(None))
        .order_by(IdentityRow.created_at, IdentityRow.id)
    )
    return [
        OwnIdentity(id=row.id, provider=made.id, label=settings_of(own, made).label, since=row.created_at)
        for row, made in own.rows(query)
    ]
