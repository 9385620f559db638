"""What a review says of single objects: pure rules, and the form in which it is kept with the review."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from labelkeep.core.errors import Invalid
from labelkeep.domain.review.shapes import ObjectVerdict, ObjectVerdictIn, VerdictIn

Findings = dict[UUID, ObjectVerdict]
"""The verdict of each object that a review speaks of."""
TOUCHED = ("added", "moved", "reclassified", "attributes")
"""Lists of changes whose objects a fix speaks of when the label still has them."""


class ObjectsMisplaced(Invalid):
    """What is said of the objects does not go with the verdict on the whole."""

    code = "review.objects_misplaced"


def require_objects(body: VerdictIn) -> None:
    """Raise unless each object is named once, and rejected ones are sent back with a remark on each."""
    named = [each.object for each in body.objects]
    if len(named) != len(set(named)):
        raise ObjectsMisplaced("Name each object once.")
    rejected = {each.object for each in body.objects if each.verdict == "reject"}
    if rejected and body.verdict != "return":
        raise ObjectsMisplaced("Objects are rejected: send the work back, or take the rejections away.")
    if rejected - {each.object for each in body.comments}:
        raise ObjectsMisplaced("Say in a comment on each rejected object what is to be changed.")


def findings(said: Iterable[ObjectVerdictIn], known: set[UUID], changed: Mapping[str, list[str]] | None) -> Findings:
    """Return what the review says of each object; raise when it speaks of one that the label has not.

    ``changed`` are the lists of ids that a fix changed: these count as fixed, whatever else was said of them.
    """
    found: Findings = {each.object: each.verdict for each in said}
    if found.keys() - known:
        raise ObjectsMisplaced("A verdict names an object that is not in the label.")
    fixed = {UUID(each) for name in TOUCHED for each in (changed or {}).get(name, [])}
    for each in fixed & known:
        found[each] = "fix"
    return found


def counted(found: Mapping[Any, ObjectVerdict]) -> dict[str, int]:
    """Return how many objects got each verdict."""
    values = list(found.values())
    return {"accept": values.count("accept"), "fix": values.count("fix"), "reject": values.count("reject")}


def kept(found: Findings) -> dict[str, str]:
    """Return the form in which findings are sealed."""
    return {str(key): verdict for key, verdict in found.items()}
