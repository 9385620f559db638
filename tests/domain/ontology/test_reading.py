from houses import Town


def reading(town: Town, name: str) -> dict[str, object]:
    return town.people[name].get(f"{town.url}/guideline-reading").json()


def test_each_person_acknowledges_each_version_once(works: Town) -> None:
    first = works.labeler.get(f"{works.url}/guideline").json()["id"]
    path = f"{works.url}/guideline/{first}"
    assert reading(works, "labeler") == {"acknowledged": None, "n": None, "current": False}
    assert works.labeler.post(f"{path}/opened").status_code == 204
    assert works.labeler.post(f"{path}/opened").status_code == 204
    assert reading(works, "labeler")["acknowledged"] is None

    said = [works.labeler.post(f"{path}/acknowledge").json() for _ in range(2)]

    assert said == [{"acknowledged": first, "n": 1, "current": True}] * 2
    assert reading(works, "labeler2")["acknowledged"] is None
    second = works.owner.post(f"{works.url}/guideline", json={"text": "Draw every cell tightly."}).json()["id"]
    assert reading(works, "labeler") == {"acknowledged": first, "n": 1, "current": False}
    works.labeler.post(f"{works.url}/guideline/{second}/acknowledge")
    assert reading(works, "labeler") == {"acknowledged": second, "n": 2, "current": True}
    told = [one["action"] for one in works.owner.get(f"{works.url}/ledger?limit=30").json()["items"]]
    assert (told.count("guideline.read"), told.count("guideline.acknowledged")) == (2, 2)
