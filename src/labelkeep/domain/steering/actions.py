"""Changing many assets at once: looked at first, then done under a lock with one event, and taken back."""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import Any, cast
from uuid import UUID

import orjson
from sqlalchemy import select

from labelkeep.access.capabilities import Steer
from labelkeep.access.doors import Access
from labelkeep.core.errors import Conflict
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id
from labelkeep.domain.steering import queries
from labelkeep.domain.steering.deciding import UNDOABLE, AssetNow, Before, Value, Verb, Why, decide, undo
from labelkeep.domain.steering.shapes import Chosen, Steered, SteerIn, SteerPreview
from labelkeep.domain.steering.tables import SteeringRow
from labelkeep.domain.tasks.ending import end_held, end_overdue
from labelkeep.infra.ledger.rows import rows_root
from labelkeep.infra.vault import SealedBytes

Rule = Callable[[AssetNow], AssetNow | Why]
Left = list[tuple[Why, UUID, SealedBytes]]


class Moved(Conflict):
    """The change would touch another number of assets than the preview said."""

    code = "steering.moved"


class NotUndoable(Conflict):
    """This change hands work to people; it is not taken back whole."""

    code = "steering.not_undoable"


@dataclass(frozen=True, slots=True)
class Deed:
    """A change by name: what the ledger and the table say of it."""

    verb: Verb
    value: Value
    undoes: UUID | None = None


def preview(access: Access[Steer], wanted: Chosen) -> SteerPreview:
    """Say what a change would do, and what it would leave alone and why. Nothing changes."""
    assets = queries.chosen(access, wanted)
    pairs, left = _decided(access, assets, _rule(wanted))
    return SteerPreview(
        chosen=len(pairs) + len(left),
        changes=len(pairs),
        kept=queries.kept(access, left),
        undoable=wanted.verb in UNDOABLE,
    )


def steer(access: Access[Steer], wanted: SteerIn) -> Steered:
    """Change the assets. Raises ``Moved`` when not as many would change as the preview said."""
    assets = queries.chosen(access, wanted)
    return _do(access, assets, _rule(wanted), Deed(wanted.verb, wanted.value), expect=wanted.expect)


def take_back(access: Access[Steer], steering_id: UUID) -> Steered:
    """Undo a change where nothing has moved since; the undo is a change of its own."""
    row = access.get(SteeringRow, steering_id)
    verb = cast("Verb", row.verb)
    if verb not in UNDOABLE or row.undoes:
        raise NotUndoable("This change cannot be taken back as a whole.")
    body = access.unseal_json("steering", "body", row.id, row.body)
    before = {UUID(asset): Before(*each) for asset, each in body["before"].items()}
    # under the assets' lock, so that two tabs cannot take the same change back
    _lock(access, list(before))
    if access.find(select(SteeringRow.id).where(SteeringRow.undoes == row.id)).first():
        raise NotUndoable("This change was taken back already.")
    return _do(
        access,
        list(before),
        lambda now: undo(verb, body["value"], before[now.id], now),
        Deed(verb, body["value"], undoes=row.id),
    )


def _rule(wanted: Chosen) -> Rule:
    return lambda now: decide(wanted.verb, wanted.value, now, new_id())


def _decided(access: Access[Steer], assets: Sequence[UUID], rule: Rule) -> tuple[list[tuple[AssetNow, AssetNow]], Left]:
    pairs: list[tuple[AssetNow, AssetNow]] = []
    left: Left = []
    for now, name in queries.standing(access, assets):
        then = rule(now)
        if isinstance(then, AssetNow):
            pairs.append((now, then))
        else:
            left.append((then, now.id, name))
    return pairs, left


def _lock(access: Access[Steer], assets: Sequence[UUID]) -> None:
    access.run("steer_lock", project=access.project_id, assets=list(assets))


def _do(access: Access[Steer], assets: Sequence[UUID], rule: Rule, deed: Deed, expect: int | None = None) -> Steered:
    end_overdue(access)
    _lock(access, assets)
    pairs, left = _decided(access, assets, rule)
    if expect is not None and len(pairs) != expect:
        raise Moved(
            f"Work went on meanwhile: {len(pairs)} assets would change now, not {expect}. Look at the preview again.",
            changes=len(pairs),
        )
    made = _write(access, pairs, deed) if pairs else None
    undoable = made is not None and deed.verb in UNDOABLE and deed.undoes is None
    return Steered(id=made, changed=len(pairs), kept=queries.kept(access, left), undoable=undoable)


def _write(access: Access[Steer], pairs: Sequence[tuple[AssetNow, AssetNow]], deed: Deed) -> UUID:
    steering, after = new_id(), [then for _, then in pairs]
    if deed.verb == "release_lease":
        end_held(access, [each.id for each in after])
    root = rows_root((each.id, sha256(orjson.dumps(astuple(each)))) for each in after).hex()
    facts: dict[str, Any] = {"verb": deed.verb, "value": deed.value, "assets": len(after), "root": root}
    if deed.undoes:
        facts["undoes"] = str(deed.undoes)
    access.run(
        "steer_apply",
        project=access.project_id,
        now=access.now,
        person=access.actor.id,
        steering=steering,
        verb=deed.verb,
        undoes=deed.undoes,
        n=len(after),
        body=access.seal_json("steering", "body", steering, _body(deed, pairs)),
        assets=[each.id for each in after],
        states=[each.state for each in after],
        splits=[each.split for each in after],
        **_tasks(pairs),
        **access.compose("assets.steered", "steering", steering, **facts),
    )
    return steering


def _body(deed: Deed, pairs: Sequence[tuple[AssetNow, AssetNow]]) -> dict[str, Any]:
    if deed.verb not in UNDOABLE or deed.undoes:
        return {"value": deed.value, "before": {}}
    before = {
        str(now.id): [now.split, now.label and now.label.priority, now.review and now.review.priority]
        for now, _ in pairs
    }
    return {"value": deed.value, "before": before}


def _tasks(pairs: Sequence[tuple[AssetNow, AssetNow]]) -> dict[str, list[Any]]:
    """Return the tasks that change, as columns."""
    rows = [(then.id, task) for now, then in pairs for task in then.tasks if task not in now.tasks]
    return {
        "tasks": [task.id for _, task in rows],
        "task_assets": [asset for asset, _ in rows],
        "task_steps": [task.step for _, task in rows],
        "task_statuses": [task.status for _, task in rows],
        "task_cycles": [task.cycle for _, task in rows],
        "task_priorities": [task.priority for _, task in rows],
        "task_ranks": [task.rank for _, task in rows],
        "task_splits": [task.split for _, task in rows],
        "task_stickies": [task.sticky for _, task in rows],
        "task_new": [task.fresh for _, task in rows],
    }
