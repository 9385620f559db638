"""A town whose operator has listed two folders, and the files that tests import."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from databases import Server, drop_database, fresh_database
from houses import POLICY, Town, build_town, prepare
from labelkeep.access.jobs import run
from labelkeep.core.settings import Settings
from labelkeep.entrypoints.assembly import assemble

SHARED = Path(__file__).parents[4] / "shared" / "data"


def shared(name: str) -> Path:
    """Return a folder of the real files, or skip."""
    if not (SHARED / name).exists():
        pytest.skip(f"{name} of the shared test files is not here")
    return SHARED / name


def _town(server: Server, drop: Path, **settings: Any) -> Iterator[Town]:
    home = Path(tempfile.mkdtemp(prefix="lk-home-"))
    urls = fresh_database(server, prepare)
    roots = (drop, SHARED) if SHARED.exists() else (drop,)
    house = assemble(Settings(home=home, import_roots=roots, **settings), urls)
    town = build_town(house)
    assert town.owner.post(f"{town.url}/policy", json=POLICY).status_code == 201
    yield town
    house.close()
    drop_database(server, urls)
    shutil.rmtree(home)


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """The first listed folder, empty."""
    made = tmp_path / "drop"
    made.mkdir()
    return made


@pytest.fixture
def quarry(debian_server: Server, drop: Path) -> Iterator[Town]:
    """A town with a policy in force that may import from ``drop`` (root 0) and the shared files (root 1)."""
    yield from _town(debian_server, drop)


@pytest.fixture
def both(server: Server, drop: Path) -> Iterator[Town]:
    """The same, on each of the two servers."""
    yield from _town(server, drop)


class Imports:
    """Importing as a person does it: by HTTP, the job being run here and now."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.client = town.manager

    def open(self, source: dict[str, Any], **more: Any) -> dict[str, Any]:
        answer = self.client.post(f"{self.town.url}/imports", json={"source": source, **more})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def folder(self, path: str, root: int = 1, **more: Any) -> dict[str, Any]:
        """Import a folder to its end."""
        return self.finish(self.open({"kind": "folder", "root": root, "path": path}, format="auto") | more)

    def finish(self, opened: dict[str, Any]) -> dict[str, Any]:
        """Start an import and run its job."""
        url = f"{self.town.url}/imports/{opened['id']}"
        started = self.client.post(f"{url}/start")
        assert started.status_code == 200, started.text
        run(self.town.house, self.town.house.parts["jobs"], "import", started.json()["job"]["id"])
        return self.client.get(url).json()

    def send(self, opened: dict[str, Any], name: str, data: bytes, part: int = 1 << 20) -> str:
        """Upload a file in parts."""
        url = f"{self.town.url}/imports/{opened['id']}/files"
        file = self.client.post(url, json={"name": name, "size": len(data)})
        assert file.status_code == 201, file.text
        file_id = file.json()["file_id"]
        for offset in range(file.json()["received"], len(data), part):
            answer = self.put(opened, file_id, offset, data[offset : offset + part])
            assert answer.status_code == 200, answer.text
        return file_id

    def put(self, opened: dict[str, Any], file_id: str, offset: int, data: bytes) -> Any:
        """Upload one part."""
        url = f"{self.town.url}/imports/{opened['id']}/files/{file_id}?offset={offset}"
        return self.client.put(url, content=data, headers={"Content-Type": "application/octet-stream"})

    def report(self, opened: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
        """Return all lines of a report."""
        lines: list[dict[str, Any]] = []
        after: str | None = "0"
        while after is not None:
            url = f"{self.town.url}/imports/{opened['id']}/report"
            page = self.client.get(url, params={"after": after, "limit": 200, **query}).json()
            lines += page["items"]
            after = page["next"]
        return lines

    def assets(self, **query: Any) -> dict[str, Any]:
        """Return a page of assets."""
        return self.client.get(f"{self.town.url}/assets", params=query).json()


@pytest.fixture
def imports(quarry: Town) -> Imports:
    """Importing on one server."""
    return Imports(quarry)


@pytest.fixture
def imports_on_both(both: Town) -> Imports:
    """Importing on each of the two servers."""
    return Imports(both)
