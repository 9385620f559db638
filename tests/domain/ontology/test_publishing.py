import copy

from houses import Town
from works import ONTOLOGY, add_pictures, box, submit, take


def test_ontology_is_published_read_and_followed_by_the_next(works: Town) -> None:
    first = works.labeler.get(f"{works.url}/ontology").json()
    assert first["n"] == 1
    assert first["body"]["tasks"][0]["classes"][0]["label"] == "Red cell"

    second = works.owner.post(f"{works.url}/ontology", json={"body": {"tasks": []}})

    assert second.status_code == 201, second.text
    assert works.labeler.get(f"{works.url}/ontology").json()["n"] == 2
    assert works.labeler.get(f"{works.url}/ontology/{first['id']}").json() == first


def test_while_labels_exist_an_ontology_only_grows(works: Town) -> None:
    add_pictures(works, 2)
    submit(works, "labeler", take(works, "labeler"))
    smaller, larger = copy.deepcopy(ONTOLOGY), copy.deepcopy(ONTOLOGY)
    smaller["tasks"][0]["classes"].pop()
    larger["tasks"][0]["classes"].append({"id": "plt", "label": "Platelet", "color": "#00aa00"})

    refused = works.owner.post(f"{works.url}/ontology", json={"body": smaller})
    assert (refused.status_code, refused.json()["code"]) == (409, "ontology.breaking")
    assert refused.json()["changes"] == ["class cells/wbc is removed"]

    work = take(works, "labeler")
    assert works.owner.post(f"{works.url}/ontology", json={"body": larger}).status_code == 201
    drawn = {"objects": [box(work["asset"]["parts"][0]["id"], cls="plt")]}
    assert submit(works, "labeler", work, drawn).status_code == 200, "open work may use what was added meanwhile"


def test_only_admins_publish_and_strangers_see_nothing(fast_works: Town) -> None:
    body = {"body": ONTOLOGY}
    for name, status in (("manager", 403), ("reviewer", 403), ("labeler", 403), ("stranger", 404)):
        assert fast_works.people[name].post(f"{fast_works.url}/ontology", json=body).status_code == status
        guideline = fast_works.people[name].post(f"{fast_works.url}/guideline", json={"text": "x"})
        assert guideline.status_code == status
    assert fast_works.stranger.get(f"{fast_works.url}/ontology").status_code == 404
    assert fast_works.anonymous().get(f"{fast_works.url}/ontology").status_code == 401
    assert fast_works.labeler.get(f"{fast_works.url}/ontology/{fast_works.project}").status_code == 404


def test_malformed_ontology_is_refused_by_field(fast_works: Town) -> None:
    wrong = {"tasks": [{"id": "Not a slug", "kind": "object", "label": "x", "geometry": ["bbox"], "classes": []}]}

    answer = fast_works.owner.post(f"{fast_works.url}/ontology", json={"body": wrong})

    assert answer.status_code == 422
    assert "/body/tasks/0/object/id" in [error["at"] for error in answer.json()["errors"]]


def test_guideline_versions_follow_each_other(works: Town) -> None:
    body = {"text": "# Cells\nDraw **every** cell.", "change_note": "Edges count too."}
    made = works.owner.post(f"{works.url}/guideline", json=body).json()

    now = works.reviewer.get(f"{works.url}/guideline").json()

    assert now == made
    assert (now["n"], now["text"], now["change_note"]) == (2, body["text"], body["change_note"])
    assert works.reviewer.get(f"{works.url}/guideline/{made['id']}").json() == made


def test_project_without_ontology_has_none_to_read(fast_town: Town) -> None:
    assert fast_town.owner.get(f"{fast_town.url}/ontology").status_code == 404
    assert fast_town.owner.get(f"{fast_town.url}/guideline").status_code == 404


def test_the_impact_of_an_ontology_is_told_before_it_is_published(works: Town) -> None:
    add_pictures(works, 1)
    work = take(works, "labeler")
    part = work["asset"]["parts"][0]["id"]
    submit(works, "labeler", work, {"objects": [box(part), box(part)]})
    smaller = copy.deepcopy(ONTOLOGY)
    del smaller["tasks"][0]["classes"][0]
    smaller["tasks"][0]["classes"].append({"id": "plt", "label": "Platelet", "color": "#00aa00"})

    told = works.owner.post(f"{works.url}/ontology/impact", json={"body": smaller})

    assert told.status_code == 200, told.text
    assert told.json()["compatible"] is False
    changes = {change["kind"]: change for change in told.json()["changes"]}
    assert changes["class.removed"] == {
        "kind": "class.removed", "what": "class cells/rbc is removed", "compatible": False, "task": "cells",
        "class": "cells/rbc", "labels": 1, "objects": 2, "more": False,
    }  # fmt: skip
    assert (changes["class.added"]["compatible"], changes["class.added"]["labels"]) == (True, 0)
    assert works.owner.get(f"{works.url}/ontology").json()["n"] == 1
    refused = works.owner.post(f"{works.url}/ontology", json={"body": smaller})
    assert refused.status_code == 409
    assert refused.json()["impact"] == told.json()["changes"]


def test_a_retired_class_stays_on_old_objects_and_is_refused_on_new_ones(works: Town) -> None:
    add_pictures(works, 2)
    first = take(works, "labeler")
    part = first["asset"]["parts"][0]["id"]
    old = box(part)
    submit(works, "labeler", first, {"objects": [old]})
    smaller = copy.deepcopy(ONTOLOGY)
    del smaller["tasks"][0]["classes"][0]
    retire = {"body": smaller, "classes": {"cells/rbc": {"retire": True}}}

    made = works.owner.post(f"{works.url}/ontology", json=retire)

    assert made.status_code == 201, made.text
    kept = {one["id"]: one["retired"] for one in made.json()["body"]["tasks"][0]["classes"]}
    assert kept == {"wbc": False, "rbc": True}
    assert works.owner.get(f"{works.url}/ontology").json()["body"] == made.json()["body"]
    second = take(works, "labeler")
    refused = submit(works, "labeler", second, {"objects": [box(second["asset"]["parts"][0]["id"])]})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "object.class_retired"
    review = take(works, "reviewer", "review")
    edited = {"objects": [old | {"geometry": old["geometry"] | {"x": 30}}]}
    fixed = works.reviewer.post(
        f"{works.url}/leases/{review['lease']['id']}/verdict",
        json={"seq": review["lease"]["seq"], "verdict": "fix", "label": edited, "comments": [], "active_ms": 1},
    )
    assert fixed.status_code == 200, fixed.text


def test_a_retired_class_that_does_not_fit_the_new_task_is_refused_in_words(works: Town) -> None:
    template = {"nodes": [{"id": "a", "label": "a", "x": 0, "y": 0}]}
    bodies = {"id": "body", "label": "Body", "color": "#00aa00", "skeleton": template}
    task = ONTOLOGY["tasks"][0] | {"geometry": ["skeleton"], "classes": [bodies]}
    body = {"body": {"tasks": [task]}, "classes": {"cells/rbc": {"retire": True}}}

    refused = works.owner.post(f"{works.url}/ontology/impact", json=body)

    assert refused.status_code == 422
    assert "another id" in refused.json()["detail"]
