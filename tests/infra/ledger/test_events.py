import hashlib
import json
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelkeep.core.canonical import canonical
from labelkeep.core.clock import iso
from labelkeep.core.errors import Invalid
from labelkeep.core.ids import new_id
from labelkeep.infra.ledger.errors import EventRefused
from labelkeep.infra.ledger.events import Envelope, check, compose, open_payload, padded, unpadded

from .logs import event

AT = datetime(2026, 3, 1, 8, 0, 0, 123, tzinfo=UTC)
WORDS = st.from_regex(r"[a-z][a-z0-9_.]{0,63}", fullmatch=True)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=8,
)
PAYLOADS = st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), JSON, max_size=4)


@given(
    st.uuids(), st.datetimes(timezones=st.just(UTC), min_value=datetime(1971, 1, 1)), WORDS, WORDS, WORDS,  # noqa: DTZ001  hypothesis wants a naive bound
    st.none() | st.from_regex(r"[0-9a-f]{16,128}", fullmatch=True),
)  # fmt: skip
def test_the_leaf_is_the_canonical_json_of_the_envelope(
    event_id: UUID, at: datetime, action: str, object_type: str, outcome: str, project: str | None
) -> None:
    made = compose(event_id, at, action, object_type, project, outcome, {"actor": "x"})

    envelope = {
        "v": 1, "id": str(event_id), "at": iso(at), "action": action, "object": object_type, "project": project,
        "outcome": outcome, "pc": hashlib.sha256(made.opened).hexdigest(),
    }  # fmt: skip
    assert made.leaf == canonical(envelope)
    read = Envelope.parse(made.leaf)
    assert (read.event_id, read.at, read.project) == (event_id, iso(at), project)
    assert (read.action, read.object_type, read.outcome) == (action, object_type, outcome)


@given(PAYLOADS)
def test_a_payload_comes_back_and_is_what_the_leaf_committed_to(payload: dict[str, Any]) -> None:
    made = compose(new_id(), AT, "label.submitted", "label", None, "ok", payload)

    assert open_payload(made.opened) == payload
    assert check(made.leaf, made.opened)


def test_another_payload_salt_or_leaf_does_not_pass_the_check() -> None:
    made, other = event(1), event(2)

    assert not check(made.leaf, other.opened)
    assert not check(made.leaf, bytes([made.opened[0] ^ 1]) + made.opened[1:])
    assert not check(b"not an event", made.opened)


def test_the_same_facts_give_another_commitment_each_time() -> None:
    event_id = new_id()

    commitments = {
        Envelope.parse(compose(event_id, AT, "user.signed_in", "user", None, "ok", {"ip": "10.0.0.7"}).leaf).commitment
        for _ in range(20)
    }

    assert len(commitments) == 20


def test_guessing_every_address_of_a_network_finds_no_commitment() -> None:
    leaf = compose(new_id(), AT, "user.signed_in", "user", None, "ok", {"ip": "10.0.3.7"}).leaf
    commitment = Envelope.parse(leaf).commitment

    guesses = (canonical({"ip": f"10.0.{net}.{host}"}) for net in range(8) for host in range(256))

    assert not any(commitment in (hashlib.sha256(g).digest(), hashlib.sha256(padded(g)).digest()) for g in guesses)


@pytest.mark.parametrize(
    ("length", "bucket"), [(0, 256), (1, 256), (255, 256), (256, 512), (511, 512), (512, 1024), (5000, 8192)]
)
def test_padding_hides_the_length_in_buckets(length: int, bucket: int) -> None:
    block = padded(b"\x80" * length)

    assert len(block) == bucket
    assert unpadded(block) == b"\x80" * length


@pytest.mark.parametrize("block", [b"", bytes(256), b"x" * 256, padded(b"x") + bytes(256), padded(b"x")[:-1], b"\x80"])
def test_broken_padding_is_refused(block: bytes) -> None:
    with pytest.raises(EventRefused):
        unpadded(block)


@pytest.mark.parametrize("payload", [b"[1]", b"not json", b"\xff"])
def test_a_payload_that_is_no_object_is_refused(payload: bytes) -> None:
    with pytest.raises(EventRefused):
        open_payload(bytes(32) + padded(payload))


@pytest.mark.parametrize("word", ["", "Label", "anna@example.org", "a b", "x" * 65, "a\n", 'a"b'])
def test_a_personal_looking_word_cannot_reach_a_public_leaf(word: str) -> None:
    for words in ((word, "label", "ok"), ("label.seen", word, "ok"), ("label.seen", "label", word)):
        with pytest.raises(EventRefused):
            compose(new_id(), AT, words[0], words[1], None, words[2], {})


def test_a_project_stands_in_a_leaf_only_as_hex() -> None:
    with pytest.raises(EventRefused):
        compose(new_id(), AT, "label.seen", "label", "St. Mary hospital", "ok", {})


@pytest.mark.parametrize("value", [float("nan"), 2**60, "\ud800", object()])
def test_a_payload_that_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(Invalid):
        compose(new_id(), AT, "label.seen", "label", None, "ok", {"x": value})


@pytest.mark.parametrize("change", [(b'"v":1', b'"v":2'), (b'"at"', b'"AT"'), (b',"v":1', b', "v":1'), (b"}", b"}}")])
def test_only_the_exact_form_is_read_as_an_envelope(change: tuple[bytes, bytes]) -> None:
    with pytest.raises(EventRefused):
        Envelope.parse(event().leaf.replace(*change))


def test_composing_a_typical_event_is_cheap() -> None:
    facts = {
        "actor": str(new_id()),
        "object": str(new_id()),
        "facts": {"objects": 10, "seconds": 41, "hash": "ab" * 32},
    }
    facts["facts"]["task"] = str(new_id())  # type: ignore[index]
    assert 240 <= len(json.dumps(facts)) <= 360

    best = min(_seconds_each(facts) for _ in range(5))

    # The budget is 60 us; three times that leaves room for a busy machine.
    assert best < 180e-6, f"{best * 1e6:.0f} us for one event"


def _seconds_each(facts: dict[str, object]) -> float:
    event_id = new_id()
    begun = time.perf_counter()
    for _ in range(500):
        compose(event_id, AT, "label.submitted", "label", "c0ffee" * 8, "ok", facts)
    return (time.perf_counter() - begun) / 500
