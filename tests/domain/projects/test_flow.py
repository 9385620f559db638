from houses import Town


def test_admin_says_whether_objects_may_be_copied_forward(fast_works: Town) -> None:
    path = f"{fast_works.url}/flow"
    assert fast_works.labeler.get(fast_works.url).json()["copy_forward"] is False
    assert fast_works.manager.put(path, json={"copy_forward": True}).status_code == 403

    for _ in range(2):
        assert fast_works.owner.put(path, json={"copy_forward": True}).status_code == 204

    assert fast_works.labeler.get(fast_works.url).json()["copy_forward"] is True
    told = [one["action"] for one in fast_works.owner.get(f"{fast_works.url}/ledger?limit=20").json()["items"]]
    assert told.count("project.changed") == 1


def test_admin_renames_the_project_and_the_ledger_keeps_both_names(fast_works: Town) -> None:
    path = f"{fast_works.url}/name"
    before = fast_works.owner.get(fast_works.url).json()["name"]
    assert fast_works.manager.put(path, json={"name": "Retina"}).status_code == 403
    assert fast_works.owner.put(path, json={"name": "  "}).status_code == 422

    for _ in range(2):
        assert fast_works.owner.put(path, json={"name": "Retina"}).status_code == 204

    assert fast_works.labeler.get(fast_works.url).json()["name"] == "Retina"
    told = fast_works.owner.get(f"{fast_works.url}/ledger?limit=20").json()["items"]
    facts = [one["facts"] for one in told if one["action"] == "project.changed"]
    assert [(one["before"], one["name"]) for one in facts] == [(before, "Retina")]


def test_an_organisation_admin_creates_a_project_and_is_its_first_admin(fast_works: Town) -> None:
    assert fast_works.owner.post("/api/v1/site/projects", json={"name": "New"}).status_code == 403

    made = fast_works.admin.post("/api/v1/site/projects", json={"name": "New"})

    assert made.status_code == 201
    seen = fast_works.admin.get(f"/api/v1/projects/{made.json()['id']}").json()
    assert (seen["name"], seen["state"], seen["role"]) == ("New", "setup", "project_admin")
