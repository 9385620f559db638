"""Verdicts on single objects, the versions of a label, and what its author sees of them."""

from typing import Any

from sqlalchemy import select

from houses import Town, sign_in
from labelkeep.access.capabilities import Read
from labelkeep.domain.review.tables import ReviewRow
from labelkeep.infra.db.tables import LedgerEventRow
from labelkeep.infra.ledger.events import open_payload
from labelkeep.infra.vault import SealedBytes
from works import add_pictures, box, submit, take, write


def submitted(town: Town) -> dict[str, Any]:
    """One submitted picture with two boxes, taken for review."""
    add_pictures(town, 1)
    assert submit(town, "labeler", take(town, "labeler")).status_code == 200
    return take(town, "reviewer", "review")


def judge(town: Town, work: dict[str, Any], verdict: str, **more: Any) -> Any:
    body = {"verdict": verdict, "label": None, "comments": [], "active_ms": 5, **more}
    return write(town, "reviewer", work, "verdict", **body)


def said(key: str, verdict: str) -> dict[str, str]:
    return {"object": key, "verdict": verdict}


def remark(key: str, text: str = "Too wide.") -> dict[str, Any]:
    return {"object": key, "page": 0, "at": [12, 30], "text": text, "category": "geometry"}


def versions(town: Town, name: str, work: dict[str, Any], version: str = "") -> Any:
    return town.people[name].get(f"{town.url}/leases/{work['lease']['id']}/versions{version}")


def test_rejected_and_accepted_objects_reach_the_author_with_their_remarks(works: Town) -> None:
    work = submitted(works)
    good, bad = (each["id"] for each in work["label"]["objects"])

    objects = [said(good, "accept"), said(bad, "reject")]
    assert judge(works, work, "return", objects=objects, comments=[remark(bad)]).status_code == 200

    back = take(works, "labeler")
    items = versions(works, "labeler", back).json()["items"]
    assert [(each["n"], each["kind"], each["by"]["name"]) for each in items] == [(1, "human", "Labeler Person")]
    review = items[0]["review"]
    assert (review["verdict"], review["by"]["name"]) == ("return", "Reviewer Person")
    assert review["objects"] == {good: "accept", bad: "reject"}
    assert [(each["object"], each["status"]) for each in back["issues"]] == [(bad, "open")]
    done = works.people["labeler"].post(f"{works.url}/issues/{back['issues'][0]['id']}/resolve").json()
    assert done["status"] == "answered", "the labeler says done; the reviewer closes"


def test_what_a_fix_changed_is_marked_whatever_was_said_before(works: Town) -> None:
    work = submitted(works)
    first, second = work["label"]["objects"]
    added = box(first["part"], 300.0)
    moved = {**first, "geometry": {**first["geometry"], "x": 1.25}}
    label = {**work["label"], "objects": [moved, second, added]}

    objects = [said(first["id"], "accept"), said(second["id"], "accept")]
    assert judge(works, work, "fix", label=label, objects=objects).json()["version"]["n"] == 2

    rows = works.people["labeler"].get(f"{works.url}/work/mine").json()["items"]
    assert [(row["verdict"], row["counts"], row["remarks"]) for row in rows] == [
        ("fix", {"accept": 1, "fix": 2, "reject": 0}, 0)
    ]
    one = works.people["labeler"].get(f"{works.url}/work/mine/{rows[0]['version']['id']}").json()
    assert one["review"]["objects"] == {first["id"]: "fix", second["id"]: "accept", added["id"]: "fix"}
    assert (len(one["label"]["objects"]), len(one["result"]["objects"])) == (2, 3)
    items = works.manager.get(f"{works.url}/assets/{work['asset']['id']}/history").json()["items"]
    fixed = next(item for item in items if item["action"] == "review.fixed")
    assert fixed["judged"] == {"accept": 1, "fix": 2, "reject": 0}


def test_objects_that_do_not_go_with_the_verdict_are_refused(fast_works: Town) -> None:
    work = submitted(fast_works)
    one, two = (each["id"] for each in work["label"]["objects"])
    nobody = "00000000-0000-4000-8000-000000000000"

    def code(verdict: str, *objects: dict[str, str], comments: Any = ()) -> Any:
        answer = judge(fast_works, work, verdict, objects=list(objects), comments=list(comments))
        return answer.status_code, answer.json()["code"]

    refused = (422, "review.objects_misplaced")
    assert code("accept", said(one, "reject")) == refused
    assert code("accept", said(one, "accept"), said(one, "accept")) == refused
    assert code("accept", said(nobody, "accept")) == refused
    assert code("return", said(one, "reject"), comments=[remark(two)]) == refused
    assert judge(fast_works, work, "accept", objects=[said(one, "accept")]).status_code == 200


def test_findings_are_sealed_and_the_ledger_gets_their_counts_alone(works: Town) -> None:
    work = submitted(works)
    one, two = (each["id"] for each in work["label"]["objects"])
    judge(works, work, "return", objects=[said(one, "accept"), said(two, "reject")], comments=[remark(two)])

    with works.as_person("manager", Read) as access:
        review = access.find(select(ReviewRow)).one()
        assert review.findings is not None
        assert b"reject" not in bytes(review.findings)
        assert access.unseal_json("review", "findings", review.id, review.findings) == {one: "accept", two: "reject"}
        event = access.find(select(LedgerEventRow).where(LedgerEventRow.object_id == review.id)).one()
        opened = open_payload(access.unseal("ledger_event", "payload", event.id, SealedBytes(event.payload)))
    assert opened["facts"]["objects"] == {"accept": 1, "fix": 0, "reject": 1}
    assert one not in str(opened)


def test_versions_are_for_who_holds_the_task(fast_works: Town) -> None:
    work = submitted(fast_works)

    items = versions(fast_works, "reviewer", work).json()["items"]
    assert [each["n"] for each in items] == [1]
    body = versions(fast_works, "reviewer", work, f"/{items[0]['id']}").json()
    assert [each["id"] for each in body["objects"]] == [each["id"] for each in work["label"]["objects"]]
    assert versions(fast_works, "labeler", work).status_code == 404
    assert versions(fast_works, "reviewer", work, "/00000000-0000-4000-8000-000000000000").status_code == 404
    judge(fast_works, work, "accept")
    assert versions(fast_works, "reviewer", work).status_code == 404, "the task is over"


def test_versions_are_not_for_another_session_of_the_same_person(fast_works: Town) -> None:
    work = submitted(fast_works)
    url = f"{fast_works.url}/leases/{work['lease']['id']}/versions"
    elsewhere = sign_in(fast_works.house, fast_works.app, fast_works.admin.id, fast_works.reviewer.id)

    assert elsewhere.get("/api/v1/me").status_code == 200
    assert elsewhere.get(url).status_code == fast_works.stranger.get(url).status_code == 404
    assert fast_works.reviewer.get(url).status_code == 200


def test_versions_of_the_next_task_are_there_before_it_begins(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    for _ in range(2):
        assert submit(fast_works, "labeler", take(fast_works, "labeler")).status_code == 200
    take(fast_works, "reviewer", "review")

    following = fast_works.reviewer.post(f"{fast_works.url}/work/review/reserve").json()

    assert [each["n"] for each in versions(fast_works, "reviewer", following).json()["items"]] == [1]


def test_own_work_is_ones_own(fast_works: Town) -> None:
    work = submitted(fast_works)
    mine = f"{fast_works.url}/work/mine"

    rows = fast_works.people["labeler"].get(mine).json()["items"]
    assert [(row["verdict"], row["objects"], row["asset"]) for row in rows] == [(None, 2, work["asset"]["id"])]
    assert fast_works.people["reviewer"].get(mine).json() == {"items": [], "next": None}
    one = f"{mine}/{rows[0]['version']['id']}"
    assert fast_works.people["labeler"].get(one).json()["review"] is None
    assert fast_works.people["reviewer"].get(one).status_code == 404
    assert fast_works.people["reviewer"].get(f"{mine}?after={rows[0]['version']['id']}").status_code == 404
