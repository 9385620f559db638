import io
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelkeep.infra.sandbox.frames import FrameDamaged, Message, encode, read

FACTS = st.dictionaries(st.text(max_size=8), st.one_of(st.integers(), st.text(max_size=20), st.booleans(), st.none()))


@given(st.lists(st.tuples(FACTS, st.lists(st.binary(max_size=300), max_size=4)), max_size=5))
def test_what_one_end_says_the_other_reads(spoken: Any) -> None:
    messages = [Message(facts, tuple(parts)) for facts, parts in spoken]
    stream = io.BytesIO(b"".join(b"".join(encode(message)) for message in messages))

    heard = [read(stream.read) for _ in messages]

    assert heard == messages
    assert read(stream.read) is None


@given(st.binary(max_size=200))
def test_noise_is_never_more_than_a_damaged_frame(noise: Any) -> None:
    try:
        message = read(io.BytesIO(noise).read)
    except FrameDamaged:
        return
    assert message is None or isinstance(message.facts, dict)


@pytest.mark.parametrize(
    "start",
    [
        struct.pack("!II", 1 << 30, 0),
        struct.pack("!II", 2, 17),
        struct.pack("!III", 2, 1, 1 << 31) + b"{}",
        struct.pack("!II", 2, 0) + b"[]",
        struct.pack("!II", 9, 0) + b"{}",
    ],
)
def test_lengths_beyond_the_bounds_are_refused_before_they_are_read(start: Any) -> None:
    with pytest.raises(FrameDamaged):
        read(io.BytesIO(start).read)
