import hashlib
import os
import random
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from labelkeep.core.clock import now
from labelkeep.core.errors import Invalid
from labelkeep.core.ids import new_id
from labelkeep.infra.blobs import Blobs
from labelkeep.infra.blobs.errors import ContentMissing
from labelkeep.infra.vault import DataKey
from labelkeep.infra.vault.errors import KeyErased, StreamDamaged
from labelkeep.plugins.stores.local import KIND

PROJECT, OTHER = UUID(int=1), UUID(int=2)


class Keys:
    def __init__(self) -> None:
        self.kept = {project: DataKey(new_id(), os.urandom(32)) for project in (PROJECT, OTHER)}

    def __call__(self, project_id: UUID) -> DataKey:
        return self.kept[project_id]


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(KIND.open(tmp_path), Keys())


def path_of(tmp_path: Path, blob_id: str) -> Path:
    return next(tmp_path.rglob(blob_id))


def stored(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, 16384, 300_000, 3_000_000])
def test_content_comes_back_whole_and_by_range(blobs: Blobs, size: int) -> None:
    content = random.Random(size).randbytes(size)

    ref = blobs.put(PROJECT, [content[: size // 3], content[size // 3 :]])
    reader = blobs.open(PROJECT, ref.id)

    assert (ref.size, ref.sha256) == (size, hashlib.sha256(content).digest())
    assert b"".join(reader.stream()) == content
    assert reader.size == size
    assert reader.read(size // 2, 1000) == content[size // 2 : size // 2 + 1000]


def test_the_same_content_is_stored_once_and_has_one_id(blobs: Blobs, tmp_path: Path) -> None:
    first = blobs.put(PROJECT, [b"same", b"content"])
    second = blobs.put(PROJECT, [b"samecontent"])

    assert first == second
    assert len(stored(tmp_path)) == 1
    assert b"".join(blobs.open(PROJECT, first.id).stream()) == b"samecontent"


def test_an_id_tells_nothing_about_content_nor_across_projects(blobs: Blobs) -> None:
    ours, theirs = blobs.put(PROJECT, [b"same"]), blobs.put(OTHER, [b"same"])

    assert ours.id != theirs.id
    assert ours.id != hashlib.sha256(b"same").hexdigest()


def test_content_of_one_project_does_not_exist_in_another(blobs: Blobs) -> None:
    ref = blobs.put(PROJECT, [b"x"])

    with pytest.raises(ContentMissing):
        blobs.open(OTHER, ref.id)


def test_a_file_copied_into_another_project_does_not_open_there(blobs: Blobs, tmp_path: Path) -> None:
    ours, theirs = blobs.put(PROJECT, [b"ours"]), blobs.put(OTHER, [b"their"])

    path_of(tmp_path, theirs.id).write_bytes(path_of(tmp_path, ours.id).read_bytes())

    with pytest.raises(StreamDamaged):
        blobs.open(OTHER, theirs.id)


def test_two_whole_objects_of_one_project_cannot_be_exchanged(blobs: Blobs, tmp_path: Path) -> None:
    one, two = blobs.put(PROJECT, [b"left eye"]), blobs.put(PROJECT, [b"right ey"])

    path_of(tmp_path, one.id).write_bytes(path_of(tmp_path, two.id).read_bytes())

    with pytest.raises(StreamDamaged, match="exchanged"):
        blobs.open(PROJECT, one.id)


def test_a_cut_or_lengthened_object_does_not_even_open(blobs: Blobs, tmp_path: Path) -> None:
    ref = blobs.put(PROJECT, [os.urandom(50_000)])
    path = path_of(tmp_path, ref.id)
    whole = path.read_bytes()

    for broken in [whole[:-1], whole[:-16], whole[:-33], whole[:100], whole[:20], b"", whole + b"\0", whole + whole]:
        path.write_bytes(broken)
        with pytest.raises(StreamDamaged):
            blobs.open(PROJECT, ref.id)


def test_an_altered_byte_is_found_when_it_is_read(blobs: Blobs, tmp_path: Path) -> None:
    ref = blobs.put(PROJECT, [bytes(50_000)])
    path = path_of(tmp_path, ref.id)
    content = bytearray(path.read_bytes())
    content[20_000] ^= 1
    path.write_bytes(content)

    reader = blobs.open(PROJECT, ref.id)

    assert reader.read(0, 100) == bytes(100)
    with pytest.raises(StreamDamaged):
        reader.read(17_000, 100)


def test_deleted_content_is_gone_and_can_come_again(blobs: Blobs) -> None:
    ref = blobs.put(PROJECT, [b"x"])

    assert blobs.delete(PROJECT, ref.id) is True
    assert blobs.delete(PROJECT, ref.id) is False
    with pytest.raises(ContentMissing):
        blobs.open(PROJECT, ref.id)
    assert blobs.put(PROJECT, [b"x"]) == ref


@pytest.mark.parametrize(
    "blob_id", ["", "x", "../" * 20, "A" * 64, "0" * 63, "0" * 65, "0" * 64 + "\n", "0" * 62 + "/x"]
)
def test_what_is_not_an_id_is_refused_before_the_store_is_asked(blobs: Blobs, blob_id: str) -> None:
    with pytest.raises(Invalid):
        blobs.open(PROJECT, blob_id)
    with pytest.raises(Invalid):
        blobs.delete(PROJECT, blob_id)


def test_a_sender_that_fails_leaves_nothing(blobs: Blobs, tmp_path: Path) -> None:
    def failing():  # noqa: ANN202  a generator that never ends well
        yield os.urandom(2_000_000)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        blobs.put(PROJECT, failing())

    assert stored(tmp_path) == []


def test_what_a_dead_writer_left_is_swept_after_its_time_and_nothing_else(blobs: Blobs, tmp_path: Path) -> None:
    ref = blobs.put(PROJECT, [b"kept"])
    blobs.store.put("tmp/0123", [b"left behind"])
    (tmp_path / "blobs" / "tmp" / "4567#89").write_bytes(b"half")

    assert blobs.sweep(now() - timedelta(hours=1)) == 0
    assert blobs.sweep(now() + timedelta(hours=1)) == 2

    assert [path.name for path in stored(tmp_path)] == [ref.id]


def test_many_ranges_of_one_object_look_at_its_head_once(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    content = random.Random(3).randbytes(200_000)
    ref = blobs.put(PROJECT, [content])
    assert blobs.read(PROJECT, ref.id, 0, 10) == content[:10]
    asked: list[tuple[int, int]] = []
    get = blobs.store.get
    monkeypatch.setattr(blobs.store, "get", lambda key, *place: asked.append(place) or get(key, *place))

    for start in range(0, 200_000, 20_000):
        assert blobs.read(PROJECT, ref.id, start, 15_000) == content[start : start + 15_000]
    assert len(asked) == 10


def test_a_kept_reader_proves_every_byte_and_ends_with_its_key(blobs: Blobs, tmp_path: Path) -> None:
    content = random.Random(4).randbytes(100_000)
    ref = blobs.put(PROJECT, [content])
    assert blobs.read(PROJECT, ref.id, 50_000, 10) == content[50_000:50_010]
    assert isinstance(blobs.key_for_project, Keys)

    blobs.key_for_project.kept[PROJECT] = DataKey(new_id(), os.urandom(32))
    with pytest.raises(StreamDamaged):
        blobs.read(PROJECT, ref.id, 50_000, 10)
    del blobs.key_for_project.kept[PROJECT]
    with pytest.raises(KeyError):
        blobs.read(PROJECT, ref.id, 50_000, 10)


def test_altered_removed_and_renewed_content_is_told_apart(blobs: Blobs, tmp_path: Path) -> None:
    content = random.Random(5).randbytes(100_000)
    ref = blobs.put(PROJECT, [content])
    assert blobs.read(PROJECT, ref.id, 0, 10) == content[:10]

    blobs.delete(PROJECT, ref.id)
    with pytest.raises(ContentMissing):
        blobs.read(PROJECT, ref.id, 0, 10)
    assert blobs.put(PROJECT, [content]) == ref
    assert blobs.read(PROJECT, ref.id, 99_000, 10) == content[99_000:99_010]

    path = path_of(tmp_path, ref.id)
    altered = bytearray(path.read_bytes())
    altered[5_000] ^= 1
    path.write_bytes(altered)
    with pytest.raises(StreamDamaged):
        blobs.read(PROJECT, ref.id, 0, 10)
    assert blobs.read(PROJECT, ref.id, 99_000, 10) == content[99_000:99_010]


def test_readers_of_a_key_that_is_gone_are_forgotten(tmp_path: Path) -> None:
    keys = Keys()
    erased = False

    def key_of(project: UUID) -> DataKey:
        if erased:
            raise KeyErased("gone")
        return keys(project)

    blobs = Blobs(KIND.open(tmp_path), key_of)
    refs = [blobs.put(project, [b"content" * 100]) for project in (PROJECT, OTHER)]
    for project, ref in zip((PROJECT, OTHER), refs, strict=True):
        assert blobs.read(project, ref.id, 0, 7) == b"content"
    erased = True
    with pytest.raises(KeyErased):
        blobs.read(PROJECT, refs[0].id, 0, 7)

    kept = vars(vars(blobs)["_opened"])["_kept"]
    assert [project for project, _ in kept] == [OTHER]
