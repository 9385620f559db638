"""What the screen of a task needs, in one answer: made of stored bytes, so that no label is parsed on the way."""

from typing import Any

import orjson

from labelkeep.access.capabilities import Read
from labelkeep.access.doors import Access
from labelkeep.domain.labels.queries import EMPTY, body_of
from labelkeep.domain.review.issues import of_asset
from labelkeep.domain.tasks.claiming import Claim
from labelkeep.domain.tasks.shapes import Empty
from labelkeep.infra.vault import SealedBytes

OPTIONS = orjson.OPT_UTC_Z


def work_json(access: Access[Read], claim: Claim | Empty) -> bytes:
    """Return the JSON of ``shapes.Work``, or of ``Empty``."""
    return orjson.dumps(claim.model_dump() if isinstance(claim, Empty) else _work(access, claim), option=OPTIONS)


def _work(access: Access[Read], claim: Claim) -> dict[str, Any]:
    row = claim.row
    name = access.unseal("asset", "name", row.asset_id, SealedBytes(row.name)).decode()
    label = body_of(access, row.version_id, row.body) if row.version_id else EMPTY
    returned = claim.step == "label" and row.cycle > 1
    return {
        "empty": False,
        "lease": {"id": claim.lease_id, "seq": claim.seq, "kind": claim.step, "ends_at": claim.ends_at},
        "task": {"id": row.task_id, "cycle": row.cycle, "returned": returned},
        "asset": {"id": row.asset_id, "name": name, "split": row.split, "parts": row.parts or []},
        "ontology_version": access.standing.ontology_id,
        "guideline_version": access.standing.guideline_id,
        "label": orjson.Fragment(label),
        "base_version": {"id": row.version_id, "n": row.n} if row.version_id else None,
        "draft": _draft(access, row),
        "issues": [each.model_dump() for each in of_asset(access, row.asset_id)] if row.issues else [],
        "waiting": claim.waiting,
    }


def _draft(access: Access[Read], row: Any) -> dict[str, Any] | None:
    if row.draft_id is None:
        return None
    body = access.unseal("draft", "body", row.draft_id, SealedBytes(row.draft_body))
    return {"version": str(row.draft_version), "label": orjson.Fragment(body), "saved_at": row.saved_at}
