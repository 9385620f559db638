"""Signing in and out, and when a session ends."""

import statistics
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from houses import Town, client_of
from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.entering import enter_site_as
from labelkeep.core.clock import shifted
from labelkeep.core.hashing import sha256
from labelkeep.domain.people import actions as people
from labelkeep.domain.people.passwords import hashed
from labelkeep.infra.house import SITE
from labelkeep.infra.ledger.events import open_payload
from labelkeep.infra.vault import Place, open_sealed

LINK, PASSWORD = "/api/v1/sign-in/link", "/api/v1/sign-in/password"
PHRASE = "seven quiet otters count the tide"


def link_for(town: Town, name: str) -> str:
    with enter_site_as(town.house, town.people["admin"].id, SiteAdmin) as site:
        return people.make_link(site, town.people[name].id)


def rows(town: Town, query: str, *values: Any) -> list[Any]:
    with psycopg.connect(town.house.urls.backup) as connection:
        return connection.execute(query.encode(), values).fetchall()


def payloads(town: Town, action: str) -> list[dict[str, Any]]:
    """Open the organisation's events of an action, sealed under the site's key or a person's."""
    found: list[dict[str, Any]] = []
    query = "select id, payload, actor_id from ledger_event where action = %s and project_id is null order by at"
    for event, payload, actor in rows(town, query, action):
        key = town.house.keyring.key_of("person", actor) if actor else town.house.keyring.key_of("site", SITE)
        opened = open_payload(open_sealed(key, payload, Place("ledger_event", "payload", event)))
        found.append(opened["facts"])
    return found


def alive(client: TestClient, **headers: str) -> bool:
    return client.get("/api/v1/me", headers=headers).status_code == 200


def test_a_link_lets_one_in_whoever_is_fastest(fast_town: Town) -> None:
    token = link_for(fast_town, "labeler")

    with ThreadPoolExecutor(50) as pool:
        tries = [pool.submit(fast_town.anonymous().post, LINK, json={"token": token}) for _ in range(50)]
    statuses = sorted(each.result().status_code for each in tries)

    assert statuses.count(204) == 1
    assert set(statuses) <= {204, 401, 429}
    assert rows(fast_town, "select count(*) from session where user_id = %s", fast_town.people["labeler"].id) == [(2,)]


@pytest.mark.parametrize(("minutes", "status"), [(14.9, 204), (15.1, 401)])
def test_a_link_lives_a_quarter_of_an_hour(fast_town: Town, minutes: float, status: int) -> None:
    token = link_for(fast_town, "labeler")

    with shifted(timedelta(minutes=minutes)):
        assert fast_town.anonymous().post(LINK, json={"token": token}).status_code == status


def test_secrets_stand_in_the_database_as_hashes_only(fast_town: Town) -> None:
    secret = fast_town.labeler.cookies["labelkeep"]
    with enter_site_as(fast_town.house, fast_town.people["admin"].id, SiteAdmin) as site:
        token = people.make_token(site, fast_town.people["labeler"].id)
    link = link_for(fast_town, "labeler")
    hashes = {
        each[0] for each in rows(fast_town, "select token_hash from session union select token_hash from sign_in_link")
    }

    assert {sha256(each.encode()) for each in (secret, token, link)} <= hashes
    assert len(secret) >= 43
    everything = str(rows(fast_town, "select to_jsonb(s) from session s")) + str(
        rows(fast_town, "select * from sign_in_link")
    )
    assert not any(each in everything for each in (secret, token, link))


def test_an_api_token_works_and_can_be_recognised(fast_town: Town) -> None:
    with enter_site_as(fast_town.house, fast_town.people["admin"].id, SiteAdmin) as site:
        token = people.make_token(site, fast_town.people["labeler"].id, days=2)
    prefix, body = token[:3], token[3:-9]
    program = {"Authorization": f"Bearer {token}", "Origin": ""}

    assert (prefix, token[-9:]) == ("lk_", f"_{zlib.crc32(body.encode()):08x}")
    assert fast_town.anonymous().get("/api/v1/me", headers=program).json()["email"] == "labeler@example.test"
    with shifted(timedelta(days=1, hours=23)):
        assert (
            fast_town.anonymous().post(f"{fast_town.url}/policy/preview", headers=program, json={}).status_code == 422
        )
    with shifted(timedelta(days=2, seconds=1)):
        assert fast_town.anonymous().get("/api/v1/me", headers=program).status_code == 401


def test_the_cookie_is_closed_to_pages_and_other_sites(fast_town: Town) -> None:
    answer = fast_town.anonymous().post(LINK, json={"token": link_for(fast_town, "labeler")})

    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("labelkeep=")
    assert {"httponly", "samesite=strict", "path=/"} <= {each.strip() for each in cookie.split(";")}
    assert "domain" not in cookie
    assert answer.headers["cache-control"] == "no-store"


def test_signing_out_ends_the_session_at_once(fast_town: Town) -> None:
    secret = fast_town.labeler.cookies["labelkeep"]
    answer = fast_town.labeler.post("/api/v1/sign-out")
    again = client_of(fast_town.app)
    again.cookies.set("labelkeep", secret)

    assert answer.status_code == 204
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert not alive(again)


def test_polling_does_not_keep_a_session_alive_and_input_does(fast_town: Town) -> None:
    polling, typing = fast_town.labeler.client, fast_town.reviewer.client
    for minutes in (20, 40, 59):
        with shifted(timedelta(minutes=minutes)):
            assert alive(polling)
            assert alive(typing, **{"X-Labelkeep-Activity": "1"})
    with shifted(timedelta(minutes=61)):
        assert not alive(polling)
        assert alive(typing)
        assert typing.post(f"{fast_town.url}/policy/preview", json={}).status_code == 422
    with shifted(timedelta(minutes=118)):
        assert alive(typing)


def test_a_session_ends_after_twelve_hours_of_work(fast_town: Town) -> None:
    client = fast_town.labeler.client
    for half_hours in range(1, 24):
        with shifted(timedelta(minutes=30 * half_hours)):
            assert alive(client, **{"X-Labelkeep-Activity": "1"})
    with shifted(timedelta(hours=12, seconds=1)):
        assert not alive(client)


def test_a_session_that_ended_by_time_is_written_down_once_when_its_secret_comes_again(fast_town: Town) -> None:
    with shifted(timedelta(minutes=61)):
        assert [alive(fast_town.labeler.client) for _ in range(3)] == [False] * 3

    ended = [each for each in payloads(fast_town, "session.ended") if each["why"] == "idle"]
    assert [each["person"] for each in ended] == [str(fast_town.people["labeler"].id)]
    assert not alive(fast_town.labeler.client)


def test_a_suspended_member_is_a_stranger_from_the_next_request_on(fast_town: Town) -> None:
    assert fast_town.labeler.get(f"{fast_town.url}/members").status_code == 200
    person = fast_town.people["labeler"].id
    assert fast_town.owner.patch(f"{fast_town.url}/members/{person}", json={"status": "suspended"}).status_code == 200

    assert fast_town.labeler.get(f"{fast_town.url}/members").status_code == 404


def with_password(town: Town, name: str) -> None:
    assert town.people[name].post("/api/v1/me/password", json={"password": PHRASE}).status_code == 204


def test_a_password_lets_in_and_ends_the_other_sessions(fast_town: Town) -> None:
    other = fast_town.anonymous()
    assert other.post(LINK, json={"token": link_for(fast_town, "labeler")}).status_code == 204
    with_password(fast_town, "labeler")

    fresh = fast_town.anonymous()
    assert fresh.post(PASSWORD, json={"email": " LABELER@example.test ", "password": PHRASE}).status_code == 204
    assert [alive(each) for each in (fresh, fast_town.labeler.client, other)] == [True, True, False]


def test_a_change_of_the_password_asks_for_the_current_one(fast_town: Town) -> None:
    with_password(fast_town, "labeler")
    url, other = "/api/v1/me/password", "nine loud herons leave the marsh"
    tries = [{"password": other}, {"password": other, "current": "not the right words"}]
    answers = [fast_town.labeler.post(url, json=body) for body in tries]

    assert [(each.status_code, each.json()["code"]) for each in answers] == [(403, "password.wrong")] * 2
    assert alive(fast_town.labeler.client)
    assert fast_town.labeler.post(url, json={"password": other, "current": PHRASE}).status_code == 204
    signed = [
        fast_town.anonymous().post(PASSWORD, json={"email": "labeler@example.test", "password": word}).status_code
        for word in (PHRASE, other)
    ]
    assert signed == [401, 204]


def test_guessing_the_current_password_is_slowed_down(fast_town: Town) -> None:
    with_password(fast_town, "labeler")
    body = {"password": "nine loud herons leave the marsh"}
    statuses = [
        fast_town.labeler.post("/api/v1/me/password", json={**body, "current": f"guess {number}"}).status_code
        for number in range(14)
    ]

    assert statuses[:10] == [403] * 10
    assert 429 in statuses[10:]


def test_a_lost_password_is_taken_away_and_its_person_sets_another(fast_town: Town) -> None:
    with_password(fast_town, "labeler")
    with enter_site_as(fast_town.house, fast_town.people["admin"].id, SiteAdmin) as site:
        people.forget_password(site, fast_town.people["labeler"].id)
    fresh = fast_town.anonymous()
    refused = fresh.post(PASSWORD, json={"email": "labeler@example.test", "password": PHRASE}).status_code

    assert refused == 401
    assert fresh.post(LINK, json={"token": link_for(fast_town, "labeler")}).status_code == 204
    assert fresh.post("/api/v1/me/password", json={"password": PHRASE}).status_code == 204
    assert len(rows(fast_town, "select id from ledger_event where action = 'password.forgotten'")) == 1


def test_wrong_password_unknown_account_and_no_password_give_one_answer(fast_town: Town) -> None:
    with_password(fast_town, "labeler")
    given = [("labeler", "not the right words"), ("nobody", PHRASE), ("reviewer", PHRASE)]
    answers = [
        fast_town.anonymous().post(PASSWORD, json={"email": f"{name}@example.test", "password": word})
        for name, word in given
    ]

    assert {each.status_code for each in answers} == {401}
    assert len({each.content for each in answers}) == 1


def test_time_does_not_tell_whether_an_account_exists(fast_town: Town) -> None:
    with_password(fast_town, "labeler")
    client, took = fast_town.anonymous(), {"labeler": [], "nobody": []}
    for number in range(18):
        fast_town.app.state.throttle = type(fast_town.app.state.throttle)()
        name = ("labeler", "nobody")[number % 2]
        began = time.process_time()
        client.post(PASSWORD, json={"email": f"{name}@example.test", "password": "not the right words"})
        took[name].append(time.process_time() - began)

    known, unknown = (statistics.median(each) for each in took.values())
    assert abs(known - unknown) / max(known, unknown) < 0.2


def test_guessing_is_slowed_down_and_a_success_elsewhere_does_not_help(fast_town: Town) -> None:
    with_password(fast_town, "stranger")
    client = fast_town.anonymous()

    def attempt(name: str, word: str) -> int:
        return client.post(PASSWORD, json={"email": f"{name}@example.test", "password": word}).status_code

    statuses = [attempt("owner", f"guess number {number} of many") for number in range(9)]
    assert attempt("stranger", PHRASE) == 204
    statuses += [attempt("owner", f"guess number {number} of many") for number in range(9, 15)]

    # hashing on a busy machine takes longer than the first wait, never longer than the doubled ones
    assert statuses[:10] == [401] * 10
    assert statuses[-1] == 429
    assert attempt("stranger", PHRASE) == 204
    with shifted(timedelta(minutes=16)):
        assert attempt("owner", "one more after the wait") == 401


@pytest.mark.parametrize(
    "word",
    [
        "fourteen chars",
        "aaaaaaaaaaaaaaaaaaaa",
        "passwordpassword",
        "labelerlabelerlabeler",
        "abcabcabcabcabcabc",
        "labeler-person-1",
    ],
)
def test_weak_passwords_are_refused_with_what_to_do(fast_town: Town, word: str) -> None:
    answer = fast_town.labeler.post("/api/v1/me/password", json={"password": word})

    assert (answer.status_code, answer.json()["code"]) == (422, "password.weak")
    assert word not in answer.text


@pytest.mark.parametrize(
    "word", [PHRASE, "ключ от старого сарая", "x y " * 16 + "many words here too", "nine 9 of 11 horses"]
)
def test_no_kind_of_character_is_asked_for(fast_town: Town, word: str) -> None:
    assert fast_town.labeler.post("/api/v1/me/password", json={"password": word}).status_code == 204


def test_passwords_are_kept_as_argon2id() -> None:
    made = hashed(PHRASE)

    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert made != hashed(PHRASE)


def test_there_is_no_account_and_no_way_in_after_installation(fast_house: Any) -> None:
    from houses import ORIGIN
    from labelkeep.entrypoints.http.app import create_app

    client = client_of(create_app(fast_house, origins=frozenset({ORIGIN}), secure=False))
    with psycopg.connect(fast_house.urls.backup) as connection:
        counts = connection.execute("select (select count(*) from person), (select count(*) from session)").fetchone()

    assert counts == (0, 0)
    for path in ("/api/v1/site/people", "/api/v1/me"):
        assert client.post(path, json={"name": "x", "email": "a@b.c"}).status_code in (401, 405)


def test_refused_sign_ins_and_strangers_are_summed_up_in_one_event_each(fast_town: Town) -> None:
    client = fast_town.anonymous()
    for _ in range(3):
        client.post(LINK, json={"token": "wrong"})
        client.get(f"{fast_town.url}/members")
    client.post("/api/v1/sign-out", headers={"Origin": "https://evil.test"})

    fast_town.app.state.strangers.write(fast_town.house)
    fast_town.app.state.strangers.write(fast_town.house)

    [refused] = payloads(fast_town, "sign_in.refused")
    [denied] = payloads(fast_town, "access.denied")
    told = [
        (each["network"], each["route"], each["code"], each["times"]) for each in refused["counts"] + denied["counts"]
    ]
    assert told == [
        ("testclient", "POST /api/v1/sign-in/link", "sign_in.link_spent", 3),
        ("testclient", "GET /api/v1/projects/{project}/members", "signed_out", 3),
        ("testclient", "POST unknown", "origin.foreign", 1),
    ]


def test_a_refused_member_is_an_event_of_the_project_and_a_stranger_is_not(fast_town: Town) -> None:
    fast_town.labeler.post(f"{fast_town.url}/policy", json={})
    fast_town.manager.post(f"{fast_town.url}/members", json={"email": "a@b.c", "role": "project_admin"})
    fast_town.stranger.get(f"{fast_town.url}/policy")

    found = rows(
        fast_town, "select project_id, object_id, outcome from ledger_event where action = 'access.denied' order by at"
    )
    ids = {name: person.id for name, person in fast_town.people.items()}
    assert found == [
        (fast_town.project, ids["labeler"], "refused"),
        (fast_town.project, ids["manager"], "refused"),
        (None, ids["stranger"], "refused"),
    ]
