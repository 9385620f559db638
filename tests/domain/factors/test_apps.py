"""An authenticator app: set up, asked for at sign-in, each code once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from houses import Town
from labelkeep.access.capabilities import SiteAdmin
from labelkeep.access.entering import enter_self, enter_site_as, enter_system
from labelkeep.access.system import SignIn
from labelkeep.core.clock import shifted
from labelkeep.domain.factors import actions
from labelkeep.domain.factors.proving import Asker
from labelkeep.domain.factors.shapes import ProofIn
from labelkeep.domain.people import actions as people
from labelkeep.domain.people.errors import FactorWrong
from labelkeep.entrypoints.http.guard import guarded_routes

from .showing import HERE, STEP, actions_of, code_of, half_in, rows, with_app


def test_an_app_is_asked_for_from_its_first_code_on(fast_town: Town) -> None:
    labeler = fast_town.labeler.client
    made = labeler.post(f"{HERE}/apps", json={"name": "Phone"}).json()

    assert made["uri"].startswith("otpauth://totp/Labelkeep:labeler%40example.test?secret=" + made["secret"])
    assert len({len(row) for row in made["qr"]} | {len(made["qr"])}) == 1
    assert labeler.get(HERE).json()["items"] == []
    with_app(labeler)
    listed = labeler.get(HERE).json()
    assert [(each["kind"], each["name"]) for each in listed["items"]] == [("app", "Phone")]
    assert listed["strong_until"]
    assert actions_of(fast_town) == ["factor.begun", "factor.begun", "factor.added"]


def test_a_sign_in_without_its_factor_opens_nothing(town: Town) -> None:
    secret = with_app(town.labeler.client)
    half = half_in(town, "labeler")

    for route in guarded_routes(town.app):
        path = re.sub(r"\{\w+\}", str(town.project), route.path)
        assert route.public or half.request(route.method, path).status_code == 401, path
    assert half.get(STEP).json()["kinds"] == ["app"]
    assert half.post(STEP, json={"code": "000000"}).json()["code"] == "factor.wrong"
    before = half.cookies["labelkeep"]
    assert half.post(STEP, json={"code": code_of(secret)}).status_code == 204
    assert half.cookies["labelkeep"] != before
    assert half.get("/api/v1/me").status_code == 200
    assert half.get(town.url).status_code == 200
    # the second step is over: its secret is of no use any more
    again = town.anonymous()
    again.cookies.set("labelkeep", before)
    assert (again.get(STEP).status_code, again.get("/api/v1/me").status_code) == (401, 401)
    assert actions_of(town)[-3:] == ["factor.asked", "factor.refused", "factor.shown"]


def test_a_link_never_goes_around_the_factor(fast_town: Town) -> None:
    with_app(fast_town.labeler.client)

    assert half_in(fast_town, "labeler").get("/api/v1/me").status_code == 401


def test_a_password_does_not_go_around_it_either(fast_town: Town) -> None:
    phrase = "seven quiet otters count the tide"
    fast_town.labeler.client.post("/api/v1/me/password", json={"password": phrase})
    with_app(fast_town.labeler.client)
    client = fast_town.anonymous()
    answer = client.post("/api/v1/sign-in/password", json={"email": "labeler@example.test", "password": phrase})

    assert (answer.status_code, answer.json()) == (200, {"next": "factor"})
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(("later", "status"), [(-2, 403), (-1, 204), (0, 204), (1, 204), (2, 403)])
def test_a_code_of_a_neighbour_step_is_good_and_no_other(fast_town: Town, later: int, status: int) -> None:
    secret = with_app(fast_town.labeler.client)
    with shifted(timedelta(minutes=5)):
        half = half_in(fast_town, "labeler")

        assert half.post(STEP, json={"code": code_of(secret, later)}).status_code == status


def test_a_code_that_was_used_is_refused_and_so_is_an_older_one(fast_town: Town) -> None:
    secret = with_app(fast_town.labeler.client)
    first, second = (half_in(fast_town, "labeler") for _ in range(2))
    assert first.post(STEP, json={"code": code_of(secret, 1)}).status_code == 204

    for later in (1, 0, -1):
        assert second.post(STEP, json={"code": code_of(secret, later)}).json()["code"] == "factor.wrong"


def test_one_code_in_fifty_hands_lets_one_in(town: Town) -> None:
    secret = with_app(town.labeler.client)
    halves = [half_in(town, "labeler").cookies["labelkeep"].encode() for _ in range(50)]
    code = code_of(secret)

    def attempt(half: bytes) -> bool:
        with enter_system(town.house, SignIn) as system:
            step = actions.waiting_step(system, half)
            return actions.finish(system, step, "", ProofIn.model_validate({"code": code})) is not None

    with ThreadPoolExecutor(50) as pool:
        let_in = list(pool.map(attempt, halves))

    assert let_in.count(True) == 1
    assert actions_of(town).count("factor.refused") == 49


def test_one_code_shown_fifty_times_in_one_session_counts_once(town: Town) -> None:
    secret = with_app(town.labeler.client)
    cookie, person = town.labeler.client.cookies["labelkeep"].encode(), town.people["labeler"].id
    code = code_of(secret)

    def attempt(_number: int) -> bool:
        try:
            with enter_self(town.house, cookie) as own:
                asker = Asker(person, own.actor.session_id or person, "")
                actions.show(own, asker, ProofIn.model_validate({"code": code}))
        except FactorWrong:
            return False
        return True

    with ThreadPoolExecutor(50) as pool:
        assert list(pool.map(attempt, range(50))).count(True) == 1


def test_guessing_is_slowed_down_by_account_and_a_sign_in_ends_after_ten_tries(fast_town: Town) -> None:
    secret = with_app(fast_town.labeler.client)
    half = half_in(fast_town, "labeler")
    answers = [half.post(STEP, json={"code": "000000"}).status_code for _ in range(12)]

    assert answers[:10] == [403] * 10
    assert set(answers[10:]) <= {401, 429}
    # another sign-in of the same person does not begin anew, and nobody else waits
    assert half_in(fast_town, "labeler").post(STEP, json={"code": code_of(secret)}).status_code == 429
    other = with_app(fast_town.reviewer.client)
    assert half_in(fast_town, "reviewer").post(STEP, json={"code": code_of(other)}).status_code == 204


def test_a_half_sign_in_lives_ten_minutes_and_ends_with_its_person(fast_town: Town) -> None:
    secret = with_app(fast_town.labeler.client)
    half = half_in(fast_town, "labeler")

    with shifted(timedelta(minutes=9)):
        assert half.get(STEP).status_code == 200
    with shifted(timedelta(minutes=10, seconds=1)):
        answer = half.post(STEP, json={"code": code_of(secret)})
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in.step_over")


def test_a_half_sign_in_ends_when_its_person_changes_the_password(fast_town: Town) -> None:
    secret = with_app(fast_town.labeler.client)
    half = half_in(fast_town, "labeler")
    changed = fast_town.labeler.post("/api/v1/me/password", json={"password": "nine loud herons leave the marsh"})

    assert changed.status_code == 204
    assert half.post(STEP, json={"code": code_of(secret)}).json()["code"] == "sign_in.step_over"


def test_whoever_has_no_half_sign_in_learns_nothing(fast_town: Town) -> None:
    nobody, signed_in = fast_town.anonymous(), fast_town.labeler.client
    answers = [
        (each.status_code, each.json()["code"])
        for client in (nobody, signed_in)
        for each in (client.get(STEP), client.post(STEP, json={"code": "000000"}), client.post(f"{STEP}/challenge"))
    ]

    assert set(answers) == {(401, "sign_in.step_over")}


def test_setting_up_or_removing_ends_the_other_sessions(fast_town: Town) -> None:
    secret = with_app(fast_town.labeler.client)
    other = half_in(fast_town, "labeler")
    assert other.post(STEP, json={"code": code_of(secret)}).status_code == 204
    listed = other.get(HERE).json()["items"][0]["id"]

    assert other.post(f"{HERE}/{listed}/remove").status_code == 204
    assert other.get("/api/v1/me").status_code == 200
    assert fast_town.labeler.get("/api/v1/me").status_code == 401
    # with the last factor the session has shown none, and the secret is gone
    assert other.get(HERE).json() == {"items": [], "codes_left": 0, "strong_until": None, "next": None}
    assert rows(fast_town, "select count(*) from session where strong_at is not null and ended_at is null") == [(0,)]
    assert actions_of(fast_town)[-1] == "factor.removed"


def test_nobody_confirms_or_removes_what_is_anothers(fast_town: Town) -> None:
    with_app(fast_town.labeler.client)
    theirs = fast_town.labeler.get(HERE).json()["items"][0]["id"]
    waiting = fast_town.labeler.post(f"{HERE}/apps", json={"name": "Two"}).json()["id"]

    for path in (f"{HERE}/{{}}/remove", f"{HERE}/apps/{{}}/confirm"):
        foreign, never = (
            fast_town.reviewer.post(path.format(each), json={"code": "1"} if "confirm" in path else None)
            for each in (theirs if "remove" in path else waiting, uuid4())
        )
        assert (foreign.status_code, foreign.content) == (404, never.content)
    assert UUID(theirs)


def test_the_secret_is_sealed_and_said_once(fast_town: Town) -> None:
    secret = with_app(fast_town.labeler.client)

    assert secret not in str(rows(fast_town, "select * from factor"))
    assert secret not in fast_town.labeler.get(HERE).text


def test_a_token_changes_no_factor(fast_town: Town) -> None:
    with enter_site_as(fast_town.house, fast_town.people["admin"].id, SiteAdmin) as site:
        token = people.make_token(site, fast_town.people["labeler"].id)
    program = fast_town.anonymous()
    program.headers["Authorization"] = f"Bearer {token}"

    assert program.post(f"{HERE}/apps", json={"name": "Mine"}).json()["code"] == "factor.browser_only"
