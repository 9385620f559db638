from houses import Town
from works import add_pictures, decide, submit, take, write


def test_home_says_what_each_person_does_next(works: Town) -> None:
    add_pictures(works, 3, split="val")
    submit(works, "labeler", take(works, "labeler"))

    rows = {name: works.people[name].get("/api/v1/me/projects").json()["items"] for name in works.people}

    assert rows["labeler"][0]["next"] == {"kind": "label", "count": 2, "more": False}
    assert rows["reviewer"][0]["next"]["kind"] == "review"
    assert (rows["owner"][0]["done"], rows["owner"][0]["total"]) == (0, 3)
    assert rows["owner"][0]["sentence"].startswith("Pictures stay in this building.")
    assert rows["owner"][0]["name"] == "Retina screening"
    assert rows["owner"][0]["last_activity"] is not None
    assert rows["stranger"] == []


def test_project_page_counts_exactly_and_names_capabilities(works: Town) -> None:
    add_pictures(works, 2)
    take(works, "labeler")

    page = works.labeler.get(works.url).json()

    assert page["counts"]["label"] == {"todo": 1, "doing": 1, "redo": 0, "blocked": 0, "done": 0, "skipped": 0}
    assert page["capabilities"] == ["Label", "Read", "Work"]
    assert (page["state"], page["role"], page["members"]) == ("live", "labeler", 6)
    assert page["ontology"]["n"] == page["guideline"]["n"] == 1
    assert works.stranger.get(works.url).status_code == 404


def test_project_without_policy_asks_its_admin_for_it(fast_town: Town) -> None:
    assert fast_town.owner.get("/api/v1/me/projects").json()["items"][0]["next"]["kind"] == "setup"
    assert fast_town.labeler.get("/api/v1/me/projects").json()["items"][0]["next"]["kind"] == "none"
    assert fast_town.owner.get(fast_town.url).json()["sentence"] is None


def test_history_tells_who_did_what_and_how_long(works: Town) -> None:
    asset = add_pictures(works, 1)[0]
    skipped = take(works, "labeler2")
    write(works, "labeler2", skipped, "skip", reason="unclear", comment="Too dark.")
    submit(works, "labeler", take(works, "labeler"))
    decide(works, "reviewer", take(works, "reviewer", "review"), "return", text="Tighter.")

    items = works.manager.get(f"{works.url}/assets/{asset}/history").json()["items"]

    told = [(item["action"], item["by"] and item["by"]["name"].split()[0]) for item in items]
    assert told == [
        ("asset.imported", "Manager"),
        ("task.claimed", "Labeler2"),
        ("task.skipped", "Labeler2"),
        ("task.claimed", "Labeler"),
        ("label.submitted", "Labeler"),
        ("task.claimed", "Reviewer"),
        ("review.returned", "Reviewer"),
    ]
    assert items[2]["note"] == "unclear: Too dark."
    assert items[4]["version"]["objects"] == items[4]["changes"]["added"] == 2
    assert (items[6]["verdict"], items[6]["note"]) == ("return", "Tighter.")
    assert all(item["event_id"] for item in items)
    assert works.labeler.get(f"{works.url}/assets/{asset}/history").status_code == 403
    assert works.manager.get(f"{works.url}/assets/{works.project}/history").status_code == 404


def test_version_of_another_asset_is_not_there(fast_works: Town) -> None:
    first, second = add_pictures(fast_works, 2)
    made = submit(fast_works, "labeler", take(fast_works, "labeler")).json()["version"]

    assert fast_works.manager.get(f"{fast_works.url}/assets/{first}/versions/{made['id']}").status_code == 200
    assert fast_works.manager.get(f"{fast_works.url}/assets/{second}/versions/{made['id']}").status_code == 404


def test_the_pulse_counts_days_and_says_whose_work_comes_back(works: Town) -> None:
    assets = add_pictures(works, 4)
    for verdict in ("return", "accept", "accept"):
        submit(works, "labeler", take(works, "labeler"))
        decide(works, "reviewer", take(works, "reviewer", "review"), verdict, text="Tighter.")

    found = works.manager.get(f"{works.url}/pulse").json()

    assert len(found["days"]) == 14
    today = {key: found["days"][-1][key] for key in ("submitted", "accepted", "returned")}
    assert today == {"submitted": 3, "accepted": 2, "returned": 1}
    assert sum(day["submitted"] for day in found["days"][:-1]) == 0
    assert [(each["by"]["id"], each["judged"], each["returned"]) for each in found["returned"]] == [
        (str(works.labeler.id), 3, 1)
    ]
    assert (found["questions"], found["waiting_long"], found["ready"], found["frozen_at"]) == (
        len(works.manager.get(f"{works.url}/assets", params={"issues": "true"}).json()["items"]),
        0,
        len(works.manager.get(f"{works.url}/assets", params={"state": "completed"}).json()["items"]),
        None,
    )
    assert works.labeler.get(f"{works.url}/pulse").status_code == 403
    assert assets
