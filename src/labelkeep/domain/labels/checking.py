"""Whether a label may be submitted on an asset: the ontology in force, the asset's pictures, its stored form."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from labelkeep.access.capabilities import Read
from labelkeep.access.doors import Access
from labelkeep.core.errors import Invalid
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.queries import label_of
from labelkeep.domain.labels.shapes import Label, LabelObject
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.labels.validation import check, retired
from labelkeep.domain.ontology.queries import in_force

MOST_ERRORS = 100


class LabelInvalid(Invalid):
    """The label does not fit its picture or the ontology; ``errors`` says where."""

    code = "label.invalid"


def require_valid(
    access: Access[Read], label: Label, parts: Iterable[Mapping[str, Any]], before: UUID | None = None
) -> None:
    """Raise ``LabelInvalid`` unless the label fits the asset's parts and the ontology in force.

    ``before`` is the version that it follows: what that one holds of retired classes may stay.
    """
    ontology = in_force(access)
    sizes = {UUID(part["id"]): PartSize(part["width"], part["height"], part["pages"]) for part in parts}
    errors = [problem for problem in check(label, ontology, sizes) if problem.level == "error"]
    if retired(label, ontology):
        kept = {(each.id, each.task, each.class_) for each in _objects(access, before)}
        errors += [problem for key, problem in retired(label, ontology).items() if key not in kept]
    if not errors:
        return
    shown = [{key: value for key, value in asdict(each).items() if key != "level"} for each in errors[:MOST_ERRORS]]
    more = f" There are {len(errors)} such places." if len(errors) > 1 else ""
    raise LabelInvalid(f"This label cannot be submitted yet: {errors[0].message}{more}", errors=shown)


def _objects(access: Access[Read], version_id: UUID | None) -> list[LabelObject]:
    return label_of(access, access.get(VersionRow, version_id)).objects if version_id else []


def stored(label: Label) -> bytes:
    """Return the bytes that a version or draft keeps: the same label gives the same bytes."""
    return label.model_dump_json().encode()


def classes_of(label: Label) -> list[str]:
    """Return the ids of the classes that occur, sorted: what the asset list filters by."""
    return sorted({found.class_ for found in label.objects})
