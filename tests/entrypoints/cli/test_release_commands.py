"""A release from the server's console, as named people."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from houses import Town
from labelkeep.core.errors import LabelkeepError
from labelkeep.entrypoints.cli import app, main, releases
from labelkeep.infra.house import House
from tests.domain.releases import made

PROJECT = "Retina screening"


@pytest.fixture
def town(fast_works: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town at work whose house the commands find: it stands already, so they need not open it."""

    @contextmanager
    def standing(_home: Path | None) -> Iterator[House]:
        yield fast_works.house

    monkeypatch.setattr(releases, "house_of", standing)
    return fast_works


def command(*words: str) -> Any:
    """Run a command with ``--json`` and return what it says; raise what it complains of."""
    result = CliRunner().invoke(app, ["release", *words, "--json"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_release_is_asked_for_approved_taken_and_verified(town: Town, tmp_path: Path) -> None:
    made.fill(town, train=2, val=1)
    asked = command(
        *("request", PROJECT, "--snapshot", "June", "--format", "coco", "--purpose", "Training."),
        *("--split", "train", "--as", "owner@example.test"),
    )
    approved = command("approve", PROJECT, "1", "--as", "manager@example.test")
    made.run(town, asked)
    [listed] = command("list", PROJECT, "--as", "Owner Person")
    out = tmp_path / "out.zip"
    taken = command("download", PROJECT, "1", str(out), "--as", "owner@example.test")
    checked = command("verify", str(out), "--key", town.house.parts["signer"]().verifier.vkey)

    assert (asked["state"], approved["state"], listed["state"]) == ("requested", "approved", "ready")
    assert taken["bytes"] == out.stat().st_size
    assert checked["manifest_sha256"] == listed["manifest_sha256"]
    assert (checked["ok"], checked["counts"]["assets"]) == (True, 2)


def test_a_snapshot_of_that_name_is_used_again(town: Town) -> None:
    words = ("request", PROJECT, "--snapshot", "June", "--purpose", "Training.", "--as", "owner@example.test")

    assert command(*words)["snapshot"] == command(*words)["snapshot"]


def test_the_console_gives_nobody_more_rights(town: Town) -> None:
    command("request", PROJECT, "--snapshot", "June", "--purpose", "Training.", "--as", "manager@example.test")

    for name in ("manager", "owner", "labeler", "stranger"):
        with pytest.raises(LabelkeepError) as error:
            command("approve", PROJECT, "1", "--as", f"{name}@example.test")
        assert error.value.code in ("release.own", "denied", "not_found")


def test_nothing_is_taken_when_it_cannot_be_kept(town: Town, tmp_path: Path) -> None:
    release = made.ready(town)
    (tmp_path / "there").write_text("mine")

    for out in (tmp_path / "there", tmp_path / "no" / "folder.zip"):
        with pytest.raises(LabelkeepError, match="Nothing was taken"):
            command("download", PROJECT, "1", str(out), "--as", "owner@example.test")

    assert made.see(town, release)["recipients"][0]["downloaded_at"] is None


def test_a_number_that_is_not_there_is_said(town: Town) -> None:
    with pytest.raises(LabelkeepError, match="There is no release 9"):
        command("approve", PROJECT, "9", "--as", "manager@example.test")


def test_a_changed_file_ends_with_an_error(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray(made.download(town, made.ready(town)))
    data[80] ^= 1
    (tmp_path / "x.zip").write_bytes(data)
    words = ["labelkeep", "release", "verify", str(tmp_path / "x.zip")]
    monkeypatch.setattr(sys, "argv", [*words, "--key", town.house.parts["signer"]().verifier.vkey])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("labelkeep: ")
