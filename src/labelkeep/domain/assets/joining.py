"""Labels of single pictures that are parts of one asset become one label: pure, and the same at every run.

Files that speak of single pictures say nothing of assets, and in any order. What is said of the parts of an asset waits
until all of them were spoken of, or until the reader has nothing more to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from labelkeep.domain.assets.formats import Found, FoundClassification, FoundLabel, FoundObject


@dataclass(slots=True)
class _Held:
    """What one reader has said of the parts of one asset so far; ``again`` is what it said twice of a part."""

    labels: dict[str, FoundLabel] = field(default_factory=dict[str, FoundLabel])
    again: list[FoundLabel] = field(default_factory=list[FoundLabel])


def joined(findings: Iterable[tuple[int, Found]], groups: Sequence[Sequence[str]]) -> Iterator[tuple[int, Found]]:
    """Yield the findings of readers, by reader's number, with one label for each group of pictures.

    ``groups`` are the pictures of assets that have several, each in the order of the parts. What is said of a group
    once more comes after its label, for the taker to refuse.
    """
    group_of = {picture: number for number, group in enumerate(groups) for picture in group}
    held: dict[int, _Held] = {}
    told = set[int]()
    last = 0
    for reader, found in findings:
        if reader != last:
            yield from ((last, each) for each in _ended(held, groups))
            held, told, last = {}, set[int](), reader
        number = group_of.get(found.image) if isinstance(found, FoundLabel) and _of_one(found) else None
        if number is None or number in told or not isinstance(found, FoundLabel):
            yield reader, found
            continue
        here = held.setdefault(number, _Held())
        if found.image in here.labels:
            here.again.append(found)
        else:
            here.labels[found.image] = found
        if len(here.labels) == len(groups[number]):
            yield from ((reader, each) for each in _ended({number: held.pop(number)}, groups))
            told.add(number)
    yield from ((last, each) for each in _ended(held, groups))


def _of_one(label: FoundLabel) -> bool:
    """Say whether a label speaks of its picture alone."""
    return not any(one.image for one in (*label.objects, *label.classifications))


def _ended(held: dict[int, _Held], groups: Sequence[Sequence[str]]) -> Iterator[FoundLabel]:
    for number, each in held.items():
        yield _one(each, groups[number])
        yield from each.again


def _one(held: _Held, group: Sequence[str]) -> FoundLabel:
    labels = [held.labels[picture] for picture in group if picture in held.labels]
    said = [each for each in labels if each.answered or each.objects or each.classifications] or labels
    first = said[0]
    return replace(
        first,
        objects=[_placed(one, each, first, number) for number, each in enumerate(said) for one in each.objects],
        classifications=[_about(one, each) for each in said for one in each.classifications],
        answered=any(each.answered for each in said),
        split=next((each.split for each in labels if each.split), None),
        relations=[relation for each in said for relation in each.relations],
    )


def _placed(one: FoundObject, label: FoundLabel, first: FoundLabel, number: int) -> FoundObject:
    """Say of an object on which picture it lies; groups of one name on two pictures stay two."""
    one.image = label.image
    if label.file != first.file:
        one.at = f"{label.file}, {one.at}"
    if one.group is not None:
        one.group = f"{number}-{one.group}"
    return one


def _about(one: FoundClassification, label: FoundLabel) -> FoundClassification:
    """An answer about a picture is about its part, since the asset has others."""
    return replace(one, of_part=True, image=label.image)
