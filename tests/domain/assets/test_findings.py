"""The parent of a reader believes nothing: a child that was taken over costs its own import's labels, and no more."""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

import orjson
import pytest

from labelkeep.core.ids import new_id
from labelkeep.domain.assets.findings import Findings, plain
from labelkeep.domain.assets.formats import FoundLabel, FoundObject, FoundProblem
from labelkeep.domain.assets.intake import Target
from labelkeep.domain.assets.origins import Named
from labelkeep.infra.sandbox import MediaRefused, Message

TARGETS = {"a.png": Target(new_id(), new_id(), 40, 30, 1)}
NAMED = [Named(new_id(), 1, "a.json", 10, None)]
BEGUN = Message({"ontologies": 1}, (b"[null]",))


class Files:
    """One file of ten bytes."""

    def chunks(self, file: Named) -> Iterable[bytes]:
        return [b"0123456789"]

    def head(self, file: Named, length: int) -> bytes:
        return b"0123456789"[:length]

    def open(self, file: Named) -> Any:
        return io.BytesIO(b"0123456789")


class Child:
    """Says what the test lets it say, whatever it was given."""

    def __init__(self, *messages: Message | Exception) -> None:
        self.messages = messages
        self.answer: Callable[[dict[str, Any]], Message] | None = None
        self.payload = b""

    def read(self, payload: bytes, answer: Any, limits: Any) -> Iterator[Message]:
        self.payload, self.answer = payload, answer
        for message in self.messages:
            if isinstance(message, Exception):
                raise message
            yield message


def findings(*messages: Message | Exception) -> Findings:
    return Findings(Child(*messages), Files(), "auto", NAMED, TARGETS, 0)


def batch(*found: Any, reader: int = 0) -> Message:
    return Message({"reader": reader}, (orjson.dumps(found),))


def label(image: str = "a.png", x: float = 1.0) -> FoundLabel:
    made = FoundObject("1", "1", "t", "c", {"kind": "bbox", "x": x, "y": 1.0, "w": 1.0, "h": 1.0}, id=UUID(int=1))
    return FoundLabel(image, "a.json", [made])


def test_findings_arrive_as_the_reader_made_them() -> None:
    assert [found for _, found in findings(BEGUN, batch(label()))] == [label()]


@pytest.mark.parametrize(
    "said",
    [
        batch(label("of another import.png")),
        batch({"kind": "label"}),
        batch({**orjson.loads(orjson.dumps(label())), "split": "anything"}),
        Message({"reader": 0}, (b"[" + orjson.dumps(label()).replace(b"1.0", b"1e999") + b"]",)),
        batch(label(), reader=9),
        Message({"reader": 0}, (b"no json",)),
        Message({"reader": 0}),
        Message({"reader": "x"}, (b"[]",)),
        Message({"outcomes": True}, (b'[["a.json","perhaps","","",false]]',)),
        MediaRefused("media.memory", "Reading this file needs more memory than allowed."),
    ],
)
def test_a_lie_ends_the_reading_and_what_came_before_is_kept(said: Message | Exception) -> None:
    found = [each for _, each in findings(BEGUN, batch(label()), said, batch(label()))]

    assert found[0] == label()
    assert [(each.code, each.level) for each in found[1:] if isinstance(each, FoundProblem)] == [
        ("format.stopped", "refused")
    ]


def test_a_child_that_says_nothing_is_reported() -> None:
    for said in ([], [Message({}, (b"[1]",))], [MediaRefused("media.time", "Too long.")]):
        assert [each.code for _, each in findings(*said) if isinstance(each, FoundProblem)] == ["format.stopped"]


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ({"file": 0, "start": 2, "length": 3}, (b"234",)),
        ({"file": 0, "start": 20, "length": 3}, (b"",)),
        ({"file": 1, "start": 0, "length": 3}, ()),
        ({"file": -1, "start": 0, "length": 3}, ()),
        ({"file": 0, "start": -1, "length": 3}, ()),
        ({"file": 0, "start": 0, "length": 1 << 40}, ()),
        ({"file": "/etc/passwd", "start": 0, "length": 3}, ()),
        ({}, ()),
    ],
)
def test_only_ranges_of_the_imports_own_files_are_given(asked: dict[str, Any], parts: tuple[bytes, ...]) -> None:
    child = Child(BEGUN)
    list(Findings(child, Files(), "auto", NAMED, TARGETS, 0))
    assert child.answer

    said = child.answer(asked)

    assert said.parts == parts
    assert ("no" in said.facts) == (not parts)


def test_a_name_that_is_no_text_is_shown_by_its_bytes() -> None:
    assert plain("a\udcff.png") == "a\\xff.png"
