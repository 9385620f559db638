"""A person's own ways of working follow the person, and nobody else sees them."""

import psycopg

from houses import Town

HERE = "/api/v1/me/preferences"


def test_what_a_person_chose_is_there_on_the_next_machine(fast_town: Town) -> None:
    labeler = fast_town.labeler.client

    assert labeler.get(HERE).json() == {"items": {}}
    assert labeler.put(f"{HERE}/keys", json={"value": {"tool.box": "KeyB"}}).status_code == 204
    assert labeler.put(f"{HERE}/keys", json={"value": {"tool.box": "KeyX"}}).status_code == 204
    assert labeler.put(f"{HERE}/display", json={"value": {"grid": True}}).status_code == 204

    assert labeler.get(HERE).json() == {"items": {"keys": {"tool.box": "KeyX"}, "display": {"grid": True}}}
    assert fast_town.reviewer.client.get(HERE).json() == {"items": {}}


def test_preferences_are_sealed_at_rest(fast_town: Town) -> None:
    fast_town.labeler.client.put(f"{HERE}/lists", json={"value": {"word": "canary-of-the-lists"}})

    with psycopg.connect(fast_town.house.urls.backup) as connection:
        (body,) = connection.execute("select body from preference where name = 'lists'").fetchall()[0]

    assert b"canary" not in bytes(body)


def test_an_unknown_name_and_too_much_are_refused_and_change_nothing(fast_town: Town) -> None:
    labeler = fast_town.labeler.client
    labeler.put(f"{HERE}/guide", json={"value": {"done": True}})

    assert labeler.put(f"{HERE}/secrets", json={"value": {}}).status_code == 404
    refused = labeler.put(f"{HERE}/guide", json={"value": {"text": "x" * 20_000}})

    assert refused.status_code == 422
    assert refused.json()["code"] == "preference.too_large"
    assert labeler.get(HERE).json()["items"] == {"guide": {"done": True}}
