"""A project full of labels for releases under measurement, laid by COPY, and one release's job in a process of its own.

What is laid (by the database's superuser, triggers and foreign keys off): one ``asset``, ``asset_part``, ``label`` and
``label_version`` each, names and bodies sealed as ever, bodies in the bytes that a submit would store.
"""

import os
import random
import uuid
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg

from labelkeep.core.clock import now
from labelkeep.core.hashing import sha256
from labelkeep.infra.house import House
from labelkeep.infra.vault import Place, seal

BATCH = 20_000
OBJECT = (
    '{"id":"%s","task":"t","class":"c%d","part":"%s","page":0,"geometry":{"kind":"bbox","x":%r,"y":%r,"w":%r,"h":%r,'
    '"rotation":0},"attributes":[],"z":%d,"source":{"kind":"human","ref":null}}'
)
TABLES = {
    "asset": "id project_id name name_index split state width height pages objects classes label_id version_id "
    "import_id created_at updated_at",
    "asset_part": "id project_id asset_id role position media_type source_blob source_sha256 source_bytes width height "
    "pages bits rendition_id pyramid_blob pyramid_bytes facts",
    "label": "id project_id asset_id slot created_at",
    "label_version": "id project_id label_id asset_id n kind author_id cycle ontology_id body body_sha256 objects "
    "classes active_ms elapsed_ms created_at",
}


def lay(house: House, conninfo: str, project: UUID, author: UUID, labels: int, objects: int, seed: int) -> None:
    """Insert ``labels`` labelled assets of ``objects`` boxes each: nine of ten in train, the rest in val."""
    draw = random.Random(seed)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        ontology = connection.execute("select id from ontology_version where project_id = %s", [project]).fetchone()
        assert ontology
        for start in range(0, labels, BATCH):
            numbers = range(start, min(labels, start + BATCH))
            with connection.transaction(), connection.cursor() as cursor:
                rows = list(_rows(house, project, author, ontology[0], numbers, objects, draw))
                for place, (table, columns) in enumerate(TABLES.items()):
                    with cursor.copy(f"copy {table} ({columns.replace(' ', ', ')}) from stdin") as copy:  # type: ignore[arg-type]  names above
                        for row in rows:
                            copy.write_row(row[place])
        connection.execute("vacuum analyze")


def _rows(
    house: House, project: UUID, author: UUID, ontology: UUID, numbers: range, objects: int, draw: random.Random
) -> Iterator[tuple[tuple[Any, ...], ...]]:
    key, moment = house.keyring.key_of("project", project), now()
    for number in numbers:
        asset, part, label, version = (UUID(bytes=os.urandom(16)) for _ in range(4))
        body = body_of(str(part), objects, draw)
        name = seal(key, f"folder/picture {number:08}.jpg".encode(), Place("asset", "name", asset))
        sealed = seal(key, body, Place("label_version", "body", version))
        yield (
            (asset, project, name, number.to_bytes(8, "big"), ("train", "val")[number % 10 == 0], "completed", 640, 480,
             1, objects, ["c1"], label, version, project, moment, moment),
            (part, project, asset, "main", 0, "image/jpeg", "", b"", 0, 640, 480, 1, 8, part, "", 0, b""),
            (label, project, asset, 1, moment),
            (version, project, label, asset, 1, "human", author, 1, ontology, sealed, sha256(body), objects, ["c1"],
             1000, 2000, moment),
        )  # fmt: skip


def body_of(part: str, objects: int, draw: random.Random) -> bytes:
    """Return the stored form of a label of so many boxes."""
    made = [
        OBJECT % (uuid.UUID(int=draw.getrandbits(128), version=4), n % 10, part, round(draw.uniform(0, 600), 2),
                  round(draw.uniform(0, 440), 2), round(draw.uniform(1, 40), 3), round(draw.uniform(1, 40), 3), n)
        for n in range(objects)
    ]  # fmt: skip
    return b'{"schema":"lk-label/1","objects":[' + ",".join(made).encode() + b'],"classifications":[]}'
