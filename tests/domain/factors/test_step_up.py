"""What weighs most asks for the factor anew, from whoever has one; and recovery codes stand in for one."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from houses import NOTE, POLICY, Town
from labelkeep.core.clock import shifted

from .showing import HERE, STEP, actions_of, code_of, half_in, rows, with_app

NEVER = uuid4()
KEY: dict[str, Any] = {"name": "Key", "key": {}}
ASKING: list[tuple[str, str, str, Any]] = [
    ("manager", "POST", "{project}/releases/{never}/approve", None),
    ("owner", "POST", "{project}/policy", {**POLICY, "note": NOTE}),
    ("owner", "POST", "{project}/policy/{never}/agree", None),
    ("labeler", "POST", "/api/v1/me/password", {"password": "nine loud herons leave the marsh"}),
    ("labeler", "POST", f"{HERE}/apps", {"name": "Two"}),
    ("labeler", "POST", f"{HERE}/codes", None),
    ("labeler", "POST", f"{HERE}/keys/challenge", None),
    ("labeler", "POST", f"{HERE}/keys", KEY),
    ("labeler", "POST", f"{HERE}/{{factor}}/remove", None),
    ("labeler", "POST", "/api/v1/me/tokens", {"name": "Script", "capabilities": ["Read"]}),
    ("labeler", "POST", "/api/v1/me/identities", {"provider": str(NEVER)}),
    ("admin", "PUT", "/api/v1/site/rules", {"networks": None, "factor_required": False, "factor_roles": []}),
    ("admin", "POST", "/api/v1/site/people/{never}/factor-reset", {"reason": "Phone lost."}),
    ("admin", "POST", "/api/v1/site/factor-resets/{reset}/confirm", None),
    ("admin", "POST", "/api/v1/site/people/{never}/suspend", {"reason": "Left."}),
]
"""Every route that asks for a factor of the last ten minutes: who calls it, and with what."""


def call(town: Town, name: str, method: str, path: str, body: Any) -> Any:
    client = town.people[name].client
    listed = client.get(HERE).json()["items"]
    factor = listed[0]["id"] if listed else NEVER
    filled = path.format(project=town.url, never=NEVER, factor=factor, reset=NEVER)
    return client.request(method, filled, json=body)


@pytest.mark.parametrize(("name", "method", "path", "body"), ASKING)
def test_it_asks_again_after_ten_minutes_and_not_before(
    fast_town: Town, name: str, method: str, path: str, body: Any
) -> None:
    secret = with_app(fast_town.people[name].client)
    with shifted(timedelta(minutes=10, seconds=1)):
        refused = call(fast_town, name, method, path, body)
        assert (refused.status_code, refused.json()["code"]) == (403, "factor.again")
        shown = fast_town.people[name].client.post(f"{HERE}/show", json={"code": code_of(secret)})
        assert shown.status_code == 204
        again = call(fast_town, name, method, path, body)
        assert again.status_code != 403, again.text
    query = "select count(*) from ledger_event where action = 'access.denied' and actor_id is null"
    assert rows(fast_town, query) == [(1,)]


def test_whoever_has_no_factor_is_not_asked(fast_town: Town) -> None:
    for name, method, path, body in ASKING:
        answer = call(fast_town, name, method, path, body)

        assert "factor.again" not in answer.text, path


def test_a_wrong_code_shows_nothing_and_is_written_down(fast_town: Town) -> None:
    with_app(fast_town.labeler.client)
    with shifted(timedelta(minutes=11)):
        answer = fast_town.labeler.post(f"{HERE}/show", json={"code": "000000"})

        assert (answer.status_code, answer.json()["code"]) == (403, "factor.wrong")
        assert fast_town.labeler.get(HERE).json()["strong_until"] is None
        assert fast_town.labeler.get("/api/v1/me").status_code == 200
    assert "access.denied" in actions_of(fast_town, "access.")


def test_recovery_codes_work_once_each_and_end_with_a_new_set(fast_town: Town) -> None:
    labeler = fast_town.labeler.client
    assert labeler.post(f"{HERE}/codes").json()["code"] == "factor.none"
    with_app(labeler)
    made = labeler.post(f"{HERE}/codes").json()["codes"]

    assert (len(made), len(set(made))) == (10, 10)
    assert not any(each in str(rows(fast_town, "select * from recovery_code")) for each in made)
    half = half_in(fast_town, "labeler")
    assert half.get(STEP).json()["kinds"] == ["app", "code"]
    assert half.post(STEP, json={"code": made[0].upper().replace("-", " ")}).status_code == 204
    second = half_in(fast_town, "labeler")
    assert second.post(STEP, json={"code": made[0]}).json()["code"] == "factor.wrong"
    assert half.get(HERE).json()["codes_left"] == 9
    half.post(f"{HERE}/codes")
    assert second.post(STEP, json={"code": made[1]}).json()["code"] == "factor.wrong"
    assert half.get(HERE).json()["codes_left"] == 10


def test_codes_are_good_for_their_own_person_only(fast_town: Town) -> None:
    for name in ("labeler", "reviewer"):
        with_app(fast_town.people[name].client)
    made = fast_town.labeler.post(f"{HERE}/codes").json()["codes"]

    answer = half_in(fast_town, "reviewer").post(STEP, json={"code": made[0]})

    assert answer.json()["code"] == "factor.wrong"
