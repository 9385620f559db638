"""Assets and their parts as rows, many at once, with the event that holds the root over them."""

from typing import Any

import orjson

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id
from labelkeep.domain.assets import names
from labelkeep.domain.assets.candidates import Candidate, Made
from labelkeep.domain.assets.grouping import part_name
from labelkeep.domain.assets.tables import ImportRow
from labelkeep.infra.ledger.rows import rows_root


def store(access: Access[Import], row: ImportRow, fresh: list[Candidate]) -> None:
    """Make the assets of candidates that are to be kept, the broken ones without a part."""
    kept = [one for one in fresh if one.state is not None]
    if not kept:
        return
    broken = sum(one.state == "broken" for one in kept)
    root = rows_root([(one.asset_id, _row_hash(access, one)) for one in kept]).hex()
    event = access.compose("assets.imported", "import", row.id, assets=len(kept), broken=broken, root=root)
    sizes = [one.parts[0].size if one.parts else (0, 0, 0) for one in kept]
    access.run(
        "assets_import",
        **{"import": row.id},
        project=access.project_id,
        now=access.now,
        split=row.split,
        ids=[one.asset_id for one in kept],
        names=[access.seal("asset", "name", one.asset_id, names.raw(one.name)) for one in kept],
        indexes=[names.index_of(access.key, one.name) for one in kept],
        states=[one.state for one in kept],
        widths=[size[0] for size in sizes],
        heights=[size[1] for size in sizes],
        pages=[size[2] for size in sizes],
        **_parts(access, kept),
        **event,
    )


def _parts(access: Access[Import], kept: list[Candidate]) -> dict[str, list[Any]]:
    rows = [(one, place, part) for one in kept for place, part in enumerate(one.parts)]
    facts = [_facts(one, part) for one, _, part in rows]
    parts = [part for _, _, part in rows]
    pyramids = [part.pyramid for part in parts if part.pyramid is not None]
    return {
        "part_ids": [part.part_id for part in parts],
        "part_assets": [one.asset_id for one, _, _ in rows],
        "roles": ["part" if len(one.parts) > 1 else "main" for one, _, _ in rows],
        "positions": [place for _, place, _ in rows],
        "media_types": [each["media_type"] for each in facts],
        "source_blobs": [part.file.blob or "" for part in parts],
        "source_hashes": [part.source_sha256 for part in parts],
        "source_sizes": [part.source_bytes for part in parts],
        "part_widths": [each["width"] for each in facts],
        "part_heights": [each["height"] for each in facts],
        "part_pages": [each["pages"] for each in facts],
        "bits": [each["bits"] for each in facts],
        "renditions": [new_id() for _ in parts],
        "pyramids": [ref.id for ref in pyramids],
        "pyramid_sizes": [ref.size for ref in pyramids],
        "facts": [
            access.seal_json("asset_part", "facts", part.part_id, each) for part, each in zip(parts, facts, strict=True)
        ],
    }


def _facts(one: Candidate, part: Made) -> dict[str, Any]:
    """Return what is known of a part; with its name, sealed like the asset's, where there are several to tell apart."""
    named = {"name": names.shown(part_name(part.file.name))} if len(one.parts) > 1 else {}
    return {**(part.facts or {}), **named}


def _row_hash(access: Access[Import], one: Candidate) -> bytes:
    found = [
        {"source": each.source_sha256.hex(), "pyramid": each.pyramid.sha256.hex() if each.pyramid else None}
        for each in one.pictures
    ]
    name = names.index_of(access.key, one.name).hex()
    body = {"name": name, **found[0]} if len(found) == 1 else {"name": name, "parts": found}
    return sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS))
