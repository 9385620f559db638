"""What only a store in a folder promises; the suite for every store is in ``test_stores.py``."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from labelkeep.core.clock import now
from labelkeep.plugins.stores.local import KIND


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    old = os.umask(0)
    yield
    os.umask(old)


def test_files_and_folders_are_private_whatever_the_umask(tmp_path: Path) -> None:
    store = KIND.open(tmp_path / "home")
    seen: list[int] = []

    def watching() -> Iterator[bytes]:
        yield b"x"
        seen.extend(stat.S_IMODE(path.stat().st_mode) for path in files_below(tmp_path))
        yield b"y"

    store.put("tmp/one", watching())
    store.put("up/a/b", [b"x"])
    store.move("tmp/one", "blobs/ab/one")

    assert seen == [0o600]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files_below(tmp_path)} == {0o600}
    folders = [path for path in (tmp_path / "home" / "blobs").rglob("*") if path.is_dir()]
    assert len(folders) >= 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    assert stat.S_IMODE((tmp_path / "home" / "blobs").stat().st_mode) == 0o700


def test_a_link_planted_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    store = KIND.open(tmp_path / "home")
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "home" / "blobs" / "planted").symlink_to(tmp_path / "secret")

    with pytest.raises(OSError, match="symbolic"):
        store.get("planted", 0, 6)
    assert store.put("planted", [b"x"]) is False
    assert (tmp_path / "secret").read_bytes() == b"secret"


def test_the_unfinished_file_of_a_dead_writer_is_invisible_and_tidied(tmp_path: Path) -> None:
    store = KIND.open(tmp_path)
    store.put("up/one", [b"x"])
    unfinished = tmp_path / "blobs" / "up" / "two#123456"
    unfinished.write_bytes(b"half")
    os.utime(unfinished, (1000, 1000))

    assert [entry.key for entry in store.entries("up")] == ["up/one"]
    assert store.tidy(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert store.tidy(now()) == 1
    assert [path.name for path in files_below(tmp_path)] == ["one"]


def test_emptied_folders_do_not_pile_up(tmp_path: Path) -> None:
    store = KIND.open(tmp_path)
    store.put("uploads/p/u/00", [b"x"])

    store.delete("uploads/p/u/00")

    assert not (tmp_path / "blobs" / "uploads" / "p" / "u").exists()


def test_each_object_is_flushed_to_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = KIND.open(tmp_path)
    order: list[str] = []
    real_sync, real_link = os.fsync, os.link

    def sync(descriptor: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real_sync(descriptor)

    def link(source: Path, target: Path) -> None:
        order.append("name")
        real_link(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "link", link)
    store.put("one", [b"x"])

    assert order == ["file", "name", "folder"]
