"""Nothing in the repository names a package registry, a path of somebody's machine or a secret."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Written in pieces, so that this file passes its own test.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg.com",
    "deb." + "debian.org",
]
HOSTS += ["proxy." + "golang.org", "crates" + ".io", "download." + "pytorch.org"]
PATHS = [
    "/ro" + "ot/",
    "(?<![a-z])/home" + "/[a-z]",
    "/Use" + "rs/[A-Za-z]",
    "[.]py" + "env/",
    # the API has a path of that name, and code makes addresses of it
    "(?<![}s])/wo" + "rk/(?!label|review|next|current|recall|mine|[$])",
]
SECRETS = ["-----BEGIN [A-Z ]*PRIVATE " + "KEY-----", "AKI" + "A[0-9A-Z]{16}"]
OPTIONS = ["--(?:extra-)?index-" + "url", '"resolved": "' + "http"]
FORBIDDEN = re.compile("|".join([*(re.escape(host) for host in HOSTS), *PATHS, *SECRETS, *OPTIONS]))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_tracked_files_name_no_host_and_no_path_of_a_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number} {match.group()}"
        for path in tracked()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if (match := FORBIDDEN.search(line))
    ]

    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "see https://" + HOSTS[0] + "/x",
        "/ro" + "ot/data",
        "/wo" + "rk/main",
        "--index-" + "url x",
        "AKI" + "A" + "0" * 16,
    ],
)
def test_a_planted_word_is_seen(planted: str) -> None:
    assert FORBIDDEN.search(planted)


@pytest.mark.parametrize("route", ["/wo" + "rk/label/next", "/wo" + "rk/current", "see home/ledger"])
def test_routes_of_the_product_are_not_paths_of_a_machine(route: str) -> None:
    assert FORBIDDEN.search(route) is None


def test_nothing_generated_or_borrowed_is_tracked() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in tracked()]

    unwanted = re.compile(
        r"(^|/)(node_modules|dist|shared|labelkeep-home)/|uv\.lock$|^src/labelkeep/entrypoints/http/web/"
    )
    assert [name for name in names if unwanted.search(name)] == []


def test_every_locked_python_package_has_hashes() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        entries = re.split(r"\n(?=[a-zA-Z0-9])", lock.read_text("utf-8"))
        assert [entry.split()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = {
        "run.txt": project["project"]["dependencies"],
        "dev.txt": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
    }

    for lock, lines in wanted.items():
        names = {re.split(r"[\[<>=~! ;]", line)[0].lower() for line in lines}
        locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements" / lock).read_text("utf-8"), re.MULTILINE))
        assert names - locked == set(), f"run `make lock`: {lock}"
