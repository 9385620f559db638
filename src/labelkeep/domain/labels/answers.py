"""Whether the answers of an object or a picture fit the attributes that its ontology asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from labelkeep.domain.labels.shapes import AttrValue
from labelkeep.domain.ontology.shapes import Attr


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """One answer that does not fit: JSON pointer, stable code, sentence."""

    at: str
    code: str
    message: str


def wrong_answers(values: Sequence[AttrValue], asked: Mapping[str, Attr], at: str) -> Iterator[WrongAnswer]:
    """Yield every answer that is unknown, repeated, of the wrong type or out of bounds, or required and absent."""
    answered: set[str] = set()
    for number, value in enumerate(values):
        here = f"{at}/attributes/{number}"
        attr = asked.get(value.attr)
        if attr is None:
            yield WrongAnswer(here, "attribute.unknown", f"There is no attribute {value.attr} here.")
        elif value.attr in answered:
            yield WrongAnswer(here, "attribute.twice", f"{attr.label} is answered twice.")
        else:
            answered.add(value.attr)
            yield from _one(value, attr, here)
    for attr in asked.values():
        if attr.required and attr.id not in answered:
            yield WrongAnswer(f"{at}/attributes", "attribute.required", f"{attr.label} must be answered.")


def _one(value: AttrValue, attr: Attr, at: str) -> Iterator[WrongAnswer]:
    if attr.type in ("radio", "checklist", "ranking"):
        yield from _chosen(value, attr, at)
        return
    if value.options:
        yield WrongAnswer(at, "attribute.type", f"{attr.label} takes a value, not options.")
    elif value.value is None or value.value == "":
        if attr.required:
            yield WrongAnswer(at, "attribute.required", f"{attr.label} must be answered.")
    else:
        yield from _typed(value.value, attr, at)


def _typed(value: str | float | bool, attr: Attr, at: str) -> Iterator[WrongAnswer]:
    kind = "bool" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
    if attr.type == "date":
        if not _is_date(value):
            yield WrongAnswer(at, "attribute.date", f"{attr.label} takes a date such as 2026-01-31.")
    elif kind != attr.type:
        yield WrongAnswer(at, "attribute.type", f"{attr.label} takes a {attr.type}, not a {kind}.")
    elif isinstance(value, str):
        if attr.max_length is not None and len(value) > attr.max_length:
            yield WrongAnswer(at, "attribute.range", f"{attr.label} is longer than {attr.max_length} characters.")
    elif (attr.min is not None and value < attr.min) or (attr.max is not None and value > attr.max):
        yield WrongAnswer(at, "attribute.range", f"{attr.label} is outside its limits.")


def _is_date(value: str | float | bool) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _chosen(value: AttrValue, attr: Attr, at: str) -> Iterator[WrongAnswer]:
    if value.value is not None:
        yield WrongAnswer(at, "attribute.type", f"{attr.label} takes options, not a value.")
    if attr.required and not value.options:
        yield WrongAnswer(at, "attribute.required", f"{attr.label} must be answered.")
    if attr.type == "radio" and len(value.options) > 1:
        yield WrongAnswer(at, "attribute.too_many", f"{attr.label} takes one option only.")
    seen: set[str] = set()
    for number, chosen in enumerate(value.options):
        here = f"{at}/options/{number}"
        option = attr.options_by_id.get(chosen.option)
        if option is None:
            yield WrongAnswer(here, "attribute.unknown_option", f"{attr.label} has no option {chosen.option}.")
        elif chosen.option in seen:
            yield WrongAnswer(here, "attribute.twice", f"{option.label} is chosen twice.")
        else:
            seen.add(chosen.option)
            yield from wrong_answers(chosen.attributes, option.attributes_by_id, here)
    if attr.type == "ranking" and attr.required and seen and len(seen) < len(attr.options):
        missing = next(option.label for option in attr.options if option.id not in seen)
        yield WrongAnswer(at, "attribute.ranking_incomplete", f"{attr.label} must rank every option; {missing} is not.")
