"""Random walks of four people through the steps; after each walk nothing is lost, doubled or miscounted."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from houses import Town
from labelkeep.access.capabilities import Explore, Label, Review, Work
from labelkeep.access.entering import enter_project_as
from labelkeep.core.clock import shifted
from labelkeep.core.errors import LabelkeepError
from labelkeep.domain.assets.tables import AssetRow
from labelkeep.domain.labels.actions import save_draft, submit
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.labels.wire import LabelIn
from labelkeep.domain.review.actions import decide
from labelkeep.domain.review.shapes import VerdictIn
from labelkeep.domain.review.tables import ReviewRow
from labelkeep.domain.tasks.actions import give_back, heartbeat, skip
from labelkeep.domain.tasks.claiming import Claim, claim_label, claim_review
from labelkeep.domain.tasks.ending import sweep
from labelkeep.domain.tasks.shapes import SkipIn
from labelkeep.domain.tasks.tables import LeaseRow, TaskCountRow, TaskRow, WorkRow
from labelkeep.infra.db.tables import LedgerEventRow
from labelkeep.infra.ledger.events import open_payload
from works import add_pictures

EMPTY: dict[str, Any] = {"seq": 1, "label": {}, "active_ms": 10}


class Walk:
    """One person's next step is drawn; refusals are part of life, faults are not."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town = town
        self.random = Random(seed)
        self.held: list[tuple[str, Any, str, int]] = []
        self.accepted: Counter[str] = Counter()

    def step(self) -> None:
        move = self.random.choice(["claim", "claim", "review", "review", "submit", "submit", "submit", "verdict",
                                   "verdict", "verdict", "return", "skip", "draft", "beat", "sweep"])  # fmt: skip
        try:
            getattr(self, f"do_{move}")()
        except LabelkeepError as refused:
            self.accepted[refused.code] += 1
        else:
            self.accepted[move] += 1

    def enter(self, name: str, capability: Any) -> Any:
        return enter_project_as(self.town.house, self.town.people[name].id, self.town.project, capability)

    def keep(self, name: str, made: Any, step: str) -> None:
        if isinstance(made, Claim):
            self.held.append((name, made.lease_id, step, made.seq))

    def some(self, step: str | None = None) -> tuple[str, Any, str, int]:
        wanted = [each for each in self.held if step is None or each[2] == step][-6:]
        return self.random.choice(wanted) if wanted else ("labeler", self.town.project, "label", 1)

    def do_claim(self) -> None:
        name = self.random.choice(["labeler", "labeler2", "manager"])
        with self.enter(name, Label) as access:
            self.keep(name, claim_label(access), "label")

    def do_review(self) -> None:
        name = self.random.choice(["reviewer", "manager"])
        with self.enter(name, Review) as access:
            self.keep(name, claim_review(access), "review")

    def do_submit(self) -> None:
        name, lease, _, seq = self.some("label")
        with self.enter(name, Label) as access:
            submit(access, lease, LabelIn.model_validate({**EMPTY, "seq": seq}))

    def do_verdict(self) -> None:
        name, lease, _, seq = self.some("review")
        if name not in ("reviewer", "manager"):
            return
        verdict = self.random.choice(["accept", "accept", "fix", "return"])
        body = {
            "seq": seq,
            "verdict": verdict,
            "label": {} if verdict == "fix" else None,
            "comments": [{"text": "No."}] if verdict == "return" else [],
            "active_ms": 1,
        }
        with self.enter(name, Review) as access:
            decide(access, lease, VerdictIn.model_validate(body))

    def do_return(self) -> None:
        name, lease, _, seq = self.some()
        with self.enter(name, Work) as access:
            give_back(access, lease, seq)

    def do_skip(self) -> None:
        if self.random.random() < 0.3:
            name, lease, _, seq = self.some()
            with self.enter(name, Work) as access:
                skip(access, lease, SkipIn(seq=seq, reason="other"))

    def do_draft(self) -> None:
        name, lease, _, seq = self.some()
        with self.enter(name, Work) as access:
            save_draft(access, lease, self.random.choice([0, 0, 1]), LabelIn.model_validate({**EMPTY, "seq": seq}))

    def do_beat(self) -> None:
        name, lease, _, seq = self.some()
        with self.enter(name, Work) as access:
            heartbeat(access, lease, seq, 5)

    def do_sweep(self) -> None:
        sweep(self.town.house)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_walks_lose_nothing_and_count_exactly(fast_works: Town, seed: int) -> None:
    add_pictures(fast_works, 6, split="train")
    add_pictures(fast_works, 4, split=None, first=6)
    walk = Walk(fast_works, seed)

    for number in range(160):
        # two jumps of the clock end whatever is held then; what people send afterwards is late
        with shifted(timedelta(minutes=31 * (number // 60))):
            walk.step()

    assert walk.accepted["submit"] > 5, walk.accepted
    assert walk.accepted["verdict"] > 3, walk.accepted
    with fast_works.as_person("manager", Explore) as access:
        _counts_are_exact(access)
        _leases_fit_tasks(access)
        _nobody_reviews_their_own(access)
        _every_version_is_there_once(access)
        _ledger_tells_the_same_story(access)


def _counts_are_exact(access: Any) -> None:
    total = func.sum(TaskCountRow.n)
    kept = select(TaskCountRow.step, TaskCountRow.status, TaskCountRow.split, total)
    shown = {(a, b, c): int(n) for a, b, c, n in access.rows(kept.group_by(*list(kept.selected_columns)[:3])) if n}
    real = Counter((row.step, row.status, row.split or "") for row in access.find(select(TaskRow)))
    real += Counter(("asset", row.state, row.split or "") for row in access.find(select(AssetRow)))
    assert shown == dict(real)


def _leases_fit_tasks(access: Any) -> None:
    live = Counter(lease.task_id for lease in access.find(select(LeaseRow).where(LeaseRow.state == "live")))
    doing = {task.id for task in access.find(select(TaskRow).where(TaskRow.status == "doing"))}
    assert all(n == 1 for n in live.values())
    assert set(live) == doing


def _nobody_reviews_their_own(access: Any) -> None:
    did: dict[Any, set[str]] = {}
    for row in access.find(select(WorkRow)):
        did.setdefault((row.asset_id, row.user_id), set()).add(row.step)
    assert not [steps for steps in did.values() if {"label", "review"} <= steps]


def _every_version_is_there_once(access: Any) -> None:
    versions = access.find(select(VersionRow)).all()
    made = [lease.version_id for lease in access.find(select(LeaseRow).where(LeaseRow.version_id.is_not(None)))]
    assert sorted(made, key=str) == sorted((row.id for row in versions), key=str)
    for asset in access.find(select(AssetRow)):
        numbers = sorted(row.n for row in versions if row.asset_id == asset.id)
        assert numbers == list(range(1, len(numbers) + 1))
        newest = max((row for row in versions if row.asset_id == asset.id), key=lambda row: row.n, default=None)
        assert asset.version_id == (newest.id if newest else None)
        assert (asset.state == "completed") == _accepted(access, asset, newest)


def _accepted(access: Any, asset: Any, newest: Any) -> bool:
    last = select(ReviewRow).where(ReviewRow.asset_id == asset.id).order_by(ReviewRow.created_at.desc())
    review = access.find(last).first()
    return bool(review and newest and review.verdict != "return" and newest.id in (review.version_id, review.result_id))


def _ledger_tells_the_same_story(access: Any) -> None:
    """Rebuild each asset's state from events alone and compare."""
    told: dict[str, dict[str, Any]] = {}
    # events of one transaction have one time: ends come before the claim that freed them
    events = access.find(select(LedgerEventRow)).all()
    for event in sorted(events, key=lambda each: (each.at, each.action == "task.claimed")):
        if event.outcome != "ok" or event.action.split(".")[0] not in ("task", "label", "lease", "review"):
            continue
        facts = open_payload(access.unseal("ledger_event", "payload", event.id, event.payload))["facts"]
        state = told.setdefault(
            facts["asset"], {"label": "todo", "review": None, "skips": 0, "sticky": False, "of": {}}
        )
        _tell(state, event, facts)
    for task in access.find(select(TaskRow)):
        state = told.get(str(task.asset_id), {"label": "todo", "review": None})
        assert state[task.step] == task.status, (task.step, state, task.status)


def _tell(state: dict[str, Any], event: Any, facts: dict[str, Any]) -> None:
    action, free = event.action, "redo" if state["sticky"] else "todo"
    if action == "task.claimed":
        state["of"][str(event.object_id)] = facts["step"]
        state[facts["step"]] = "doing"
    elif action in ("lease.ended", "lease.returned"):
        step = state["of"][str(event.object_id)]
        state[step] = free if step == "label" else "todo"
    elif action == "task.skipped":
        step = state["of"][str(event.object_id)]
        state["skipped " + step] = state.get("skipped " + step, 0) + 1
        state[step] = "skipped" if state["skipped " + step] > 1 else "todo"
        state["sticky"] = state["sticky"] and step != "label"
    elif action == "label.submitted":
        state |= {"label": "done", "review": "todo", "sticky": False, "skipped label": 0, "skipped review": 0}
    elif action == "review.returned":
        state |= {"label": "redo", "review": "done", "sticky": True, "skipped label": 0, "skipped review": 0}
    elif action.startswith("review."):
        state |= {"review": "done", "skipped review": 0}
