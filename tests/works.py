"""A town at work: a live project with an ontology and pictures to label, without the import room."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from houses import POLICY, Town
from labelkeep.access.capabilities import Import
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id
from labelkeep.domain.assets.tables import AssetRow, PartRow
from labelkeep.domain.tasks.actions import NewTask, open_tasks
from labelkeep.infra.house import House

ONTOLOGY: dict[str, Any] = {
    "schema": "lk-ontology/1",
    "tasks": [
        {
            "id": "cells",
            "kind": "object",
            "label": "Cells",
            "geometry": ["bbox", "polygon"],
            "classes": [
                {"id": "rbc", "label": "Red cell", "color": "#aa0000", "key": "1"},
                {
                    "id": "wbc",
                    "label": "White cell",
                    "color": "#0000aa",
                    "key": "2",
                    "attributes": [
                        {
                            "id": "stage",
                            "label": "Stage",
                            "type": "radio",
                            "required": True,
                            "options": [{"id": "young", "label": "Young"}, {"id": "old", "label": "Old"}],
                        }
                    ],
                },
            ],
        }
    ],
}


def go_live(town: Town) -> Town:
    """Set the policy with its note and publish the ontology and a guideline."""
    assert town.owner.post(f"{town.url}/policy", json=POLICY).status_code == 201
    assert town.owner.post(f"{town.url}/ontology", json={"body": ONTOLOGY}).status_code == 201
    assert town.owner.post(f"{town.url}/guideline", json={"text": "Draw every cell."}).status_code == 201
    return town


@pytest.fixture
def works(town: Town) -> Town:
    """A live project without pictures, on each of the two servers."""
    return go_live(town)


@pytest.fixture
def fast_works(fast_town: Town) -> Town:
    """The same on one server only."""
    return go_live(fast_town)


def add_pictures(town: Town, count: int, *, split: str | None = None, first: int = 0) -> list[UUID]:
    """Add pictures of 640 x 480 with a label task each, in the order of the queue; return their ids."""
    with town.as_person("manager", Import) as access:
        made = [_picture(access, f"picture {first + number}.png", split) for number in range(count)]
        access.flush()
        tasks = [NewTask(asset.id, first + number, split) for number, asset in enumerate(made)]
        ids = open_tasks(access, tasks)
        access.note("assets.imported", "import", made[0].import_id, tasks=[str(each) for each in ids])
        return [asset.id for asset in made]


def _picture(access: Any, name: str, split: str | None) -> AssetRow:
    asset_id, part_id = new_id(), new_id()
    asset = access.add(
        AssetRow(
            id=asset_id,
            project_id=access.project_id,
            name=access.seal("asset", "name", asset_id, name),
            name_index=sha256(name.encode()),
            split=split,
            state="active",
            width=640,
            height=480,
            pages=1,
            import_id=new_id(),
            created_at=access.now,
            updated_at=access.now,
        )
    )
    access.flush()
    part = access.add(
        PartRow(
            id=part_id,
            project_id=access.project_id,
            asset_id=asset_id,
            media_type="image/png",
            source_blob="none",
            source_sha256=sha256(b""),
            source_bytes=0,
            width=640,
            height=480,
            pages=1,
            bits=8,
            rendition_id=new_id(),
            pyramid_blob="none",
            pyramid_bytes=0,
            facts=access.seal_json("asset_part", "facts", part_id, {}),
        )
    )
    access.record(asset, "asset.imported", covers=[part])
    return asset


def box(part: str, x: float = 10, *, cls: str = "rbc", key: UUID | None = None, **more: Any) -> dict[str, Any]:
    """A drawn box of 20 x 30."""
    geometry = {"kind": "bbox", "x": x, "y": 20.5, "w": 20, "h": 30, "rotation": 0}
    made = {"id": str(key or new_id()), "task": "cells", "class": cls, "part": part, "geometry": geometry}
    return {**made, "source": {"kind": "human", "ref": None}, **more}


def label_of(work: dict[str, Any], count: int = 2) -> dict[str, Any]:
    """A valid label for what somebody works on."""
    part = work["asset"]["parts"][0]["id"]
    objects = [box(part, 10.0 + 40 * (number % 10)) for number in range(count)]
    return {"schema": "lk-label/1", "objects": objects, "classifications": []}


def take(town: Town, name: str, step: str = "label") -> dict[str, Any]:
    """Take the next task as a person."""
    path = f"/{step}/next"
    answer = town.people[name].post(f"{town.url}/work{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def write(town: Town, name: str, work: dict[str, Any], verb: str, *, seq: int | None = None, **body: Any) -> Any:
    """Post something on the lease of a piece of work."""
    path = f"{town.url}/leases/{work['lease']['id']}/{verb}"
    return town.people[name].post(path, json={"seq": seq or work["lease"]["seq"], **body})


def submit(town: Town, name: str, work: dict[str, Any], label: Any = None, *, seq: int | None = None) -> Any:
    """Submit a label."""
    return write(town, name, work, "submit", seq=seq, label=label or label_of(work), active_ms=1500)


def decide(town: Town, name: str, work: dict[str, Any], verdict: str, label: Any = None, text: str = "") -> Any:
    """Give a verdict, with a comment if there is a text."""
    comments = [{"text": text, "category": "geometry"}] if text else []
    return write(town, name, work, "verdict", verdict=verdict, label=label, comments=comments, active_ms=900)


def draft(town: Town, name: str, work: dict[str, Any], base: int, label: Any, *, seq: int | None = None) -> Any:
    """Save a draft."""
    return town.people[name].put(
        f"{town.url}/leases/{work['lease']['id']}/draft",
        json={"seq": seq or work["lease"]["seq"], "label": label, "active_ms": 100},
        headers={"If-Match": f'"{base}"'},
    )


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Collect what is sent to the database meanwhile (BEGIN and COMMIT are not statements here)."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(house.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(house.engine, "before_cursor_execute", note)


LATER = timedelta(minutes=31)
"""Longer than a lease lasts without activity."""
