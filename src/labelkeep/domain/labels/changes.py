"""What changed from one version of a label to the next, by object."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from labelkeep.domain.labels.shapes import Classification, Label, LabelObject, Relation


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of what changed, in the order of the newer label (removed ones in the order of the older).

    An object can be in several lists. ``moved`` is geometry, part, page or stacking order; ``attributes`` also holds
    objects that changed their group, and answers about the picture and relations that were added, removed or changed.
    """

    added: list[UUID]
    removed: list[UUID]
    moved: list[UUID]
    reclassified: list[UUID]
    attributes: list[UUID]

    def counts(self) -> dict[str, int]:
        """Return how many objects are in each list."""
        return {
            "added": len(self.added),
            "removed": len(self.removed),
            "moved": len(self.moved),
            "reclassified": len(self.reclassified),
            "attributes": len(self.attributes),
        }


def changes(before: Label, after: Label) -> Changes:
    """Compare two labels of one asset by object id."""
    old = {found.id: found for found in before.objects}
    new = {found.id: found for found in after.objects}
    kept = [(old[found.id], found) for found in new.values() if found.id in old]
    return Changes(
        added=[key for key in new if key not in old],
        removed=[key for key in old if key not in new],
        moved=[b.id for a, b in kept if _place(a) != _place(b)],
        reclassified=[b.id for a, b in kept if (a.task, a.class_) != (b.task, b.class_)],
        attributes=[b.id for a, b in kept if (a.attributes, a.group) != (b.attributes, b.group)]
        + _others(before.classifications, after.classifications)
        + _others(before.relations, after.relations),
    )


def _place(found: LabelObject) -> tuple[object, ...]:
    return (found.part, found.page, found.z, found.geometry)


def _others(before: Sequence[Classification | Relation], after: Sequence[Classification | Relation]) -> list[UUID]:
    old = {found.id: found for found in before}
    new = {found.id: found for found in after}
    return [key for key in new if new[key] != old.get(key)] + [key for key in old if key not in new]
