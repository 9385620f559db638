import io
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelkeep.core.jsonindex import index
from labelkeep.core.strictjson import BadJson, Brackets, loads

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 50_000 + b"1", "too_deep"),
        (b'{"a":1,"a":2}', "duplicate_key"),
        (b'{"id":' + b"9" * 5_000 + b"}", "number"),
        (b"[NaN]", "not_finite"),
        ("[1]".encode("utf-16"), "encoding"),
        (b'["\xff"]', "encoding"),
        (b"[1,]", "syntax"),
        (b"]", "syntax"),
        (b"[1]" + b" " * 100, "too_large"),
    ],
)
def test_what_is_not_json_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(BadJson) as refused:
        loads(data, max_bytes=100 if reason == "too_large" else 1 << 20)
    assert refused.value.facts["reason"] == reason


def test_a_key_twice_is_named_even_when_it_belongs_to_a_prototype() -> None:
    with pytest.raises(BadJson, match="'images'"):
        loads(b'{"images":[],"images":[{"id":1}],"__proto__":{"admin":true}}')


def test_nan_comes_back_as_a_float_where_the_caller_judges_it() -> None:
    assert math.isnan(loads(b"[NaN]", allow_nan=True)[0])


@given(VALUES)
def test_everything_else_reads_as_the_standard_library_reads_it(value: object) -> None:
    assert loads(json.dumps(value).encode(), max_depth=1_000) == value


@given(VALUES, st.integers(1, 7))
def test_depth_is_the_same_however_a_stream_is_cut(value: object, size: int) -> None:
    data = json.dumps(value, ensure_ascii=False).encode()
    whole, cut = Brackets(1_000), Brackets(1_000)
    at, _, depth = whole.feed(data)
    pieces = [cut.feed(data[start : start + size]) for start in range(0, len(data), size)]
    assert [int(p) for piece in pieces for p in piece[0]] == at.tolist()
    assert [int(d) for piece in pieces for d in piece[2]] == depth.tolist()
    assert whole.depth == 0


@given(
    st.dictionaries(
        st.text(), st.lists(st.dictionaries(st.text(), VALUES, max_size=3), max_size=5) | VALUES, max_size=4
    )
)
def test_an_index_finds_every_row_of_every_list(value: dict[str, object]) -> None:
    members = index(io.BytesIO(json.dumps(value, indent=1).encode()), max_bytes=1 << 20, max_depth=1_000)
    assert list(members) == list(value)
    for key, held in value.items():
        if isinstance(held, list) and all(isinstance(row, dict | list) for row in held):
            rows = [row for _, batch in members[key].batches() for row in batch]
            assert rows == held
            assert members[key].pick(list(range(0, len(held), 2))) == held[::2]


@pytest.mark.parametrize(
    "data", [b'{"a":[{},1]}', b'{"a":[1,{}]}', b'{"a":[{} {}]}', b'{"a":[{},]}', b'{"a":[{}', b"[]"]
)
def test_a_list_that_holds_anything_but_rows_is_refused(data: bytes) -> None:
    with pytest.raises(BadJson):
        list(index(io.BytesIO(data), max_bytes=100)["a"].batches())
