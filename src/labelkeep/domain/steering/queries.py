"""Which assets are meant, and how they stand."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from labelkeep.access.capabilities import Steer
from labelkeep.access.doors import Access
from labelkeep.core.errors import Invalid
from labelkeep.domain.assets import names
from labelkeep.domain.assets.queries import filters_of
from labelkeep.domain.steering.deciding import AssetNow, TaskNow, Why
from labelkeep.domain.steering.shapes import MOST, Chosen, Kept
from labelkeep.infra.vault import SealedBytes

EXAMPLES = 3


class TooMany(Invalid):
    """More assets are meant than one change may touch."""

    code = "steering.too_many"


def chosen(access: Access[Steer], wanted: Chosen) -> list[UUID]:
    """Return the assets that are meant: those named, or those behind the filters. Raises ``TooMany``."""
    if wanted.filter is None:
        return sorted(set(wanted.ids or []))
    rows = access.run("steer_chosen", **filters_of(access, wanted.filter), limit=MOST + 1)
    if len(rows) > MOST:
        raise TooMany(f"These filters match more than {MOST} assets, the most for one change. Narrow them.")
    return [row.id for row in rows]


def standing(access: Access[Steer], assets: Sequence[UUID]) -> list[tuple[AssetNow, SealedBytes]]:
    """Return how the assets stand, each with its sealed name, in the order of the list; others' ids are left out."""
    rows = access.run("steer_read", project=access.project_id, assets=list(assets))
    return [(_asset(row), row.name) for row in rows]


def kept(access: Access[Steer], left: Sequence[tuple[Why, UUID, SealedBytes]]) -> list[Kept]:
    """Return what was left alone by reason, the most frequent first."""
    found: dict[Why, list[tuple[UUID, SealedBytes]]] = {}
    for why, asset, name in left:
        found.setdefault(why, []).append((asset, name))
    return [
        Kept(why=why, n=len(each), examples=[_name(access, *one) for one in each[:EXAMPLES]])
        for why, each in sorted(found.items(), key=lambda item: -len(item[1]))
    ]


def _name(access: Access[Steer], asset: UUID, name: SealedBytes) -> str:
    return names.shown(names.name_of(access.unseal("asset", "name", asset, name)))


def _asset(row: Any) -> AssetNow:
    return AssetNow(
        id=row.id,
        state=row.state,
        split=row.split,
        labelled=row.version_id is not None,
        held=row.held,
        author=row.author,
        label=_task(row, "label"),
        review=_task(row, "review"),
    )


def _task(row: Any, step: str) -> TaskNow | None:
    def at(column: str) -> Any:
        return getattr(row, f"{step}_{column}")

    if at("task") is None:
        return None
    return TaskNow(at("task"), step, at("status"), at("cycle"), at("priority"), at("rank"), at("split"), at("sticky"))
