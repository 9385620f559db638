import copy
import pickle
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelkeep.core.ids import new_id
from labelkeep.infra.vault import DataKey, Place, SealedBytes, blind, key_id, open_sealed, seal
from labelkeep.infra.vault.errors import SealBroken

KEY = DataKey(UUID(int=7), bytes(range(32)))
OTHER = DataKey(UUID(int=8), bytes(range(32)))
ROW = UUID(int=99)
PLACE = Place("label_version", "body", ROW)


@given(st.binary(max_size=5000))
def test_what_was_sealed_opens_again_in_its_place(text: bytes) -> None:
    assert open_sealed(KEY, seal(KEY, text, PLACE), PLACE) == text


def test_sealing_twice_gives_different_bytes_of_a_known_form() -> None:
    first, second = seal(KEY, b"same", PLACE), seal(KEY, b"same", PLACE)

    assert first != second
    assert first[0] == 1
    assert key_id(first) == KEY.id
    assert len(first) == 1 + 16 + 12 + 4 + 16


@pytest.mark.parametrize(
    "place",
    [
        Place("label_version", "body", new_id()),
        Place("label_version", "note", ROW),
        Place("draft", "body", ROW),
        Place("label", "version_body", ROW),
    ],
)
def test_a_value_moved_to_another_place_does_not_open(place: Place) -> None:
    sealed = seal(KEY, b"secret", PLACE)

    with pytest.raises(SealBroken, match="altered or moved"):
        open_sealed(KEY, sealed, place)


def test_no_byte_can_be_altered_removed_or_added() -> None:
    sealed = seal(KEY, b"a label of some length", PLACE)
    altered = [
        sealed[:i] + bytes([sealed[i] ^ 1 << bit]) + sealed[i + 1 :] for i in range(len(sealed)) for bit in range(8)
    ]
    cut = [sealed[:i] for i in range(len(sealed))]

    for broken in [*altered, *cut, sealed + b"\0"]:
        with pytest.raises(SealBroken):
            open_sealed(KEY, SealedBytes(broken), PLACE)


def test_the_key_of_another_project_does_not_open_it() -> None:
    sealed = seal(KEY, b"secret", PLACE)

    with pytest.raises(SealBroken, match="another key"):
        open_sealed(DataKey(new_id(), b"x" * 32), sealed, PLACE)
    with pytest.raises(SealBroken, match="altered or moved"):
        open_sealed(DataKey(KEY.id, b"x" * 32), sealed, PLACE)


def test_writing_another_key_id_into_a_value_does_not_make_that_key_open_it() -> None:
    # KEY and OTHER share their secret here, so only the binding of the id can refuse.
    sealed = seal(KEY, b"secret", PLACE)
    relabelled = SealedBytes(sealed[:1] + OTHER.id.bytes + sealed[17:])

    with pytest.raises(SealBroken, match="altered or moved"):
        open_sealed(OTHER, relabelled, PLACE)


def test_the_error_names_the_place_but_nothing_of_the_value() -> None:
    sealed = seal(KEY, b"patient Meyer", PLACE)

    with pytest.raises(SealBroken) as caught:
        open_sealed(KEY, SealedBytes(sealed[:-1]), PLACE)

    assert "label_version.body" in caught.value.facts["place"]
    assert "Meyer" not in repr(caught.value) + str(caught.value.facts)


def test_each_purpose_has_a_key_of_its_own() -> None:
    assert len({KEY.blobs, KEY.names, KEY.index, bytes(range(32))}) == 4


def test_a_data_key_shows_and_stores_nothing() -> None:
    assert repr(KEY) == f"DataKey({KEY.id})"
    for attempt in (copy.copy, pickle.dumps):
        with pytest.raises(TypeError):
            attempt(KEY)


def test_a_short_secret_is_not_a_key() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        DataKey(new_id(), b"short")


def test_equal_texts_have_equal_blind_indexes_under_one_key_only() -> None:
    assert blind(KEY, "ann@labels.example") == blind(KEY, "ann@labels.example")
    assert blind(KEY, "ann@labels.example") != blind(KEY, "bob@labels.example")
    assert blind(KEY, "ann@labels.example") != blind(DataKey(KEY.id, b"y" * 32), "ann@labels.example")
    assert len(blind(KEY, "\ud800")) == 32
