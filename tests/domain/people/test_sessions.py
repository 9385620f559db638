"""One's own sessions: seen, and ended one by one or all at once."""

from typing import Any
from uuid import uuid4

from houses import Town, sign_in


def sessions(client: Any) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/me/sessions")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def second(town: Town, name: str) -> Any:
    return sign_in(town.house, town.app, town.people["admin"].id, town.people[name].id)


def test_a_person_sees_each_browser_and_which_one_asks(fast_town: Town) -> None:
    other = second(fast_town, "labeler")

    mine, theirs = sessions(fast_town.labeler), sessions(other)

    assert {each["id"] for each in mine} == {each["id"] for each in theirs}
    assert [each["current"] for each in mine].count(True) == 1
    assert next(each["id"] for each in mine if each["current"]) != next(
        each["id"] for each in theirs if each["current"]
    )


def test_an_ended_session_is_out_at_once_and_the_others_stay(fast_town: Town) -> None:
    other = second(fast_town, "labeler")
    lost = next(each["id"] for each in sessions(other) if each["current"])

    answer = fast_town.labeler.post(f"/api/v1/me/sessions/{lost}/end")

    assert answer.status_code == 204
    assert other.get("/api/v1/me").status_code == 401
    assert lost not in {each["id"] for each in sessions(fast_town.labeler)}
    events = fast_town.admin.get("/api/v1/site/ledger?action=session.ended").json()["items"]
    assert [(each["object_id"], each["facts"]["why"]) for each in events] == [(lost, "ended by its owner")]


def test_all_others_are_ended_at_once(fast_town: Town) -> None:
    others = [second(fast_town, "labeler") for _ in range(2)]

    assert fast_town.labeler.post("/api/v1/me/sessions/end-others").status_code == 204

    assert [each.get("/api/v1/me").status_code for each in others] == [401, 401]
    assert [each["current"] for each in sessions(fast_town.labeler)] == [True]


def test_nobody_ends_another_persons_session(fast_town: Town) -> None:
    theirs = sessions(fast_town.reviewer)[0]["id"]

    answer = fast_town.labeler.post(f"/api/v1/me/sessions/{theirs}/end")
    never = fast_town.labeler.post(f"/api/v1/me/sessions/{uuid4()}/end")

    assert (answer.status_code, answer.content) == (404, never.content)
    assert fast_town.reviewer.get("/api/v1/me").status_code == 200
