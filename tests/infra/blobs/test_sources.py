import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from labelkeep.infra.blobs import Source, SourceEntry
from labelkeep.infra.blobs.errors import SourceRefused


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a root with a set of pictures, and a secret beside it."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_bytes(b"secret")
    pictures = tmp_path / "root" / "set"
    (pictures / "deep" / "er").mkdir(parents=True)
    (pictures / "a.jpg").write_bytes(b"aaa")
    (pictures / "deep" / "b.jpg").write_bytes(b"bb")
    (pictures / "deep" / "er" / "c.txt").write_bytes(b"c")
    (tmp_path / "root" / "outside-the-set.jpg").write_bytes(b"no")
    return tmp_path / "root"


def paths(source: Source, pattern: str = "*") -> list[str]:
    return [entry.path for entry in source.entries(pattern) if entry.refused is None]


def refusals(source: Source) -> dict[str, str | None]:
    return {entry.path: entry.refused for entry in source.entries() if entry.refused}


def read(source: Source, path: str) -> bytes:
    return b"".join(source.open(path))


def test_a_folder_is_listed_in_order_with_sizes_and_times(root: Path) -> None:
    os.utime(root / "set" / "a.jpg", ns=(5, 1_600_000_000_000_000_001))

    found = list(Source(root, "set").entries())

    assert found[0] == SourceEntry("a.jpg", 3, 1_600_000_000_000_000_001)
    assert [entry.path for entry in found] == ["a.jpg", "deep/b.jpg", "deep/er/c.txt"]


def test_a_pattern_is_about_the_name_or_about_the_path(root: Path) -> None:
    source = Source(root, "set")

    assert paths(source, "*.jpg") == ["a.jpg", "deep/b.jpg"]
    assert paths(source, "deep/*") == ["deep/b.jpg", "deep/er/c.txt"]
    assert paths(source, "*.png") == []


def test_files_are_read_whole_in_pieces(root: Path) -> None:
    (root / "set" / "big").write_bytes(os.urandom(2_500_000))
    source = Source(root, "set")

    assert read(source, "deep/er/c.txt") == b"c"
    assert read(source, "big") == (root / "set" / "big").read_bytes()
    assert max(map(len, source.open("big"))) == 1024 * 1024


def test_the_root_itself_can_be_the_folder_and_may_be_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)

    assert read(Source(tmp_path / "link"), "set/a.jpg") == b"aaa"


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "../outside-the-set.jpg",
        "../../secret/key",
        "deep/../a.jpg",
        "./a.jpg",
        "deep//b.jpg",
        "deep/",
        "a\0b",
    ],
)
def test_a_path_that_could_lead_out_is_refused(root: Path, path: str) -> None:
    with pytest.raises(SourceRefused):
        Source(root, "set").open(path)


def test_an_absolute_path_is_refused(root: Path) -> None:
    with pytest.raises(SourceRefused):
        Source(root, "set").open(str(root / "set" / "a.jpg"))


@pytest.mark.parametrize("folder", ["..", "../secret", "/etc", "set/../..", "none", "set/a.jpg"])
def test_a_folder_outside_the_root_or_none_at_all_is_refused(root: Path, folder: str) -> None:
    with pytest.raises(SourceRefused):
        Source(root, folder)


def test_links_are_shown_and_never_followed(root: Path, tmp_path: Path) -> None:
    (root / "set" / "file-link").symlink_to(tmp_path / "secret" / "key")
    (root / "set" / "folder-link").symlink_to(tmp_path / "secret")
    (root / "set" / "inner-link").symlink_to(root / "set" / "a.jpg")
    (root / "set" / "loop").symlink_to(root / "set")
    (root / "linked-set").symlink_to(tmp_path / "secret")
    source = Source(root, "set")

    assert refusals(source) == dict.fromkeys(["file-link", "folder-link", "inner-link", "loop"], "symlink")
    for path in ("file-link", "folder-link/key", "inner-link", "loop/a.jpg"):
        with pytest.raises(SourceRefused):
            source.open(path)
    with pytest.raises(SourceRefused):
        Source(root, "linked-set")


def test_a_folder_exchanged_for_a_link_while_it_is_listed_leads_nowhere(root: Path, tmp_path: Path) -> None:
    source = Source(root, "set")
    listing = source.entries()
    assert next(listing).path == "a.jpg"

    (root / "set" / "deep").rename(root / "set" / "moved")
    (root / "set" / "deep").symlink_to(tmp_path / "secret")

    assert not any(entry.path == "deep/key" for entry in listing)
    with pytest.raises(SourceRefused):
        source.open("deep/key")


def test_pipes_and_sockets_are_shown_and_refused_without_waiting(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(root / "set" / "pipe")
    monkeypatch.chdir(root / "set")  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
    source = Source(root, "set")

    assert refusals(source) == {"pipe": "special", "socket": "special"}
    for path in ("pipe", "socket", "deep"):
        with pytest.raises(SourceRefused):
            source.open(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a device")
def test_a_device_is_shown_and_refused(root: Path) -> None:
    try:
        os.mknod(root / "set" / "zero", 0o020666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("this machine lets nobody make devices")

    assert refusals(Source(root, "set")) == {"zero": "special"}
    with pytest.raises(SourceRefused):
        Source(root, "set").open("zero")


def test_odd_names_are_listed_and_lead_back_to_their_files(root: Path) -> None:
    folder = os.fsencode(root / "set")
    odd = [
        b"\xff\xfe.jpg",
        b"new\nline.jpg",
        b"-rf",
        b" ",
        b"...",
        b"a\\b",
        "größe.jpg".encode(),
        b"%2e%2e",
        b"x" * 255,
    ]
    for number, name in enumerate(odd):
        with open(folder + b"/" + name, "wb") as file:  # noqa: PTH123  the name is bytes
            file.write(bytes([number]))
    source = Source(root, "set")

    found = paths(source)

    assert {os.fsencode(path) for path in found} >= set(odd)
    for number, name in enumerate(odd):
        assert read(source, os.fsdecode(name)) == bytes([number])


def test_a_refusal_names_odd_names_as_plain_text_and_no_place_of_this_machine(root: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceRefused) as caught:
        Source(root, "set").open(os.fsdecode(b"\xff.jpg"))

    assert caught.value.facts["path"].encode() == b"\\xff.jpg"
    assert str(tmp_path) not in caught.value.message


def test_folders_without_end_are_refused_at_a_depth(root: Path) -> None:
    deep = root / "set" / "pit"
    for _ in range(70):
        deep /= "d"
    deep.mkdir(parents=True)

    assert list(refusals(Source(root, "set")).values()) == ["too_deep"]


def test_a_folder_that_may_not_be_read_is_shown(root: Path) -> None:
    closed = root / "set" / "closed"
    closed.mkdir(mode=0o000)
    probe = (
        "import os, sys; from pathlib import Path; from labelkeep.infra.blobs import Source\n"
        "os.chdir(sys.argv[1])\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "print([(e.path, e.refused) for e in Source(Path('.'), 'set').entries() if e.refused])\n"
    )

    run = subprocess.run(
        [sys.executable, "-c", probe, str(root)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert run.stdout == "[('closed', 'unreadable')]\n", run.stderr


def test_nothing_is_left_open(root: Path) -> None:
    open_files = Path("/proc/self/fd")
    if not open_files.exists():
        pytest.skip("this system does not show open files")
    before = len(list(open_files.iterdir()))
    source = Source(root, "set")

    for _ in range(50):
        list(source.entries())
        read(source, "deep/b.jpg")
        with pytest.raises(SourceRefused):
            source.open("deep/none")
        with pytest.raises(SourceRefused):
            source.open("deep")

    assert len(list(open_files.iterdir())) == before
