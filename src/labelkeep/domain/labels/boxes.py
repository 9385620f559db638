"""Plain boxes that need no repair, straight to their stored form: a third of the time of the way by ``repair``.

What is taken here is right by the same rules as ``repair`` and ``validation`` have, and gives the same bytes; a test
holds the two beside each other. Everything else, and every doubt, goes the long way.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson

from labelkeep.core.ids import new_id
from labelkeep.domain.assets.formats import FoundLabel, FoundObject
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.kinds import Bbox
from labelkeep.domain.labels.shapes import MAX_OBJECTS, Label, LabelObject, Source
from labelkeep.domain.ontology.shapes import Ontology

_ANY = UUID(int=0)
_MOST_Z = 1_000_000


def _pattern() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return label, object and geometry as they are stored, so that this follows what shapes say."""
    made = LabelObject.model_validate(
        {"id": _ANY, "task": "t", "class": "c", "part": _ANY, "geometry": Bbox(kind="bbox", x=0, y=0, w=1, h=1),
         "source": Source(kind="import")}
    )  # fmt: skip
    label = orjson.loads(Label(objects=[made]).model_dump_json())
    return label, label["objects"][0], label["objects"][0]["geometry"]


_LABEL, _OBJECT, _GEOMETRY = _pattern()


class Plain:
    """What can be decided once for all labels of an import: which classes may have a box and ask nothing more."""

    def __init__(self, ontology: Ontology, source: str) -> None:
        self._source = {**_OBJECT["source"], "ref": source}
        self._free = {
            (task.id, found.id)
            for task in ontology.object_tasks.values()
            if "bbox" in task.geometry
            for found in task.classes
            if not found.attributes and not found.retired
        }

    def stored(self, found: FoundLabel, part: UUID, size: PartSize) -> tuple[bytes, int, str] | None:
        """Return stored form, number of objects and class ids of a label of plain boxes; None for any other."""
        if found.classifications or found.relations or not 0 < len(found.objects) <= MAX_OBJECTS:
            return None
        base = {**_OBJECT, "part": str(part), "source": self._source}
        width, height = size.width, size.height
        rows: list[dict[str, Any]] = []
        for one in found.objects:
            geometry = one.geometry
            if (
                geometry["kind"] != "bbox"
                or one.attributes
                or one.group is not None
                or one.part is not None
                or (one.task, one.class_) not in self._free
            ):
                return None
            x, y, w, h = geometry["x"], geometry["y"], geometry["w"], geometry["h"]
            if not (w > 0 and h > 0 and x >= 0 and y >= 0 and x + w <= width and y + h <= height):
                return None
            if not _usual(one, size, geometry):
                return None
            rows.append({
                **base, "id": one.id or new_id(), "task": one.task, "class": one.class_, "page": one.page,
                "geometry": {**_GEOMETRY, "x": float(x), "y": float(y), "w": float(w), "h": float(h)}, "z": one.z,
            })  # fmt: skip
        if any(one.id for one in found.objects) and len({row["id"] for row in rows}) < len(rows):
            return None
        return orjson.dumps({**_LABEL, "objects": rows}), len(rows), _classes(rows)


def _usual(one: FoundObject, size: PartSize, geometry: Mapping[str, Any]) -> bool:
    return 0 <= one.page < size.pages and -_MOST_Z <= one.z <= _MOST_Z and len(geometry) == _BOX_KEYS


_BOX_KEYS = 5


def _classes(rows: list[dict[str, Any]]) -> str:
    return " ".join(sorted({row["class"] for row in rows}))
