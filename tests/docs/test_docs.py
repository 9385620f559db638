"""The documents say what the code has, and promise nothing that is not there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])
WORDS = [
    *("project", "member", "asset", "part", "rendition", "view", "task", "lease", "label", "version", "object"),
    *("ontology", "guideline", "review", "issue", "policy", "snapshot", "release", "ledger", "receipt", "gold label"),
]
STATES = {"met", "partly", "not yet", "not by software"}


def compare(docs: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "docs.py"), "--docs", str(docs)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_generated_parts_are_up_to_date() -> None:
    seen = compare(DOCS)

    assert seen.returncode == 0, "run `make docs`:\n" + seen.stdout[-3000:] + seen.stderr[-3000:]


@pytest.mark.parametrize(
    ("page", "row"), [("operate/settings.md", "LABELKEEP_HOME"), ("operate/errors.md", "not_found")]
)
def test_an_undocumented_thing_is_seen(tmp_path: Path, page: str, row: str) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(DOCS, docs)
    kept = [line for line in (docs / page).read_text("utf-8").splitlines() if f"`{row}`" not in line]
    (docs / page).write_text("\n".join(kept) + "\n", "utf-8")

    seen = compare(docs)

    assert seen.returncode == 1
    assert row in seen.stdout


def test_every_generated_row_says_something() -> None:
    pages = [page for page in PAGES if page.name != "roles.md"]
    silent = [
        f"{page.relative_to(ROOT)}: {line}"
        for page in pages
        for line in page.read_text("utf-8").splitlines()
        if "**not documented**" in line or re.match(r"\| `.*\|\s*\|$", line)
    ]

    assert silent == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    paths = [(page.parent / target).resolve() for target in targets if "://" not in target]

    missing = [path.relative_to(ROOT).as_posix() for path in paths if not path.exists()]
    assert missing == []


def test_every_page_can_be_reached() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md", DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or not page.exists():
            continue
        seen.add(page)
        targets = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text("utf-8"))
        waiting += [(page.parent / target).resolve() for target in targets if "://" not in target]

    assert [page.relative_to(ROOT).as_posix() for page in DOCS.rglob("*.md") if page.resolve() not in seen] == []


@pytest.mark.parametrize("word", WORDS)
def test_the_glossary_defines(word: str) -> None:
    entry = re.search(rf"^\*\*{word}\*\*: (.+)$", (DOCS / "glossary.md").read_text("utf-8"), re.MULTILINE)

    assert entry is not None
    assert len(entry[1].split()) >= 4


def requirement_rows() -> list[list[str]]:
    """Cells of each row of the table of requirements: number, title, where, test, state."""
    lines = (DOCS / "requirements.md").read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| \d+ \|", line)]


def test_every_requirement_has_one_row_in_order() -> None:
    assert [int(row[0]) for row in requirement_rows()] == list(range(1, 131))


def test_requirements_know_four_states() -> None:
    assert {row[4] for row in requirement_rows()} <= STATES


def test_a_met_requirement_names_a_test_that_exists() -> None:
    unshown = [
        row[0]
        for row in requirement_rows()
        if row[4] == "met"
        and not any((ROOT / path).exists() for path in re.findall(r"`((?:tests|web|bench)/[^`:]+)", row[3]))
    ]

    assert unshown == []


def test_a_requirement_that_is_partly_met_says_what_is_missing() -> None:
    assert [row[0] for row in requirement_rows() if row[4] == "partly" and not row[5]] == []


def test_every_test_that_a_requirement_names_exists() -> None:
    named = {path for row in requirement_rows() for path in re.findall(r"`([^`]+)`", row[3])}

    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_the_sum_of_requirements_is_the_one_that_is_said() -> None:
    said = re.search(r"^Of 130: (.+)\.$", (DOCS / "requirements.md").read_text("utf-8"), re.MULTILINE)
    states = [row[4] for row in requirement_rows()]

    assert said is not None
    assert {name: int(n) for n, name in re.findall(r"(\d+) ([a-z ]+)", said[1])} == {s: states.count(s) for s in STATES}


def test_the_readme_fits_one_screen() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 45


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    records = sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
    listed = (DOCS / "decisions" / "index.md").read_text("utf-8")

    assert [int(name[:4]) for name in records] == list(range(len(records)))
    assert [name for name in records if name not in listed] == []


def test_documents_name_only_settings_that_exist() -> None:
    known = set(
        re.findall(r"^\| `(LABELKEEP_\w+)`", (DOCS / "operate" / "settings.md").read_text("utf-8"), re.MULTILINE)
    )
    known |= {"LABELKEEP_BUILD_WITHOUT_WEB"}

    named = {name for page in PAGES for name in re.findall(r"LABELKEEP_[A-Z_]+\b", page.read_text("utf-8"))}
    assert named - known == set()


def test_documents_name_only_commands_that_exist() -> None:
    table = (DOCS / "operate" / "commands.md").read_text("utf-8")
    known = set(re.findall(r"^\| `labelkeep ([a-z -]+)`", table, re.MULTILINE))
    assert known

    groups = {command.split()[0] for command in known if " " in command}
    named = {
        words for page in PAGES for words in re.findall(r"`labelkeep ([a-z]+(?: [a-z]+)?)", page.read_text("utf-8"))
    }
    wanted = {words if words.split()[0] in groups else words.split()[0] for words in named}
    assert wanted - known - groups == set()


def test_documents_name_only_make_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    in_code = re.compile(r"(?:`|^    )make ([a-z-]+)|^make ([a-z-]+) +#", re.MULTILINE)

    named = {first or second for page in PAGES for first, second in in_code.findall(page.read_text("utf-8"))}
    assert {"run", "test"} <= named <= targets
