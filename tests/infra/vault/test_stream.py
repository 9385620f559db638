import hashlib
import random
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labelkeep.core.errors import Invalid
from labelkeep.infra.vault import DataKey
from labelkeep.infra.vault.errors import StreamDamaged
from labelkeep.infra.vault.stream import CHUNK, HEADER, Reader, encrypt, plain_size, sealed_size

KEY = DataKey(UUID(int=7), bytes(range(32)))
SEALED = CHUNK + 16
FIXED = (
    "0100000000000000000000000000000007f24355d07835819880aa9c053aeda78feba3ac1bbba22644d63f8d2083ec810b0d"
    "ba2ba8781316c40e0811d6ae7275fbcbdba8211193a1b1471f210c6da67277e61e1d8464b180faf08ceb21393b7e6fa3374b"
    "7409cfc14842828bd19cf993eb56323e1806b4f8a651a7"
)
EDGES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 77, 20 * CHUNK]


def content(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def sealed(text: bytes, key: DataKey = KEY, context: bytes = b"project|blob") -> bytes:
    return b"".join(encrypt([text], key, context))


def fetch_of(stored: bytes) -> Callable[[int, int], bytes]:
    return lambda start, length: stored[start : start + length]


def reader(stored: bytes, key: DataKey = KEY, context: bytes = b"project|blob") -> Reader:
    return Reader(fetch_of(stored), len(stored), key, context)


def opened(stored: bytes) -> bytes:
    return b"".join(reader(stored).stream())


@pytest.mark.parametrize("size", EDGES)
def test_any_length_comes_back_and_its_sealed_size_is_foretold(size: int) -> None:
    stored = sealed(content(size))

    assert opened(stored) == content(size)
    assert len(stored) == sealed_size(size)
    assert plain_size(len(stored)) == size
    assert reader(stored).size == size


@given(st.lists(st.binary(max_size=40_000), max_size=6))
@settings(max_examples=60, deadline=None)
def test_how_the_content_is_cut_into_pieces_does_not_matter(pieces: list[bytes]) -> None:
    stored = b"".join(encrypt(pieces, KEY, b"project|blob"))

    assert opened(stored) == b"".join(pieces)
    assert len(stored) == sealed_size(sum(map(len, pieces)))


@given(st.integers(0, 6 * CHUNK), st.integers(0, 7 * CHUNK), st.integers(0, 7 * CHUNK))
@example(2 * CHUNK, 2 * CHUNK, 5)
@example(2 * CHUNK, 2 * CHUNK - 1, 1)
@example(0, 0, 0)
@settings(max_examples=300, deadline=None)
def test_a_range_is_the_slice_of_the_content(size: int, start: int, length: int) -> None:
    text = content(size)

    assert reader(sealed(text)).read(start, length) == text[start : start + length]


@pytest.mark.parametrize("size", EDGES)
def test_the_body_is_cobblestone_256_as_another_implementation_reads_and_writes_it(size: int) -> None:
    stored = sealed(content(size))
    decryptor = Cobblestone256Decryptor(KEY.blobs, stored[:17] + b"project|blob")
    encryptor = Cobblestone256Encryptor(KEY.blobs, stored[:17] + b"project|blob")

    assert decryptor.update(stored[17:]) + decryptor.finalize() == content(size)
    assert opened(stored[:17] + encryptor.update(content(size)) + encryptor.finalize()) == content(size)


def test_a_fixed_stream_of_this_form_stays_readable_for_ever() -> None:
    # Made once by the encryptor of ``cryptography`` 50; whoever changes the form must raise the algorithm byte instead.
    stored = bytes.fromhex(FIXED)

    assert opened(stored) == b"Labelkeep reads this in ten years."


def test_a_range_is_fetched_at_once_and_no_more_than_the_chunks_that_cover_it() -> None:
    stored = sealed(content(40 * CHUNK))
    asked: list[tuple[int, int]] = []

    def fetch(start: int, length: int) -> bytes:
        asked.append((start, length))
        return stored[start : start + length]

    opened_once = Reader(fetch, len(stored), KEY, b"project|blob")
    opened_once.read(3 * CHUNK + 5, 256 * 1024)
    opened_once.read(10, 10)

    assert asked == [(0, HEADER), (HEADER + 3 * SEALED, 17 * SEALED), (HEADER, SEALED)]


@pytest.mark.parametrize(("start", "length"), [(-1, 5), (0, -1)])
def test_a_range_that_makes_no_sense_is_refused(start: int, length: int) -> None:
    with pytest.raises(Invalid):
        reader(sealed(b"abc")).read(start, length)


def test_another_key_or_context_opens_nothing() -> None:
    stored = sealed(content(5000))

    for key, context in [
        (DataKey(UUID(int=8), bytes(range(32))), b"project|blob"),
        (DataKey(KEY.id, b"x" * 32), b"project|blob"),
        (KEY, b"project|other"),
        (KEY, b""),
    ]:
        with pytest.raises(StreamDamaged):
            reader(stored, key, context)


def test_every_altered_byte_is_found() -> None:
    text = content(2 * CHUNK + 500)
    stored = sealed(text)
    rng = random.Random(1)
    places = [*range(HEADER), *rng.sample(range(HEADER, len(stored)), 8000), *range(len(stored) - 520, len(stored))]

    for place in places:
        broken = bytearray(stored)
        broken[place] ^= rng.randrange(1, 256)
        with pytest.raises(StreamDamaged):
            opened(bytes(broken))


def test_every_truncation_is_found_whatever_is_asked_about_the_end() -> None:
    text = content(3 * CHUNK + 100)
    stored = sealed(text)
    chunk_ends = [HEADER + n * SEALED + more for n in range(4) for more in (-1, 0, 1, 15, 16, 17)]

    for end in {*range(0, len(stored), 23), *chunk_ends, len(stored) - 1}:
        cut = stored[: max(end, 0)]
        with pytest.raises(StreamDamaged):
            opened(cut)
        with pytest.raises(StreamDamaged):
            _ = reader(cut).size
        with pytest.raises(StreamDamaged):
            reader(cut).read(10**9, 1)
        with pytest.raises(StreamDamaged):
            reader(cut).read(0, plain_size(len(cut)))


def test_bytes_added_at_the_end_are_found() -> None:
    stored = sealed(content(CHUNK + 100))

    for more in (1, 15, 16, 17, CHUNK - 101, CHUNK - 100, CHUNK, SEALED, SEALED + 16):
        with pytest.raises(StreamDamaged):
            opened(stored + b"\0" * more)


def chunks_of(stored: bytes) -> list[bytes]:
    return [stored[at : at + SEALED] for at in range(HEADER, len(stored), SEALED)]


def test_swapped_reordered_repeated_and_dropped_chunks_are_found() -> None:
    one, two = sealed(content(12 * CHUNK + 9)), sealed(content(12 * CHUNK + 10))
    chunks, foreign = chunks_of(one), chunks_of(two)
    rng = random.Random(2)
    tried = 0

    for _ in range(2500):
        mixed = list(chunks)
        at, other = rng.randrange(len(mixed)), rng.randrange(len(mixed))
        kind = rng.randrange(4)
        if kind == 0:
            mixed[at], mixed[other] = mixed[other], mixed[at]
        elif kind == 1:
            mixed[at] = mixed[other]
        elif kind == 2:
            mixed[at] = foreign[at]
        else:
            del mixed[at]
        if mixed == chunks:
            continue
        tried += 1
        with pytest.raises(StreamDamaged):
            opened(one[:HEADER] + b"".join(mixed))
    assert tried > 2000


def test_the_header_of_another_stream_of_the_same_key_and_context_opens_nothing() -> None:
    one, two = sealed(content(100)), sealed(content(100))

    with pytest.raises(StreamDamaged):
        opened(one[:HEADER] + two[HEADER:])


def test_a_store_that_returns_less_than_it_promised_is_found() -> None:
    stored = sealed(content(3 * CHUNK))
    shrunk = Reader(fetch_of(stored[:-30]), len(stored), KEY, b"project|blob")

    with pytest.raises(StreamDamaged):
        shrunk.read(0, 3 * CHUNK)


def test_content_that_is_read_for_ever_is_not_held() -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(400):
            yield bytes(CHUNK)

    digest = hashlib.sha256()
    largest = 0
    for piece in encrypt(endless(), KEY, b""):
        digest.update(piece)
        largest = max(largest, len(piece))

    assert largest <= 2 * SEALED
