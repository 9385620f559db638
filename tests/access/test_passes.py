"""Passes: tiles of one view ask the database once in two seconds, and nothing outlives a revocation by five."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from sqlalchemy import event
from tests.domain.viewing.test_views import leased_view, tile_of, with_picture

from databases import Server, name_of
from houses import Town, client_of
from labelkeep.access import passes
from labelkeep.access.capabilities import Read
from labelkeep.access.entering import enter_project
from labelkeep.access.passes import Passes, by_pass_of
from labelkeep.access.tokens import PLAIN_COOKIE
from labelkeep.core.clock import shifted
from labelkeep.core.ids import new_id
from labelkeep.domain.viewing import actions
from labelkeep.domain.viewing.tally import Tally
from labelkeep.entrypoints.http.guard import guarded_routes

PROMISED = 5.0
"""Seconds after which a revoked session sees nothing."""


class Ticks:
    """Monotonic time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks(fast_town: Town) -> Ticks:
    made = Ticks()
    fast_town.house.parts["sights"] = Passes(made)
    return made


def sign_out(town: Town, _view: UUID) -> None:
    twin = client_of(town.app)
    twin.cookies.set(PLAIN_COOKIE, town.labeler.client.cookies[PLAIN_COOKIE], domain="127.0.0.1")
    assert twin.post("/api/v1/sign-out").status_code == 204


def suspend(town: Town, _view: UUID) -> None:
    answer = town.owner.patch(f"{town.url}/members/{town.labeler.id}", json={"status": "suspended"})
    assert answer.status_code == 200, answer.text


def close_elsewhere(town: Town, view: UUID) -> None:
    # in another process: nobody tells this one
    secret = town.labeler.client.cookies[PLAIN_COOKIE].encode()
    with enter_project(town.house, secret, town.project, Read) as access:
        actions.close(access, view, Tally())


@pytest.mark.parametrize(("revoke", "status"), [(sign_out, 401), (suspend, 404), (close_elsewhere, 410)])
def test_what_is_revoked_shows_no_tile_after_the_promised_time(
    fast_town: Town, ticks: Ticks, revoke: Callable[[Town, UUID], None], status: int
) -> None:
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    tile = tile_of(town, view, 0)
    assert town.labeler.get(tile).status_code == 200

    revoke(town, UUID(view["id"]))
    ticks.now += passes.KEPT_SECONDS - 0.01
    within = town.labeler.get(tile).status_code
    ticks.now += 0.01
    after = town.labeler.get(tile).status_code

    # the first says that the pass was in use, or this test would prove nothing
    assert (within, after) == (200, status)
    assert passes.KEPT_SECONDS < PROMISED


def test_a_policy_that_stops_showing_pixels_ends_open_views(
    fast_town: Town, debian_server: Server, ticks: Ticks
) -> None:
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    tile = tile_of(town, view, 0)
    assert town.labeler.get(tile).status_code == 200

    # no other delivery can be chosen yet, so the row is changed under the server's feet
    database = make_conninfo(debian_server.conninfo, dbname=name_of(town.house.urls))
    with psycopg.connect(database) as admin:
        admin.execute("update policy_version set delivery = 'direct'")
    within = town.labeler.get(tile).status_code
    ticks.now += passes.KEPT_SECONDS

    assert (within, town.labeler.get(tile).json()["code"]) == (200, "view.not_allowed")


def test_using_a_pass_does_not_prolong_it(fast_town: Town, ticks: Ticks) -> None:
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    tile = tile_of(town, view, 0)
    assert town.labeler.get(tile).status_code == 200
    suspend(town, UUID(view["id"]))

    seen: list[int] = []
    for _ in range(10):
        ticks.now += passes.KEPT_SECONDS / 4
        seen.append(town.labeler.get(tile).status_code)

    assert seen == [200] * 3 + [404] * 7


def test_a_pass_opens_for_nobody_else_and_for_nothing_else(fast_town: Town, ticks: Ticks) -> None:
    del ticks  # stands still: every pass is fresh
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    tile = tile_of(town, view, 0)
    assert town.labeler.get(tile).status_code == 200

    for other in (town.labeler2, town.reviewer, town.manager, town.owner, town.stranger):
        assert other.get(tile).status_code == 404
    assert town.anonymous().get(tile).status_code == 401
    assert town.labeler.get(tile.replace(str(town.project), str(new_id()))).status_code == 404
    assert town.labeler.get(tile.replace(view["parts"][0]["id"], str(new_id()))).status_code == 404
    assert town.labeler.get(tile.replace(view["id"], str(new_id()))).status_code == 404
    for place in ("0/0/1/0", "1/0/0/0", "0/99/0/0", "0/0/-1/0", "0/0/x/0"):
        assert town.labeler.get(tile.removesuffix("0/0/0/0") + place).status_code == 404


def test_a_view_closed_here_and_a_session_that_has_run_out_end_at_once(fast_town: Town, ticks: Ticks) -> None:
    del ticks
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    tile = tile_of(town, view, 0)
    assert town.labeler.get(tile).status_code == 200

    with shifted(timedelta(minutes=31)):
        assert town.labeler.get(tile).status_code == 410
    assert town.labeler.get(tile).status_code == 200
    assert town.labeler.post(f"{town.url}/views/{view['id']}/close").status_code == 204
    assert town.labeler.get(tile).status_code == 410

    tile = tile_of(town, leased_view(town), 0)
    assert town.labeler.get(tile).status_code == 200
    with shifted(timedelta(hours=13)):
        assert town.labeler.get(tile).status_code == 401


def test_tiles_of_one_view_ask_the_database_once_in_that_time(fast_town: Town, ticks: Ticks) -> None:
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    event.listen(town.house.engine, "before_cursor_execute", note)
    try:
        first = town.labeler.get(tile_of(town, view, 1)).status_code, len(said)
        more = [town.labeler.get(tile_of(town, view, 2, col, row)).status_code for col in range(3) for row in range(2)]
        asked = len(said)
        ticks.now += passes.KEPT_SECONDS
        assert town.labeler.get(tile_of(town, view, 0)).status_code == 200
    finally:
        event.remove(town.house.engine, "before_cursor_execute", note)

    assert first[0] == 200
    assert more == [200] * 6
    assert 0 < first[1] == asked < len(said)


def test_the_oldest_pass_goes_when_there_are_too_many(fast_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "KEPT", 1)
    town = fast_town
    with_picture(town)
    first, second = leased_view(town), leased_view(town)
    for view in (first, second, first):
        assert town.labeler.get(tile_of(town, view, 0)).status_code == 200

    kept = vars(town.house.parts["sights"])["_kept"]
    assert [each.value.view_id for each in kept.values()] == [UUID(first["id"])]


def test_only_a_route_with_a_grant_answers_by_a_pass(fast_town: Town) -> None:
    marked = [each for each in guarded_routes(fast_town.app) if by_pass_of(each.endpoint)]

    assert [each.path.rpartition("/views/")[2] for each in marked] == ["{view}/tiles/{part}/{page}/{level}/{col}/{row}"]
    assert all(each.grant is not None for each in marked)
