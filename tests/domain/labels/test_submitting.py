from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import select

from houses import Town
from labelkeep.access.capabilities import Explore
from labelkeep.core.clock import shifted
from labelkeep.core.ids import new_id
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.tasks.tables import DraftRow
from works import LATER, add_pictures, box, draft, label_of, submit, take, write


def versions(town: Town) -> list[Any]:
    with town.as_person("manager", Explore) as access:
        return list(access.find(select(VersionRow)))


def test_double_submit_gives_the_same_answer_and_one_version(works: Town) -> None:
    add_pictures(works, 1)
    work = take(works, "labeler")
    label = label_of(work)

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: submit(works, "labeler", work, label), range(5)))

    assert [answer.status_code for answer in answers] == [200] * 5
    assert sorted(answer.json()["already"] for answer in answers) == [False, True, True, True, True]
    assert len({answer.json()["version"]["id"] for answer in answers}) == 1
    assert len(versions(works)) == 1


def test_second_submit_with_something_else_is_refused(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    submit(fast_works, "labeler", work)

    answer = submit(fast_works, "labeler", work)

    assert (answer.status_code, answer.json()["code"]) == (409, "lease.spent")


def test_late_submit_counts_when_nobody_has_the_task(works: Town) -> None:
    add_pictures(works, 1)
    work = take(works, "labeler")
    with shifted(LATER):
        # its time is over, and somebody asked for other work meanwhile, which freed it
        assert take(works, "reviewer", "review")["empty"] is True

        answer = submit(works, "labeler", work)

    assert answer.status_code == 200, answer.text
    assert take(works, "labeler2")["reason"] == "nothing"
    assert take(works, "reviewer", "review")["empty"] is False


def test_late_submit_of_a_task_that_somebody_has_is_kept_as_an_orphan(works: Town) -> None:
    add_pictures(works, 1)
    work = take(works, "labeler")
    draft(works, "labeler", work, 0, label_of(work, 1))
    drawn = label_of(work, 3)
    with shifted(LATER):
        other = take(works, "labeler2")

        answer = submit(works, "labeler", work, drawn)

        assert (answer.status_code, answer.json()["code"]) == (409, "lease.taken")
        assert "kept as a draft" in answer.json()["detail"]
        assert submit(works, "labeler2", other).status_code == 200
    with works.as_person("manager", Explore) as access:
        kept = access.find(select(DraftRow)).one()
        assert (kept.orphaned, kept.version, kept.user_id) == (True, 2, works.people["labeler"].id)
        assert len(access.unseal_json("draft", "body", kept.id, kept.body)["objects"]) == 3


def test_given_back_lease_takes_no_submit(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    write(fast_works, "labeler", work, "return")

    answer = submit(fast_works, "labeler", work)

    assert (answer.status_code, answer.json()["code"]) == (410, "lease.ended")


def test_label_that_does_not_fit_says_where(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    part = work["asset"]["parts"][0]["id"]
    bad = [
        box(part, 630.0),
        box(part, cls="unknown"),
        box(part, cls="wbc"),
        box(str(new_id())),
    ]

    answer = submit(fast_works, "labeler", work, {"objects": bad})

    assert (answer.status_code, answer.json()["code"]) == (422, "label.invalid")
    found = {(error["at"], error["code"]) for error in answer.json()["errors"]}
    assert found == {
        ("/objects/0/geometry", "box.outside"),
        ("/objects/1/class", "object.unknown_class"),
        ("/objects/2/attributes", "attribute.required"),
        ("/objects/3/part", "object.unknown_part"),
    }
    assert answer.json()["errors"][0]["object"] == bad[0]["id"]
    good = box(part, cls="wbc", attributes=[{"attr": "stage", "options": [{"option": "old"}]}])
    assert submit(fast_works, "labeler", work, {"objects": [good]}).status_code == 200


def test_malformed_label_is_refused_by_field(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")

    for wrong in ({"objects": [], "extra": 1}, {"objects": [{"id": 1}]}, {"objects": [box("x")]}):
        assert submit(fast_works, "labeler", work, wrong).status_code == 422
    raw = fast_works.labeler.post(
        f"{fast_works.url}/leases/{work['lease']['id']}/submit",
        content=b'{"seq":1,"active_ms":0,"label":{"objects":[{"x":NaN}]}}',
        headers={"content-type": "application/json"},
    )
    assert raw.status_code == 422


def test_draft_is_saved_over_the_version_it_is_based_on(works: Town) -> None:
    add_pictures(works, 1)
    work = take(works, "labeler")
    first, second = label_of(work, 1), label_of(work, 2)
    assert draft(works, "labeler", work, 0, first).json()["version"] == "1"
    assert draft(works, "labeler", work, 1, second).json()["version"] == "2"
    assert draft(works, "labeler", work, 1, second).json()["version"] == "2", "the same save twice is one"

    stale = draft(works, "labeler", work, 1, first)

    assert (stale.status_code, stale.json()["code"]) == (409, "draft.conflict")
    assert stale.json()["theirs"]["version"] == "2"
    assert len(stale.json()["theirs"]["label"]["objects"]) == 2
    assert len(take(works, "labeler")["draft"]["label"]["objects"]) == 2


def test_draft_may_break_the_ontology_but_not_its_shape(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    part = work["asset"]["parts"][0]["id"]

    assert draft(fast_works, "labeler", work, 0, {"objects": [box(part, 9999.0)]}).status_code == 200
    assert draft(fast_works, "labeler", work, 1, {"objects": [{}]}).status_code == 422
    path = f"{fast_works.url}/leases/{work['lease']['id']}/draft"
    body = {"seq": 1, "label": {}, "active_ms": 0}
    assert fast_works.labeler.put(path, json=body).status_code == 422
    assert fast_works.labeler.put(path, json=body, headers={"If-Match": '"x"'}).status_code == 422


def test_submitted_draft_is_gone(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    draft(fast_works, "labeler", work, 0, label_of(work))
    submit(fast_works, "labeler", work)

    with fast_works.as_person("manager", Explore) as access:
        assert access.find(select(DraftRow)).all() == []
