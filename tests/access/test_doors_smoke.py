from houses import POLICY, Town


def test_first_policy_makes_a_project_live(town: Town) -> None:
    answer = town.owner.post(f"{town.url}/policy", json=POLICY)

    assert answer.status_code == 201, answer.text
    page = town.labeler.get(f"{town.url}/policy").json()
    assert page["in_force"]["sentence"].startswith("Pictures stay in this building.")
    assert town.labeler.post(f"{town.url}/policy", json=POLICY).status_code == 403
    assert town.stranger.get(f"{town.url}/policy").status_code == 404
    assert town.anonymous().get(f"{town.url}/policy").status_code == 401
    assert len(town.owner.get(f"{town.url}/members").json()["items"]) == 6
