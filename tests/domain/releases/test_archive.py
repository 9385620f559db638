"""An archive is a stream: flat, equal for equal input, and readable by others."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from labelkeep.domain.releases.archive import Archive


def packed(files: dict[str, list[bytes]]) -> bytes:
    """Pack files and return the whole archive."""
    return b"".join(chunks(Archive(), files))


def chunks(archive: Archive, files: dict[str, list[bytes]]) -> Iterator[bytes]:
    for path, content in files.items():
        yield from archive.add(path, content)
    yield from archive.close()


FILES = {"a.txt": [b"one", b"two"], "below/b.json": [b"{}"], "empty": []}


def test_what_was_packed_comes_out() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(FILES))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path: b"".join(content) for path, content in FILES.items()
        }


def test_equal_input_gives_equal_bytes() -> None:
    assert packed(FILES) == packed(FILES)


def test_each_file_is_told_with_size_and_hash() -> None:
    archive = Archive()
    list(chunks(archive, FILES))

    assert [(each.path, each.size, each.sha256[:8]) for each in archive.files] == [
        ("a.txt", 6, "25b6746d"),
        ("below/b.json", 2, "44136fa3"),
        ("empty", 0, "e3b0c442"),
    ]


def test_little_is_held_while_much_is_packed() -> None:
    archive = Archive()
    held = max(len(chunk) for chunk in archive.add("big", (bytes([n % 251]) * 65_536 for n in range(500))))

    assert held < 1 << 20


def test_other_programs_unpack_it(tmp_path: Path) -> None:
    if shutil.which("unzip") is None:
        pytest.skip("unzip is not installed")
    (tmp_path / "a.zip").write_bytes(packed(FILES))

    seen = subprocess.run(["unzip", "-tq", str(tmp_path / "a.zip")], capture_output=True, text=True, check=False)

    assert seen.returncode == 0, seen.stdout + seen.stderr
