"""Releases of a town at work, made by its own people through the doors."""

import io
import json
import zipfile
from typing import Any
from uuid import UUID

from houses import Town
from labelkeep.access import jobs
from works import add_pictures, decide, label_of, submit, take

BODY = {"format": "jsonl", "purpose": "Train the cell counter."}


def label_all(town: Town, count: int, *, objects: int = 2) -> list[dict[str, Any]]:
    """Label that many pictures; return the work as it was handed out."""
    done: list[dict[str, Any]] = []
    for _ in range(count):
        work = take(town, "labeler")
        assert submit(town, "labeler", work, label_of(work, objects)).status_code == 200
        done.append(work)
    return done


def review_all(town: Town, count: int) -> None:
    """Accept that many labels."""
    for _ in range(count):
        answer = decide(town, "reviewer", take(town, "reviewer", "review"), "accept")
        assert answer.status_code == 200, answer.text


def fill(town: Town, *, train: int = 3, val: int = 2) -> None:
    """Pictures of two splits, all labelled and accepted."""
    for split, count, first in (("train", train, 0), ("val", val, train)):
        if count:
            add_pictures(town, count, split=split, first=first)
    label_all(town, train + val)
    review_all(town, train + val)


def snapshot(town: Town, name: str = "June", who: str = "owner") -> dict[str, Any]:
    """Take a snapshot."""
    answer = town.people[who].post(f"{town.url}/snapshots", json={"name": name})
    assert answer.status_code == 201, answer.text
    return answer.json()


def ask(town: Town, who: str = "owner", **changes: Any) -> dict[str, Any]:
    """Ask for a release, of a fresh snapshot unless one is given."""
    body = {**BODY, **changes}
    if "snapshot_id" not in body:
        body["snapshot_id"] = snapshot(town, who=who)["id"]
    answer = town.people[who].post(f"{town.url}/releases", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def post(town: Town, who: str, release: dict[str, Any], verb: str, body: Any = None) -> Any:
    """Do something to a release as a person."""
    return town.people[who].post(f"{town.url}/releases/{release['id']}/{verb}", json=body)


def see(town: Town, release: dict[str, Any], who: str = "owner") -> dict[str, Any]:
    """Read a release."""
    answer = town.people[who].get(f"{town.url}/releases/{release['id']}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def approve(town: Town, release: dict[str, Any], who: str = "manager") -> dict[str, Any]:
    """Approve a release."""
    answer = post(town, who, release, "approve")
    assert answer.status_code == 200, answer.text
    return answer.json()


def run(town: Town, release: dict[str, Any]) -> None:
    """Run the job that the last approval queued, here and now."""
    job = see(town, release)["job"]["id"]
    jobs.run(town.house, town.house.parts["jobs"], "release", UUID(job))


def ready(town: Town, who: str = "owner", **changes: Any) -> dict[str, Any]:
    """A release that is asked for, approved and written."""
    release = ask(town, who, **changes)
    approve(town, release)
    run(town, release)
    found = see(town, release)
    assert found["state"] == "ready", found
    return found


def download(town: Town, release: dict[str, Any], who: str = "owner") -> bytes:
    """Take the file."""
    answer = post(town, who, release, "download")
    assert answer.status_code == 200, answer.text
    return answer.content


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive by path; each one's checksum is proved on the way."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def lines(data: bytes) -> list[dict[str, Any]]:
    """Return the rows of a release in JSON Lines."""
    return [json.loads(line) for line in unpacked(data)["assets.jsonl"].splitlines()]
