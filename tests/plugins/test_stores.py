"""One suite for every store: a new file in ``plugins/stores`` is tested by being there."""

import os
import random
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from labelkeep.core.clock import now
from labelkeep.core.errors import Invalid
from labelkeep.core.ids import new_id
from labelkeep.infra.blobs import Blobs, Store, StoreKind, Uploads
from labelkeep.infra.blobs.errors import ContentMissing
from labelkeep.infra.registry import discover
from labelkeep.infra.vault import DataKey
from labelkeep.plugins import stores

KINDS = discover(stores, StoreKind)
CANARY = b"CANARY-patient-Meyer-1961-"


@pytest.fixture(params=sorted(KINDS))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return KINDS[request.param].open(tmp_path)


def whole(store: Store, key: str) -> bytes:
    return store.get(key, 0, store.size(key))


def test_the_local_store_is_there() -> None:
    assert "local" in KINDS


@pytest.mark.parametrize("size", [0, 1, 1_000_000, 5_000_001])
def test_what_was_put_comes_back(store: Store, size: int) -> None:
    content = random.Random(size).randbytes(size)

    assert store.put("blobs/ab/one", [content[:10], b"", content[10:]])

    assert store.size("blobs/ab/one") == size
    assert whole(store, "blobs/ab/one") == content


@pytest.mark.parametrize(("start", "length"), [(0, 5), (3, 4), (9, 1), (8, 100), (10, 5), (0, 0), (50, 5)])
def test_a_range_is_the_slice(store: Store, start: int, length: int) -> None:
    store.put("one", [b"0123456789"])

    assert store.get("one", start, length) == b"0123456789"[start : start + length]


def test_a_missing_object_is_said_to_be_missing(store: Store) -> None:
    store.put("there", [b"x"])

    for ask in (
        lambda: store.get("a/b/none", 0, 1),
        lambda: store.size("a/b/none"),
        lambda: store.size("there/below"),
        lambda: store.move("none", "some"),
    ):
        with pytest.raises(ContentMissing):
            ask()
    assert store.delete("a/b/none") is False
    assert list(store.entries("a")) == []


def test_an_object_is_never_replaced_by_put_or_move(store: Store) -> None:
    store.put("first", [b"first"])
    store.put("second", [b"second"])

    assert store.put("first", [b"other"]) is False
    assert store.move("second", "first") is False

    assert whole(store, "first") == b"first"
    assert whole(store, "second") == b"second"


def test_a_moved_object_has_one_key_only(store: Store) -> None:
    store.put("tmp/x", [b"content"])

    assert store.move("tmp/x", "blobs/ab/final")

    assert whole(store, "blobs/ab/final") == b"content"
    with pytest.raises(ContentMissing):
        store.size("tmp/x")


def test_a_deleted_object_is_gone_and_its_key_is_free(store: Store) -> None:
    store.put("a/b/one", [b"x"])

    assert store.delete("a/b/one") is True

    assert store.delete("a/b/one") is False
    assert store.put("a/b/one", [b"y"])
    assert whole(store, "a/b/one") == b"y"


def test_a_listing_has_whole_segments_sizes_and_times(store: Store) -> None:
    for key, size in [("up/one/00", 3), ("up/one/01", 4), ("up/one2/00", 5), ("blobs/x", 6)]:
        store.put(key, [bytes(size)])

    found = sorted(store.entries("up/one"))

    assert [(entry.key, entry.size) for entry in found] == [("up/one/00", 3), ("up/one/01", 4)]
    assert all(abs(entry.modified - now()) < timedelta(minutes=5) for entry in found)
    assert len(list(store.entries("up"))) == 3


def test_a_listing_of_many_is_complete(store: Store) -> None:
    for number in range(1100):
        store.put(f"many/{number:04d}", [])

    assert sorted(entry.key for entry in store.entries("many")) == [f"many/{number:04d}" for number in range(1100)]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/",
        "/etc/passwd",
        "..",
        "../up",
        "a/../../up",
        "a/./b",
        "a//b",
        "a/",
        ".hidden",
        "a/.hidden",
        "Upper",
        "a\0b",
        "a\nb",
        "a\n",
        "a#1",
        "a\\b",
        "ä",
        "a b",
        "%2e%2e/x",
        "x" * 200,
        "/".join("abcdefghij"),
    ],
)
def test_a_key_that_could_lead_elsewhere_is_refused_everywhere(store: Store, key: str) -> None:
    store.put("good", [b"x"])

    for use in (
        lambda: store.put(key, [b"x"]),
        lambda: store.get(key, 0, 1),
        lambda: store.size(key),
        lambda: store.delete(key),
        lambda: store.move("good", key),
        lambda: store.move(key, "better"),
        lambda: list(store.entries(key)),
    ):
        with pytest.raises(Invalid):
            use()
    assert [entry.key for entry in store.entries("good")] in ([], ["good"])
    assert whole(store, "good") == b"x"


def test_content_that_fails_half_way_leaves_nothing(store: Store) -> None:
    def failing() -> Iterator[bytes]:
        yield bytes(3_000_000)
        raise RuntimeError("the sender went away")

    with pytest.raises(RuntimeError, match="went away"):
        store.put("up/one", failing())

    assert list(store.entries("up")) == []
    assert store.put("up/one", [b"again"])


def test_nobody_sees_an_object_before_it_is_whole(store: Store) -> None:
    seen: list[object] = []

    def watching() -> Iterator[bytes]:
        yield b"first half"
        seen.extend(store.entries("up"))
        yield b"second half"

    store.put("up/one", watching())

    assert seen == []


def test_of_many_writers_of_one_key_one_wins_whole(store: Store) -> None:
    contents = [bytes([number]) * 300_000 for number in range(8)]
    won: list[bytes] = []
    threads = [
        threading.Thread(target=lambda content=content: won.append(content) if store.put("race", [content]) else None)
        for content in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(won) == 1
    assert whole(store, "race") == won[0]


def test_writers_and_removers_in_one_folder_do_not_disturb_each_other(store: Store) -> None:
    failures: list[BaseException] = []

    def come_and_go(name: str) -> None:
        try:
            for _ in range(60):
                assert store.put(f"busy/folder/{name}", [b"x"])
                assert store.delete(f"busy/folder/{name}")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=come_and_go, args=(f"n{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_the_house_stores_is_encrypted_at_rest(store: Store, tmp_path: Path) -> None:
    key = DataKey(new_id(), os.urandom(32))
    blobs = Blobs(store, lambda _: key)
    project = new_id()
    uploads = Uploads(blobs, project)

    blobs.put(project, [CANARY * 5000, CANARY])
    upload = uploads.begin(len(CANARY) * 2)
    uploads.append(upload, 0, CANARY)
    open_upload = uploads.begin(None)
    uploads.append(open_upload, 0, CANARY * 9)
    uploads.append(upload, len(CANARY), CANARY)
    uploads.finish(upload)

    for path in files_below(tmp_path):
        assert b"CANARY" not in path.read_bytes()
        assert "CANARY" not in str(path.relative_to(tmp_path))
