"""Receiving files: in parts, resumed, within limits, and by those who may."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from databases import Server
from domain.assets.conftest import Imports, _town
from houses import Town


def test_upload_goes_on_after_a_dropped_connection(imports: Imports) -> None:
    opened = imports.open({"kind": "upload"})
    url = f"{imports.town.url}/imports/{opened['id']}/files"
    file = imports.client.post(url, json={"name": "dir/a.bin", "size": 10}).json()
    assert imports.put(opened, file["file_id"], 0, b"01234").json() == {"received": 5}

    again = imports.client.post(url, json={"name": "dir/a.bin", "size": 10}).json()

    assert (again["file_id"], again["received"]) == (file["file_id"], 5)
    assert imports.client.get(f"{url}/{file['file_id']}").json()["received"] == 5
    gap = imports.put(opened, file["file_id"], 7, b"789")
    assert (gap.status_code, gap.json()["code"], gap.json()["received"]) == (409, "upload.gap", 5)
    waiting = imports.client.post(f"{imports.town.url}/imports/{opened['id']}/start")
    assert (waiting.status_code, waiting.json()["files"]) == (409, ["dir/a.bin"])
    assert imports.put(opened, file["file_id"], 5, b"56789").json() == {"received": 10}
    assert imports.finish(opened)["files"] == 1


def test_same_name_with_another_size_is_refused(imports: Imports) -> None:
    opened = imports.open({"kind": "upload"})
    imports.send(opened, "a.bin", b"123")

    answer = imports.client.post(f"{imports.town.url}/imports/{opened['id']}/files", json={"name": "a.bin", "size": 4})

    assert (answer.status_code, answer.json()["code"]) == (409, "import.file_taken")


def test_bytes_past_the_announced_size_are_refused(imports: Imports) -> None:
    opened = imports.open({"kind": "upload"})
    url = f"{imports.town.url}/imports/{opened['id']}/files"
    file = imports.client.post(url, json={"name": "a.bin", "size": 3}).json()

    assert imports.put(opened, file["file_id"], 0, b"12345").json()["code"] == "upload.too_long"


def test_started_import_takes_no_more_files(imports: Imports) -> None:
    opened = imports.open({"kind": "upload"})
    imports.finish(opened)

    answer = imports.client.post(f"{imports.town.url}/imports/{opened['id']}/files", json={"name": "a", "size": 1})

    assert (answer.status_code, answer.json()["code"]) == (409, "import.closed")


@pytest.fixture
def small(debian_server: Server, drop: Path) -> Iterator[Town]:
    yield from _town(debian_server, drop, max_upload_mib=1)


def test_file_above_the_operators_limit_is_refused(small: Town, drop: Path) -> None:
    imports = Imports(small)
    opened = imports.open({"kind": "upload"})
    answer = imports.client.post(f"{small.url}/imports/{opened['id']}/files", json={"name": "a.png", "size": 2 << 20})
    (drop / "big.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2 << 20))

    done = imports.folder("", root=0)

    assert (answer.status_code, answer.json()["code"]) == (422, "import.file_too_large")
    assert [line["code"] for line in imports.report(done)] == ["import.file_too_large"]


def test_nothing_is_imported_before_there_is_a_policy(fast_town: Town) -> None:
    answer = fast_town.owner.post(f"{fast_town.url}/imports", json={"source": {"kind": "upload"}})

    assert (answer.status_code, answer.json()["code"]) == (409, "policy.missing")


def test_import_of_another_project_is_not_there(imports: Imports) -> None:
    opened = imports.open({"kind": "upload"})
    file_id = imports.send(opened, "a.bin", b"123")
    town = imports.town
    other = f"/api/v1/projects/{town.another_project()}/imports/{opened['id']}"

    for path in ("", "/report", f"/files/{file_id}"):
        assert town.admin.get(other + path).status_code == 404, path
    assert town.admin.post(f"{other}/start").status_code == 404
    assert town.admin.post(f"{other}/cancel").status_code == 404
    data = town.admin.put(
        f"{other}/files/{file_id}?offset=0", content=b"x", headers={"Content-Type": "application/octet-stream"}
    )
    assert data.status_code == 404


def test_labelers_and_reviewers_import_nothing(imports: Imports) -> None:
    for person in (imports.town.labeler, imports.town.reviewer):
        assert person.post(f"{imports.town.url}/imports", json={"source": {"kind": "upload"}}).status_code == 403
        assert person.get(f"{imports.town.url}/assets").status_code == 403
        assert person.get(f"{imports.town.url}/import-roots").status_code == 403
    assert imports.client.get(f"{imports.town.url}/import-roots").json()["items"][0]["id"] == 0
    assert imports.town.admin.get("/api/v1/site/import-roots").json()["items"][0]["id"] == 0
