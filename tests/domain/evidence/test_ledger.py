"""Reading the ledger: everything that happened, by whom, with proofs that a stranger can check."""

from typing import Any

import psycopg
import pytest

from houses import Town
from labelkeep.infra.ledger.errors import ProofRefused
from labelkeep.infra.ledger.notes import Verifier, verify_checkpoint
from labelkeep.infra.ledger.receipts import verify_receipt
from labelkeep.infra.ledger.sequencer import Sequencer
from labelkeep.infra.ledger.source_postgres import PostgresSource
from labelkeep.infra.ledger.tiles import TileStore
from tests.domain.releases import made


def number(town: Town) -> None:
    """Let the sequencer number and sign everything that waits."""
    home = town.house.settings.home
    with psycopg.connect(town.house.urls.conninfo("sequencer"), autocommit=True) as connection:
        sequencer = Sequencer(TileStore(home / "ledger"), town.house.parts["signer"](), PostgresSource(connection))
        assert sequencer.start()
        while sequencer.step():
            pass


def read(town: Town, query: str = "", who: str = "owner") -> Any:
    answer = town.people[who].get(f"{town.url}/ledger?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_releases_life_stands_in_the_ledger_with_names_and_facts(works: Town) -> None:
    release = made.ready(works)
    made.download(works, release)

    events = read(works, f"object={release['id']}")["items"]

    assert [(each["action"], each["actor"]["name"]) for each in events] == [
        ("release.downloaded", "Owner Person"),
        ("release.written", "Manager Person"),
        ("release.approved", "Manager Person"),
        ("release.requested", "Owner Person"),
    ]
    written, requested = events[1]["facts"], events[3]["facts"]
    assert written["manifest_sha256"] == release["manifest_sha256"]
    assert requested["purpose"] == made.BODY["purpose"]


def test_reading_the_ledger_is_in_the_ledger(works: Town) -> None:
    read(works, "action=policy.put_in_force")

    [event] = read(works, "action=ledger.read")["items"]

    assert (event["actor"]["name"], event["facts"]) == ("Owner Person", {"asked": {"action": "policy.put_in_force"}})


def test_pages_hold_every_event_once_newest_first(fast_works: Town) -> None:
    made.fill(fast_works, train=2, val=0)
    whole = [each["id"] for each in read(fast_works, "limit=200")["items"]]

    seen: list[dict[str, Any]] = []
    after = ""
    while True:
        page = read(fast_works, f"limit=3{after}")
        seen += page["items"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"

    ids = [each["id"] for each in seen]
    assert len(ids) == len(set(ids))
    assert [each for each in ids if each in whole] == whole
    assert [each["at"] for each in seen] == sorted((each["at"] for each in seen), reverse=True)


def test_events_are_found_by_who_did_them(fast_works: Town) -> None:
    made.snapshot(fast_works, who="manager")

    found = read(fast_works, f"actor={fast_works.manager.id}")["items"]

    assert {each["actor"]["name"] for each in found} == {"Manager Person"}
    assert "snapshot.taken" in {each["action"] for each in found}


@pytest.mark.parametrize("after", ["x", "2026-01-01~x", "~", "2026-01-01T00:00:00Z"])
def test_a_made_up_place_in_the_list_is_refused(fast_works: Town, after: str) -> None:
    answer = fast_works.owner.get(f"{fast_works.url}/ledger?after={after}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_only_auditors_read(fast_works: Town) -> None:
    event = read(fast_works)["items"][0]["id"]
    for path in ("ledger", "ledger/checkpoint", f"ledger/{event}/receipt"):
        for name, status in (("manager", 403), ("reviewer", 403), ("labeler", 403), ("stranger", 404)):
            assert fast_works.people[name].get(f"{fast_works.url}/{path}").status_code == status
        assert fast_works.anonymous().get(f"{fast_works.url}/{path}").status_code == 401


def test_a_receipt_proves_an_event_to_a_stranger(works: Town) -> None:
    event = read(works, "action=policy.put_in_force")["items"][0]
    number(works)

    checkpoint = works.owner.get(f"{works.url}/ledger/checkpoint").json()
    answer = works.owner.get(f"{works.url}/ledger/{event['id']}/receipt")
    numbered = read(works, "action=policy.put_in_force")["items"][0]

    verifier = Verifier.parse(checkpoint["vkey"])
    proved = verify_receipt(answer.text, [verifier])
    assert answer.headers["content-type"].startswith("text/plain")
    assert f'"id":"{event["id"]}"'.encode() in proved.entry
    assert proved.index == numbered["leaf"]
    assert verify_checkpoint(checkpoint["note"].encode(), [verifier]).size == checkpoint["size"]
    with pytest.raises(ProofRefused):
        verify_receipt(answer.text.replace(f"index {proved.index}", f"index {proved.index + 1}"), [verifier])


def test_an_event_without_a_number_has_no_receipt_yet(works: Town) -> None:
    early = read(works)["items"][0]
    before = works.owner.get(f"{works.url}/ledger/{early['id']}/receipt")
    number(works)
    read(works)
    [late] = read(works, "action=ledger.read&limit=1")["items"]
    after = works.owner.get(f"{works.url}/ledger/{late['id']}/receipt")

    assert early["leaf"] is None
    assert (before.status_code, before.json()["code"]) == (409, "ledger.not_numbered_yet")
    assert (after.status_code, after.json()["code"]) == (409, "ledger.not_numbered_yet")


def test_another_projects_events_are_out_of_reach(fast_works: Town) -> None:
    event = read(fast_works)["items"][0]["id"]
    other = fast_works.another_project()

    theirs = fast_works.admin.get(f"/api/v1/projects/{other}/ledger/{event}/receipt")
    items = fast_works.admin.get(f"/api/v1/projects/{other}/ledger?limit=200").json()["items"]

    assert theirs.status_code == 404
    assert event not in {each["id"] for each in items}


def test_the_organisations_ledger_shows_people_and_sign_ins_and_no_project_data(works: Town) -> None:
    made.snapshot(works)
    answer = works.admin.get("/api/v1/site/ledger?limit=200")

    assert answer.status_code == 200, answer.text
    events = answer.json()["items"]
    actions = {each["action"] for each in events}
    assert {"person.created", "project.created", "session.opened"} <= actions
    assert actions & {"snapshot.taken", "policy.put_in_force"} == set()
    assert None not in [each["facts"] for each in events]
    [read_before] = works.admin.get("/api/v1/site/ledger?action=ledger.read").json()["items"]
    assert read_before["actor"]["name"] == "Ada Admin"


def test_the_organisations_ledger_is_for_its_admins(fast_works: Town) -> None:
    assert fast_works.owner.get("/api/v1/site/ledger").status_code == 403
    assert fast_works.anonymous().get("/api/v1/site/ledger").status_code == 401
