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
