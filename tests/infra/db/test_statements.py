"""The closed list of set statements: files, names and headers agree with each other and with what the SQL does."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from labelkeep.access.capabilities import CAPABILITIES
from labelkeep.access.system import TASKS
from labelkeep.entrypoints.migrating import metadata
from labelkeep.infra.db.session import COVERED_ELSEWHERE
from labelkeep.infra.db.statements import NAMES, statement
from labelkeep.infra.ledger.actions import ACTIONS

ROOT = Path(__file__).parents[3]
FOLDER = files("labelkeep.infra.db.statements")
HEADER = ("capability", "writes", "events")
COVERED = {
    "assets_split", "draft_save", "enqueue", "enter", "import_files_add", "import_files_mark", "import_progress",
    "import_report_add", "lease_beat", "reserve_renew", "tasks_open",
}  # fmt: skip
"""Statements that change rows and whose transaction need not write an event: each says why. Reviewed when it grows."""
BY_FUNCTION = {"enter": {"session"}, "enqueue": {"job"}}
"""What a statement changes by a function that it calls (``enqueue`` queues what the job row describes)."""


def source(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def code(name: str) -> str:
    return re.sub(r"--[^\n]*", "", source(name)).lower()


def written(name: str) -> set[str]:
    found = re.findall(
        r"\binsert\s+into\s+\"?(\w+)|\bupdate\s+\"?(\w+)\"?(?:\s+\w+)?\s+set\b|\bdelete\s+from\s+\"?(\w+)", code(name)
    )
    return {each for match in found for each in match if each} | BY_FUNCTION.get(name, set())


def test_names_are_the_files() -> None:
    found = {each.name.removesuffix(".sql") for each in FOLDER.iterdir() if each.name.endswith(".sql")}

    assert found == set(NAMES)
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_a_header_is_whole_and_names_what_exists(name: str) -> None:
    made = statement(name)
    known = {each.__name__ for each in (*CAPABILITIES, *TASKS)} | {"doors"}

    assert all(len(re.findall(rf"^-- {key}: \S", source(name), re.MULTILINE)) == 1 for key in HEADER)
    assert made.capabilities, "say who may run it"
    assert made.capabilities <= known
    assert made.writes <= set(metadata().tables)
    assert made.events <= {*ACTIONS, "any"}


@pytest.mark.parametrize("name", NAMES)
def test_a_header_says_what_the_statement_writes(name: str) -> None:
    assert set(statement(name).writes) == written(name)


@pytest.mark.parametrize("name", NAMES)
def test_what_claims_an_event_inserts_one(name: str) -> None:
    made = statement(name)

    assert bool(made.events) == ("ledger_event" in written(name))


def test_statements_without_an_event_of_their_own_are_a_closed_list() -> None:
    assert {name for name in NAMES if statement(name).covered} == COVERED
    assert all(len(statement(name).covered) > 20 for name in COVERED)
    assert set(COVERED_ELSEWHERE) >= statement("enqueue").writes


@pytest.mark.parametrize("file", [*sorted((ROOT / "migrations" / "sql").glob("*.sql")), *NAMES])
def test_settings_are_local_to_the_transaction(file: Path | str) -> None:
    text = code(file) if isinstance(file, str) else re.sub(r"--[^\n]*", "", file.read_text("utf-8")).lower()

    assert len(re.findall(r"\bset_config\s*\(", text)) == len(re.findall(r",\s*true\s*\)", text)) - len(
        re.findall(r"current_setting\([^()]*, true\)", text)
    )
    assert not re.search(r"\bset\s+(session|local|role)\b|\breset\b", text)


def filters(name: str) -> str:
    """What a statement of the asset list asks of an asset, without what pages it."""
    asked = " ".join(code(name).split()).split("left join lateral", 1)[1].split(" limit cast(", 1)[0]
    return asked.removesuffix(" order by a.seq").replace(" and a.seq > cast(:after as bigint)", "")


def test_what_is_counted_and_what_is_changed_is_what_the_list_shows() -> None:
    shown = filters("assets_list")

    assert shown.count("cast(:") > 15
    assert filters("assets_count") == shown
    assert filters("steer_chosen") == shown
