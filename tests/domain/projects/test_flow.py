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
