"""What a change of many does to one asset, or why it leaves it alone: pure rules, the same for preview and deed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

Verb = Literal["priority", "split", "exclude", "include", "reopen", "review", "unskip", "release_lease"]
Why = Literal["same", "broken", "excluded", "held", "not_held", "no_task", "nothing_waits", "no_label", "not_submitted",
              "not_skipped", "moved_on"]  # fmt: skip
Value = int | str | None
UNDOABLE: frozenset[Verb] = frozenset({"priority", "split", "exclude", "include"})
"""What can be taken back whole: the others hand work to people, who may have begun it."""
PARKED = "parked"
"""Status of a task whose asset is excluded: out of the queue and of the counts, its place kept."""
_WAITING = ("todo", "redo")
_NO_WORK: dict[str, Why] = {"broken": "broken", "excluded": "excluded"}


@dataclass(frozen=True, slots=True)
class TaskNow:
    """A task as it stands, or as it should."""

    id: UUID
    step: str
    status: str
    cycle: int
    priority: int
    rank: int
    split: str | None
    sticky: UUID | None = None
    fresh: bool = False
    """Not there yet: to be opened."""


@dataclass(frozen=True, slots=True)
class AssetNow:
    """An asset as it stands, or as it should."""

    id: UUID
    state: str
    split: str | None
    labelled: bool
    held: bool
    """Somebody has a lease on it."""
    author: UUID | None
    """Who labelled it last; none where the label came from an import."""
    label: TaskNow | None
    review: TaskNow | None

    @property
    def tasks(self) -> tuple[TaskNow, ...]:
        """Its tasks, the label step first."""
        return tuple(each for each in (self.label, self.review) if each)


@dataclass(frozen=True, slots=True)
class Before:
    """What an undo needs to know of how an asset stood."""

    split: str | None
    label_priority: int | None
    review_priority: int | None


def decide(verb: Verb, value: Value, now: AssetNow, new_task: UUID) -> AssetNow | Why:
    """Return the asset as it should be, or why it stays as it is; ``new_task`` is the id of a task to be opened."""
    rules: dict[Verb, Callable[[], AssetNow | Why]] = {
        "priority": lambda: _priority(now, int(value or 0)),
        "split": lambda: _split(now, None if value is None else str(value)),
        "exclude": lambda: _exclude(now),
        "include": lambda: _include(now),
        "reopen": lambda: _no_work(now) or _reopen(now),
        "review": lambda: _no_work(now) or _review(now, new_task),
        "unskip": lambda: _no_work(now) or _unskip(now),
        "release_lease": lambda: now if now.held else "not_held",
    }
    return rules[verb]()


def undo(verb: Verb, value: Value, before: Before, now: AssetNow) -> AssetNow | Why:
    """Return the asset as it was before a change, or why not: it has moved on since."""
    match verb:
        case "priority":
            if any(each.priority != value for each in now.tasks if each.status != "done"):
                return "moved_on"
            return replace(
                now,
                label=_at(now.label, before.label_priority),
                review=_at(now.review, before.review_priority),
            )
        case "split":
            return _split(now, before.split) if now.split == value else "moved_on"
        case "exclude":
            return _include(now) if now.state == "excluded" else "moved_on"
        case "include":
            return _exclude(now) if now.state != "excluded" else "moved_on"
        case _:
            return "moved_on"


def _no_work(now: AssetNow) -> Why | None:
    return "held" if now.held else _NO_WORK.get(now.state)


def _at(task: TaskNow | None, priority: int | None) -> TaskNow | None:
    return replace(task, priority=priority) if task and priority is not None else task


def _each(now: AssetNow, label: TaskNow | None, review: TaskNow | None) -> AssetNow | Why:
    return "same" if (label, review) == (now.label, now.review) else replace(now, label=label, review=review)


def _priority(now: AssetNow, level: int) -> AssetNow | Why:
    if not any(each.status != "done" for each in now.tasks):
        return "nothing_waits"
    moved = [each and (each if each.status == "done" else replace(each, priority=level)) for each in _both(now)]
    return _each(now, moved[0], moved[1])


def _split(now: AssetNow, split: str | None) -> AssetNow | Why:
    if now.split == split:
        return "same"
    label, review = (each and replace(each, split=split) for each in _both(now))
    return replace(now, split=split, label=label, review=review)


def _both(now: AssetNow) -> tuple[TaskNow | None, TaskNow | None]:
    return now.label, now.review


def _exclude(now: AssetNow) -> AssetNow | Why:
    if now.state == "excluded":
        return "same"
    if now.state == "broken":
        return "broken"
    if now.held:
        return "held"
    label, review = (
        each and (replace(each, status=PARKED) if each.status in _WAITING else each) for each in _both(now)
    )
    return replace(now, state="excluded", label=label, review=review)


def _include(now: AssetNow) -> AssetNow | Why:
    if now.state != "excluded":
        return "same"
    label, review = (
        each and (replace(each, status="redo" if each.sticky else "todo") if each.status == PARKED else each)
        for each in _both(now)
    )
    # completed means that the review is done and nothing waits
    over = review is not None and review.status == "done" and label is not None and label.status == "done"
    return replace(now, state="completed" if over else "active", label=label, review=review)


def _reopen(now: AssetNow) -> AssetNow | Why:
    label = now.label
    if label is None:
        return "no_task"
    if label.status in _WAITING:
        return "same"
    # a skipped task goes to whoever has not skipped it; labelled work goes back to its author
    author = now.author if label.status == "done" else None
    again = replace(label, status="redo" if author else "todo", cycle=label.cycle + 1, sticky=author)
    review = replace(now.review, status="done") if now.review else None
    return replace(now, state="active", label=again, review=review)


def _unskip(now: AssetNow) -> AssetNow | Why:
    label, review = (
        each and (replace(each, status="todo", sticky=None) if each.status == "skipped" else each)
        for each in _both(now)
    )
    return "not_skipped" if (label, review) == (now.label, now.review) else replace(now, label=label, review=review)


def _review(now: AssetNow, new_task: UUID) -> AssetNow | Why:
    label = now.label
    if not now.labelled:
        return "no_label"
    if label is None:
        return "no_task"
    if label.status != "done":
        return "not_submitted"
    if now.review and now.review.status in _WAITING:
        return "same"
    review = (
        replace(now.review, status="todo", sticky=None)
        if now.review
        else TaskNow(new_task, "review", "todo", label.cycle, label.priority, label.rank, label.split, fresh=True)
    )
    return replace(now, state="active", review=review)
