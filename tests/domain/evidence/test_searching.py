"""Looking for events, and taking the proofs of what was found away."""

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from houses import Town
from labelkeep.infra.ledger.handed import check_handed
from tests.domain.evidence.test_ledger import number, read
from tests.domain.releases import made
from works import add_pictures, take


def bundle(town: Town, query: str = "", who: str = "owner") -> Any:
    return town.people[who].get(f"{town.url}/ledger/bundle?{query}")


def test_an_assets_events_are_found_with_its_tasks_labels_and_reviews(works: Town) -> None:
    made.fill(works, train=2, val=0)
    asset = works.owner.get(f"{works.url}/assets").json()["items"][0]["id"]

    found = read(works, f"asset={asset}&limit=200")["items"]

    actions = [each["action"] for each in found]
    assert actions.count("label.submitted") == 1
    assert actions.count("review.accepted") == 1
    assert {"task.claimed", "label.submitted", "review.accepted"} <= set(actions)


def test_a_room_of_actions_is_found_by_its_first_word(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    take(fast_works, "labeler")

    found = read(fast_works, "action=task.*&limit=200")["items"]

    assert {each["action"] for each in found} == {"task.claimed"}
    assert read(fast_works, "action=tas.*")["items"] == []
    assert read(fast_works, "action=%25.*")["items"] == []


def test_events_are_found_by_time_and_outcome(fast_works: Town) -> None:
    whole = read(fast_works, "limit=200")["items"]
    middle = whole[len(whole) // 2]

    since = {each["id"] for each in read(fast_works, f"since={middle['at']}&limit=200")["items"]}
    until = {each["id"] for each in read(fast_works, f"until={middle['at']}&limit=200")["items"]}
    ok = read(fast_works, "outcome=ok&limit=200")["items"]
    other = read(fast_works, "outcome=nothing_ends_so")["items"]

    assert middle["id"] in since
    assert middle["id"] not in until
    assert {each["id"] for each in whole} <= since | until
    assert ok
    assert other == []
    assert fast_works.owner.get(f"{fast_works.url}/ledger?since=soon").status_code == 422


def test_one_event_shows_what_its_entry_commits_to(fast_works: Town) -> None:
    [first] = read(fast_works, "action=policy.put_in_force")["items"]

    answer = fast_works.owner.get(f"{fast_works.url}/ledger/{first['id']}")

    told = answer.json()
    public = json.loads(told["entry"])
    assert answer.status_code == 200
    assert hashlib.sha256(base64.b64decode(told["opened"])).hexdigest() == public["pc"]
    assert public["id"] == first["id"]
    assert set(public) == {"action", "at", "id", "object", "outcome", "pc", "project", "v"}
    assert str(fast_works.owner.id) not in told["entry"]


def test_the_words_of_the_ledger_are_a_closed_list(fast_works: Town) -> None:
    words = fast_works.owner.get(f"{fast_works.url}/ledger/actions").json()["items"]

    assert {each["action"] for each in read(fast_works, "limit=200")["items"]} <= set(words)


def test_a_bundle_of_receipts_holds_for_a_stranger(works: Town, tmp_path: Path) -> None:
    asked = read(works, "action=policy.*")["items"]
    number(works)
    vkey = works.owner.get(f"{works.url}/ledger/checkpoint").json()["vkey"]

    answer = bundle(works, "action=policy.*&told=true")
    file = tmp_path / "receipts.zip"
    file.write_bytes(answer.content)
    found = check_handed(file, [vkey])

    assert answer.headers["content-type"] == "application/zip"
    assert found.problems == []
    assert len(found.proved) == found.told == len(asked)
    [taken] = read(works, "action=ledger.bundled")["items"]
    assert taken["facts"] == {"asked": {"action": "policy.*"}, "events": len(asked), "told": True}


def test_a_bundle_tells_nothing_unless_asked_to(works: Town, tmp_path: Path) -> None:
    number(works)

    file = tmp_path / "receipts.zip"
    file.write_bytes(bundle(works).content)

    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
    assert "payloads.jsonl" not in names
    assert str(works.owner.id).encode() not in everything
    assert check_handed(file, []).own_key


def test_a_changed_payload_or_receipt_is_named(works: Town, tmp_path: Path) -> None:
    number(works)
    content = bundle(works, "action=policy.put_in_force&told=true").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    line = json.loads(parts["payloads.jsonl"])
    opened = bytearray(base64.b64decode(line["opened"]))
    opened[40] ^= 1
    line["opened"] = base64.b64encode(opened).decode()
    parts["payloads.jsonl"] = json.dumps(line, separators=(",", ":")).encode() + b"\n"
    receipt = next(name for name in parts if name.startswith("receipts/"))
    other = dict(parts) | {receipt: parts[receipt].replace(b"index ", b"index 1")}

    told = [check_handed(packed(tmp_path / str(n), each), []).problems for n, each in enumerate((parts, other))]

    assert "commits to" in told[0][0]
    assert told[1][0].startswith(receipt)


def packed(file: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def test_nothing_numbered_is_no_bundle(works: Town) -> None:
    answer = bundle(works, "action=no.such_thing")

    assert (answer.status_code, answer.json()["code"]) in {
        (409, "ledger.nothing_to_bundle"),
        (409, "ledger.not_numbered_yet"),
    }


@pytest.mark.parametrize("path", ["ledger/bundle", "ledger/actions"])
def test_only_auditors_take_proofs(fast_works: Town, path: str) -> None:
    for name, status in (("manager", 403), ("reviewer", 403), ("labeler", 403), ("stranger", 404)):
        assert fast_works.people[name].get(f"{fast_works.url}/{path}").status_code == status
