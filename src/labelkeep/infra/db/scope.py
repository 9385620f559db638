"""Who a transaction acts for, and the settings that row-level security reads."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Scope:
    """The reach of one transaction: a project, the site, one person's own rows, or a system task."""

    project_id: UUID | None = None
    user_id: UUID | None = None
    site: bool = False
    system: bool = False
