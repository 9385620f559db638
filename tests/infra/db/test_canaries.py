"""What people write is nowhere in clear: not in the home folder, not in a dump, not in the database's own files."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from databases import Server
from houses import NOTE, POLICY, Town, _house, build_town
from works import ONTOLOGY

CANARIES = {
    each: f"Canary-{each}-7f3a9c" for each in ("name", "mail", "project", "sensitive", "path", "class", "guide", "note")
}


@pytest.fixture
def embedded_town(embedded_server: Server) -> Iterator[Town]:
    for house in _house(embedded_server):
        yield build_town(house)


def plant(town: Town) -> None:
    """Write a canary into every text that the API takes here."""
    mail = f"{CANARIES['mail']}@example.test"
    person = {"name": CANARIES["name"], "email": mail}
    note = {**NOTE, "sensitive": CANARIES["sensitive"], "path": CANARIES["path"]}
    ontology = {"tasks": [{**ONTOLOGY["tasks"][0], "label": CANARIES["class"]}], "schema": ONTOLOGY["schema"]}
    guideline = {"text": CANARIES["guide"], "change_note": CANARIES["note"]}
    answers = [
        town.admin.post("/api/v1/site/people", json=person),
        town.owner.post(f"{town.url}/members", json={"email": mail, "role": "labeler"}),
        town.owner.post(f"{town.url}/policy", json={**POLICY, "note": note}),
        town.owner.post(f"{town.url}/ontology", json={"body": ontology}),
        town.owner.post(f"{town.url}/guideline", json=guideline),
    ]
    assert [each.status_code for each in answers] == [201] * 5, [each.text for each in answers]
    town.another_project(CANARIES["project"])
    town.labeler.post(f"{town.url}/policy", json={**POLICY, "note": note})
    assert CANARIES["name"] in town.owner.get(f"{town.url}/members").text


def hits(folder: Path) -> list[str]:
    found: list[str] = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes().lower()
            found += [f"{path.name}: {name}" for name, value in CANARIES.items() if value.lower().encode() in content]
    return found


def test_no_canary_is_found_in_clear(embedded_town: Town, embedded_server: Server, tmp_path: Path) -> None:
    plant(embedded_town)
    with psycopg.connect(embedded_server.conninfo, autocommit=True) as connection:
        connection.execute("checkpoint")
    data = Path(embedded_server.secrets).parent
    assert hits(embedded_town.house.settings.home) == []
    assert hits(data) == []

    dump(embedded_town, tmp_path / "dump.sql")
    assert hits(tmp_path) == []


def test_the_search_sees_a_canary_that_is_there(embedded_town: Town, embedded_server: Server, tmp_path: Path) -> None:
    with psycopg.connect(embedded_server.conninfo, autocommit=True) as connection:
        connection.execute("create table planted (word text)")
        connection.execute("insert into planted values (%s)", [CANARIES["name"]])
        connection.execute("checkpoint")
        seen = hits(Path(embedded_server.secrets).parent)
        connection.execute("drop table planted")

    assert seen


def dump(town: Town, target: Path) -> None:
    """Write every row as the backup role reads it (the server may be newer than any pg_dump at hand)."""
    with psycopg.connect(town.house.urls.backup) as connection, target.open("wb") as file:
        tables = connection.execute(
            "select table_name from information_schema.role_table_grants where grantee = current_user"
        ).fetchall()
        assert len(tables) > 30
        for (name,) in tables:
            with connection.cursor().copy(f'copy "{name}" to stdout (format binary)'.encode()) as copy:
                file.writelines(bytes(part) for part in copy)
