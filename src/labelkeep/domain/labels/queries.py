"""Reading label versions."""

from uuid import UUID

from labelkeep.access.capabilities import Read
from labelkeep.access.doors import Access
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.infra.vault import SealedBytes

EMPTY = Label().model_dump_json().encode()
"""The stored form of a label that says nothing yet."""


def body_of(access: Access[Read], version_id: UUID, sealed: bytes) -> bytes:
    """Return the JSON bytes of a version's label."""
    return access.unseal("label_version", "body", version_id, SealedBytes(sealed))


def label_of(access: Access[Read], row: VersionRow) -> Label:
    """Return the label of a version."""
    return Label.model_validate_json(access.unseal("label_version", "body", row.id, row.body))
