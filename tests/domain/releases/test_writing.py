"""What a release holds, and that it survives being killed at any moment."""

import contextlib
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from houses import Town
from labelkeep.access import jobs
from labelkeep.access.capabilities import Approve, Explore
from labelkeep.core.errors import Conflict
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.releases import gathering
from labelkeep.domain.releases.tables import ReleaseRow
from labelkeep.domain.releases.writing import ReleaseJob
from labelkeep.infra.ledger.notes import verify_note
from tests.domain.releases import made
from works import add_pictures, label_of, submit, take

SECRETS = (b"Train the cell counter", b"picture 0", b"June", b"lk-label/1", b'"rbc"', b"PK\x03\x04")


class Killed(BaseException):
    """Stands for the end of the process: nothing that handles errors sees it."""


class Dying(ReleaseJob):
    """Dies at the end of one step, after its work and before its transaction is kept."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at
        self.steps = 0

    def step(self, access: Any, subject_id: UUID, cursor: dict[str, Any]) -> jobs.Step:
        step = super().step(access, subject_id, cursor)
        self.steps += 1
        if self.steps == self.at:
            raise Killed
        return step


def start(town: Town, handler: Any, release: dict[str, Any]) -> None:
    """Run the release's job with a handler of the test's."""
    jobs.run(town.house, {"release": handler}, "release", UUID(made.see(town, release)["job"]["id"]))


def uninterrupted(town: Town, release: dict[str, Any]) -> str | None:
    """Write the release in one go, keep nothing of it in the database, and return the id of its content."""
    with contextlib.suppress(Killed), town.as_person("manager", Approve) as access:
        cursor: dict[str, Any] = {}
        while not cursor.get("written"):
            cursor = ReleaseJob().step(access, UUID(release["id"]), cursor).cursor
        blob = access.get(ReleaseRow, UUID(release["id"])).blob
        raise Killed
    return blob


def blob_of(town: Town, release: dict[str, Any]) -> str | None:
    """Return the id of a release's content."""
    with town.as_person("manager", Approve) as access:
        return access.get(ReleaseRow, UUID(release["id"])).blob


def active_ms(town: Town, version: str) -> int:
    """Return how long somebody worked on a version, as it is stored."""
    with town.as_person("owner", Explore) as access:
        return access.get(VersionRow, UUID(version)).active_ms


def blobs(town: Town) -> list[Path]:
    """Return what the store holds."""
    return [path for path in (town.house.settings.home / "blobs").rglob("*") if path.is_file()]


def test_everything_known_of_a_label_is_in_the_native_format(works: Town) -> None:
    made.fill(works)

    rows = made.lines(made.download(works, made.ready(works)))

    assert [(row["asset"]["name"], row["asset"]["split"]) for row in rows] == [
        *((f"picture {number}.png", "train") for number in range(3)),
        *((f"picture {number}.png", "val") for number in (3, 4)),
    ]
    first = rows[0]["provenance"]
    assert first["author"] == str(works.labeler.id)
    assert first["version"]["n"] == 1
    assert first["imported"] is False
    assert first["active_seconds"] == active_ms(works, first["version"]["id"]) / 1000
    assert [(each["by"], each["verdict"]) for each in first["reviews"]] == [(str(works.reviewer.id), "accept")]
    ontology = works.owner.get(f"{works.url}/ontology").json()["id"]
    guideline = works.owner.get(f"{works.url}/guideline").json()["id"]
    assert first["ontology"] == ontology
    assert first["guideline"] == {"opened": guideline, "submitted": guideline}


def test_labels_leave_exactly_as_they_are_stored(fast_works: Town) -> None:
    made.fill(fast_works, train=1, val=0)
    data = made.unpacked(made.download(fast_works, made.ready(fast_works)))["assets.jsonl"]

    row = json.loads(data)
    stored = data[data.index(b'"label":') + 8 : data.index(b',"provenance"')]

    assert hashlib.sha256(stored).hexdigest() == row["provenance"]["version"]["sha256"]


def test_what_nobody_accepted_stays_out_and_is_counted(works: Town) -> None:
    add_pictures(works, 4)
    made.label_all(works, 3)
    made.review_all(works, 1)

    files = made.unpacked(made.download(works, made.ready(works)))

    assert len(files["assets.jsonl"].splitlines()) == 1
    counts = json.loads(files["manifest.json"])["counts"]
    assert counts == {"assets": 1, "labels": 1, "objects": 2, "left_out_not_reviewed": 3}


def test_assets_without_objects_and_without_labels_are_kept(fast_works: Town) -> None:
    add_pictures(fast_works, 3)
    work = take(fast_works, "labeler")
    submit(fast_works, "labeler", work, label_of(work, 0))
    made.label_all(fast_works, 1)

    release = made.ready(fast_works, only_reviewed=False)
    rows = made.lines(made.download(fast_works, release))

    assert (release["assets"], release["labels"]) == (3, 2)
    assert [None if row["label"] is None else len(row["label"]["objects"]) for row in rows] == [0, 2, None]
    assert rows[2]["provenance"] == {}


def test_a_release_of_nothing_is_a_release(fast_works: Town) -> None:
    files = made.unpacked(made.download(fast_works, made.ready(fast_works)))

    assert files["assets.jsonl"] == b""


def test_splits_and_classes_are_filtered(fast_works: Town) -> None:
    add_pictures(fast_works, 2, split="train")
    add_pictures(fast_works, 1, split="val", first=2)
    add_pictures(fast_works, 1, first=3)
    for _ in range(4):
        work = take(fast_works, "labeler")
        label = label_of(work, 3)
        label["objects"][0] |= {"class": "wbc", "attributes": [{"attr": "stage", "options": [{"option": "old"}]}]}
        assert submit(fast_works, "labeler", work, label).status_code == 200
    made.review_all(fast_works, 4)

    rows = made.lines(made.download(fast_works, made.ready(fast_works, splits=["train"], classes=["wbc"])))

    assert [row["asset"]["split"] for row in rows] == ["train", "train"]
    assert [[found["class"] for found in row["label"]["objects"]] for row in rows] == [["wbc"], ["wbc"]]


def test_the_manifest_says_what_the_release_is(works: Town) -> None:
    made.fill(works)
    release = made.ready(works, notes="For the June model.", splits=["train", "val"])

    files = made.unpacked(made.download(works, release))
    said = json.loads(files["manifest.json"])

    assert said["release"] == {"id": release["id"], "n": 1}
    assert said["project"]["name"] == "Retina screening"
    assert (said["purpose"], said["notes"]) == (made.BODY["purpose"], "For the June model.")
    assert [each["by"]["name"] for each in said["approvals"]] == ["Manager Person"]
    assert said["snapshot"]["name"] == "June"
    assert {each["path"]: each["sha256"] for each in said["files"]} == {
        path: hashlib.sha256(data).hexdigest()
        for path, data in files.items()
        if path not in ("manifest.json", "manifest.sig")
    }
    assert hashlib.sha256(files["manifest.json"]).hexdigest() == release["manifest_sha256"]


def test_the_ledgers_key_signs_the_manifest(fast_works: Town) -> None:
    files = made.unpacked(made.download(fast_works, made.ready(fast_works)))

    note = verify_note(files["manifest.sig"], [fast_works.house.parts["signer"]().verifier])

    assert note.text.splitlines()[2] == f"sha256 {hashlib.sha256(files['manifest.json']).hexdigest()}"


def test_pycocotools_loads_the_coco_release_without_a_word(fast_works: Town, tmp_path: Path) -> None:
    coco = pytest.importorskip("pycocotools.coco", reason="pycocotools is not installed")
    made.fill(fast_works)
    files = made.unpacked(made.download(fast_works, made.ready(fast_works, format="coco")))
    path = tmp_path / "train.json"
    path.write_bytes(files["annotations/instances_train.json"])

    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.redirect_stderr(said):
        loaded = coco.COCO(str(path))

    assert "warn" not in said.getvalue().lower()
    assert len(loaded.getImgIds()) == 3
    assert sorted(each["bbox"] for each in loaded.loadAnns(loaded.getAnnIds())) == [
        *([[10.0, 20.5, 20.0, 30.0]] * 3),
        *([[50.0, 20.5, 20.0, 30.0]] * 3),
    ]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "PAGE_ROWS", 2)
    monkeypatch.setattr(gathering, "STRETCH_ROWS", 2)
    monkeypatch.setattr(gathering, "STEP_SECONDS", 0)


@pytest.mark.usefixtures("small_pages")
def test_killed_after_any_step_it_goes_on_and_nothing_is_lost_or_doubled(fast_works: Town) -> None:
    made.fill(fast_works)
    release = made.approve(fast_works, made.ask(fast_works))
    whole = uninterrupted(fast_works, release)

    deaths = 0
    for step in (1, 1, 2, 2, 1, 1, 1):
        with contextlib.suppress(Killed):
            start(fast_works, Dying(step), release)
            break
        deaths += 1
    made.run(fast_works, release)

    assert deaths == 7
    assert blob_of(fast_works, release) == whole
    assert made.see(fast_works, release)["job"]["done"] == 5
    assert len(blobs(fast_works)) == 1, "the gathered parts are gone, and the file is there once"


@pytest.mark.usefixtures("small_pages")
def test_a_part_is_written_once_however_often_its_step_is_repeated(fast_works: Town) -> None:
    made.fill(fast_works)
    release = made.approve(fast_works, made.ask(fast_works))
    counts: list[int] = []
    for _ in range(3):
        with pytest.raises(Killed):
            start(fast_works, Dying(1), release)
        counts.append(len(blobs(fast_works)))

    assert counts == [1, 1, 1]


def test_a_killed_process_is_followed_by_one_that_goes_on(works: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "PAGE_ROWS", 1)
    monkeypatch.setattr(gathering, "STRETCH_ROWS", 1)
    monkeypatch.setattr(gathering, "STEP_SECONDS", 0)
    made.fill(works)
    release = made.approve(works, made.ask(works))
    whole = uninterrupted(works, release)
    given = {
        "home": str(works.house.settings.home),
        "urls": asdict(works.house.urls),
        "job": release["job"]["id"],
    }
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.domain.releases.interrupted"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert child.stdin
    assert child.stdout
    child.stdin.write(json.dumps(given).encode())
    child.stdin.close()
    assert child.stdout.readline() == b"in the middle\n"
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    child.stdout.close()

    before = made.see(works, release)
    made.run(works, release)

    assert (before["state"], before["job"]["done"]) == ("writing", 2)
    assert blob_of(works, release) == whole
    assert len(made.lines(made.download(works, release))) == 5


@pytest.mark.usefixtures("small_pages")
def test_nothing_of_a_release_lies_about_in_clear(fast_works: Town) -> None:
    made.fill(fast_works)
    release = made.approve(fast_works, made.ask(fast_works))
    with pytest.raises(Killed):
        start(fast_works, Dying(4), release)
    halfway = [path.read_bytes() for path in blobs(fast_works)]
    made.run(fast_works, release)

    stored = halfway + [path.read_bytes() for path in blobs(fast_works)]
    assert len(halfway) == 3
    assert [secret for secret in SECRETS for data in stored if secret in data] == []


class Broken(ReleaseJob):
    """Fails in words."""

    def step(self, access: Any, subject_id: UUID, cursor: dict[str, Any]) -> jobs.Step:
        raise Conflict("The disk is full.")


def test_a_failed_release_can_be_tried_again_by_an_approver(works: Town) -> None:
    made.fill(works, train=1, val=0)
    release = made.approve(works, made.ask(works))
    start(works, Broken(), release)
    failed = made.see(works, release)

    again = made.post(works, "manager", release, "retry").json()
    made.run(works, release)

    assert (failed["state"], failed["job"]["error"]["detail"]) == ("failed", "The disk is full.")
    assert (again["state"], again["job"]["id"] != failed["job"]["id"]) == ("approved", True)
    assert made.see(works, release)["state"] == "ready"
    assert made.post(works, "manager", release, "retry").json()["code"] == "release.wrong_state"


def test_the_job_stops_when_its_approver_has_lost_the_right(fast_works: Town) -> None:
    release = made.approve(fast_works, made.ask(fast_works))
    path = f"{fast_works.url}/members/{fast_works.manager.id}"
    assert fast_works.owner.patch(path, json={"release_approver": False}).status_code == 200

    made.run(fast_works, release)

    seen = made.see(fast_works, release)
    assert (seen["state"], seen["job"]["error"]["code"]) == ("failed", "job.right_lost")
