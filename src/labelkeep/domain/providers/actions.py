"""What admins do with providers, and people with their identities."""

from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.doors import Self, Site
from labelkeep.core.errors import NotFound
from labelkeep.core.ids import new_id
from labelkeep.domain.people.tables import SessionRow
from labelkeep.domain.projects.tables import ProjectRow
from labelkeep.domain.providers.directory import Directory
from labelkeep.domain.providers.errors import ProviderAway, ProviderInvalid, ProviderTaken
from labelkeep.domain.providers.queries import index_of, living, of_issuer, settings_of, site_key
from labelkeep.domain.providers.shapes import ProviderIn, ProviderPut, ProviderSettings
from labelkeep.domain.providers.tables import IdentityRow, ProviderRow, ProviderSessionRow
from labelkeep.infra.egress import EgressFailed, host_of


def add(site: Site[SiteAdmin], directory: Directory, given: ProviderIn) -> ProviderRow:
    """Add a provider that answers now. Raises ``ProviderInvalid`` and ``ProviderTaken``."""
    settings = ProviderSettings.model_validate(given.model_dump(exclude={"secret"}))
    _require_sound(site, directory, settings)
    if of_issuer(site, settings.issuer):
        raise ProviderTaken("This issuer is set up already: change it, or end it first.")
    row_id, key = new_id(), site_key(site)
    row = ProviderRow(
        id=row_id,
        issuer_index=index_of(site, "issuer", settings.issuer),
        body=site.seal_as(key, "provider", "body", row_id, settings.model_dump_json()),
        secret=site.seal_as(key, "provider", "secret", row_id, given.secret.get_secret_value()),
        created_at=site.now,
        changed_at=site.now,
    )
    site.add(row)
    site.record(row, "provider.added", settings=settings.model_dump(mode="json"))
    return row


def change(site: Site[SiteAdmin], directory: Directory, provider_id: UUID, given: ProviderPut) -> ProviderRow:
    """Set everything but the issuer anew; it holds from the next sign-in on."""
    row = living(site, provider_id)
    before, key = settings_of(site, row), site_key(site)
    after = ProviderSettings(**given.model_dump(exclude={"secret"}), issuer=before.issuer)
    _require_sound(site, directory, after)
    row.body = site.seal_as(key, "provider", "body", row.id, after.model_dump_json())
    if given.secret:
        row.secret = site.seal_as(key, "provider", "secret", row.id, given.secret.get_secret_value())
    row.changed_at = site.now
    was, now_is = before.model_dump(mode="json"), after.model_dump(mode="json")
    site.record(row, "provider.changed", before=was, after=now_is, new_secret=given.secret is not None)
    return row


def end(site: Site[SiteAdmin], provider_id: UUID) -> int:
    """End a provider and every session that it opened; return how many these were. Identities stay known."""
    row = living(site, provider_id)
    row.ended_at = site.now
    query = (
        select(SessionRow)
        .join(ProviderSessionRow, ProviderSessionRow.session_id == SessionRow.id)
        .join(IdentityRow, IdentityRow.id == ProviderSessionRow.identity_id)
        .where(IdentityRow.provider_id == row.id, SessionRow.ended_at.is_(None))
    )
    sessions = site.find(query).all()
    for each in sessions:
        each.ended_at = site.now
        site.record(each, "session.ended", why="provider ended", person=str(each.user_id))
    site.record(row, "provider.ended", sessions=len(sessions))
    return len(sessions)


def unlink(own: Self, identity_id: UUID) -> None:
    """End one of the caller's identities; sessions that it opened stay, as the caller may end them one by one."""
    row = own.get(IdentityRow, identity_id, lock=True)
    if row.user_id != own.actor.id or row.ended_at is not None:
        raise NotFound
    row.ended_at = own.now
    own.record(row, "identity.unlinked", provider=str(row.provider_id))


def _require_sound(site: Site[SiteAdmin], directory: Directory, settings: ProviderSettings) -> None:
    if "openid" not in settings.scopes:
        raise ProviderInvalid("The scopes must name openid.")
    if settings.groups and not settings.group_claim:
        raise ProviderInvalid("Groups need the name of the claim in which the provider tells them.")
    for project in {each.project for each in settings.groups}:
        try:
            site.get(ProjectRow, project)
        except NotFound:
            raise ProviderInvalid(f"There is no project {project} that a group could lead to.") from None
    try:
        host_of(settings.issuer)
        directory.endpoints(settings)
    except EgressFailed:
        raise ProviderInvalid("The issuer must begin with https://; http is for this machine only.") from None
    except ProviderAway:
        raise ProviderInvalid(
            "The issuer does not answer as an OpenID provider: its discovery document must name exactly this issuer, "
            "S256, and endpoints on its own host or on a host of the list."
        ) from None
