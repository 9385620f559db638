"""Views: whose they are, how long they last, and what they show."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pyvips

from houses import POLICY, Town
from labelkeep.access import jobs
from labelkeep.access.passes import Passes
from labelkeep.core.clock import shifted
from labelkeep.core.ids import new_id
from labelkeep.domain.viewing.ending import Ending, end_views
from works import ONTOLOGY

SIZE = (700, 500)


def with_picture(town: Town) -> None:
    picture = (
        pyvips.Image.gaussnoise(*SIZE, mean=120, sigma=30).cast("uchar").bandjoin([80, 160]).copy(interpretation="srgb")
    )
    content = picture.jpegsave_buffer(Q=90)
    assert town.owner.post(f"{town.url}/policy", json=POLICY).status_code == 201
    assert town.owner.post(f"{town.url}/ontology", json={"body": ONTOLOGY}).status_code == 201
    opened = town.owner.post(f"{town.url}/imports", json={"source": {"kind": "upload"}, "format": "none"}).json()
    one = f"{town.url}/imports/{opened['id']}"
    file = town.owner.post(f"{one}/files", json={"name": "noise.jpg", "size": len(content)}).json()["file_id"]
    head = {"Content-Type": "application/octet-stream"}
    assert town.owner.put(f"{one}/files/{file}?offset=0", content=content, headers=head).status_code == 200
    job = town.owner.post(f"{one}/start").json()["job"]["id"]
    jobs.run(town.house, town.house.parts["jobs"], "import", UUID(job))


def leased_view(town: Town) -> dict[str, Any]:
    lease = town.labeler.post(f"{town.url}/work/label/next").json()["lease"]["id"]
    answer = town.labeler.post(f"{town.url}/leases/{lease}/views")
    assert answer.status_code == 201, answer.text
    return answer.json()


def tile_of(town: Town, view: dict[str, Any], level: int, col: int = 0, row: int = 0) -> str:
    return f"{town.url}/views/{view['id']}/tiles/{view['parts'][0]['id']}/0/{level}/{col}/{row}"


def test_a_leased_picture_is_shown_in_tiles_of_its_full_size(town: Town) -> None:
    with_picture(town)
    view = leased_view(town)
    page = view["parts"][0]["pages"][0]
    corner = town.labeler.get(tile_of(town, view, page["levels"] - 1, 2, 1))

    shown = pyvips.Image.new_from_buffer(corner.content, "")
    assert (page["width"], page["height"]) == SIZE
    assert corner.headers["content-type"] in ("image/jpeg", "image/png")
    assert corner.headers["cache-control"] == "private, no-store"
    assert (shown.width, shown.height) == (700 - 2 * 256, 500 - 256)
    assert town.labeler.get(tile_of(town, view, page["levels"] - 1, 3, 0)).status_code == 404


def test_a_view_is_of_one_person_only(fast_town: Town) -> None:
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    tile = tile_of(town, view, 0)

    assert town.labeler.get(tile).status_code == 200
    for other in (town.labeler2, town.reviewer, town.manager, town.owner):
        answer = other.get(tile)
        never = other.get(tile.replace(view["id"], str(new_id())))
        assert (answer.status_code, answer.content) == (404, never.content)
        assert other.post(f"{town.url}/views/{view['id']}/close").status_code == 404
    assert town.stranger.get(tile).status_code == 404
    assert town.anonymous().get(tile).status_code == 401


def test_a_view_ends_with_its_lease_and_with_its_closing(fast_town: Town) -> None:
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    tile = tile_of(town, view, 0)

    with shifted(timedelta(minutes=31)):
        assert town.labeler.get(tile).json()["code"] == "view.ended"
    assert town.labeler.get(tile).status_code == 200
    assert town.labeler.post(f"{town.url}/views/{view['id']}/close").status_code == 204
    assert town.labeler.get(tile).json()["code"] == "view.ended"


def test_a_view_whose_tab_died_is_closed_once_with_its_sum(fast_town: Town) -> None:
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    size = len(town.labeler.get(tile_of(town, view, 0)).content)
    town.app.state.tally.write(town.house)
    assert end_views(town.house) == 0

    with shifted(timedelta(minutes=32)):
        assert [end_views(town.house), end_views(town.house)] == [1, 0]

    found = town.owner.get(f"{town.url}/ledger?action=view.closed").json()["items"]
    facts = [(each["object_id"], each["actor"], each["facts"]) for each in found]
    assert [each[:2] for each in facts] == [(view["id"], None)]
    told = {name: facts[0][2][name] for name in ("person", "why", "tiles", "bytes")}
    assert told == {"person": str(town.people["labeler"].id), "why": "time over", "tiles": 1, "bytes": size}
    assert 1700 < facts[0][2]["seconds"] <= 1800


def test_a_managers_look_stands_in_the_assets_history(fast_town: Town) -> None:
    town = fast_town
    with_picture(town)
    asset = town.manager.get(f"{town.url}/assets").json()["items"][0]["id"]
    view = town.manager.post(f"{town.url}/assets/{asset}/views").json()["id"]
    assert town.manager.post(f"{town.url}/views/{view}/seen").status_code == 204
    assert town.manager.post(f"{town.url}/views/{view}/close").status_code == 204

    items = town.manager.get(f"{town.url}/assets/{asset}/history").json()["items"]

    looks = [(each["action"], each["by"]["name"]) for each in items if each["action"].startswith(("asset.v", "view"))]
    assert looks == [("asset.viewed", "Manager Person")]


def test_the_task_that_ends_views_waits_half_a_minute_between_rounds(
    fast_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[int] = []
    monkeypatch.setattr("labelkeep.domain.viewing.ending.end_views", lambda _house: rounds.append(1))
    task = Ending()

    for seconds in (0, 5, 29, 31, 35):
        with shifted(timedelta(seconds=seconds)):
            task(fast_town.house)

    assert len(rounds) == 2


def test_the_look_is_in_the_ledger_before_the_first_tile(fast_town: Town) -> None:
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    found = town.owner.get(f"{town.url}/ledger?action=asset.viewed").json()["items"]

    assert [(each["object_id"], each["facts"]["ground"]) for each in found] == [(view["id"], "lease")]


def test_another_window_is_rendered_anew(fast_town: Town) -> None:
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    plain = town.labeler.get(tile_of(town, view, 0)).content
    body = {"window": [128, 40], "gamma": 1.0, "invert": True}
    changed = town.labeler.put(f"{town.url}/views/{view['id']}/display", json=body).json()
    shown = town.labeler.get(tile_of(town, view, 0)).content

    assert changed["display"]["n"] == view["display"]["n"] + 1
    dark = pyvips.Image.new_from_buffer(plain, "").avg()
    assert abs(pyvips.Image.new_from_buffer(shown, "").avg() - dark) > 5


def test_a_thumbnail_is_for_those_who_explore_and_the_look_is_recorded(fast_town: Town) -> None:
    town = fast_town
    with_picture(town)
    asset = town.manager.get(f"{town.url}/assets").json()["items"][0]["id"]
    small = town.manager.get(f"{town.url}/assets/{asset}/thumbnail")

    shown = pyvips.Image.new_from_buffer(small.content, "")
    assert max(shown.width, shown.height) == 256
    assert town.labeler.get(f"{town.url}/assets/{asset}/thumbnail").status_code == 403
    seen = town.owner.get(f"{town.url}/ledger?action=asset.thumbnail_seen").json()["items"]
    assert [each["object_id"] for each in seen] == [asset]


def test_a_tile_addressed_by_a_display_never_shows_an_older_one(fast_town: Town) -> None:
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    tile = tile_of(town, view, 0)
    plain = town.labeler.get(f"{tile}?d={view['display']['n']}").content

    # another process changes the display: nobody tells the one that shows
    sights, town.house.parts["sights"] = town.house.parts["sights"], Passes()
    changed = town.labeler.put(f"{town.url}/views/{view['id']}/display", json={"invert": True}).json()
    town.house.parts["sights"] = sights

    assert town.labeler.get(tile).content == plain  # the pass is in use
    assert town.labeler.get(f"{tile}?d={changed['display']['n']}").content != plain


def test_every_tile_is_counted_however_it_was_opened(fast_town: Town) -> None:
    town = fast_town
    with_picture(town)
    view = leased_view(town)
    for _ in range(5):
        assert town.labeler.get(tile_of(town, view, 0)).status_code == 200
    assert town.labeler.post(f"{town.url}/views/{view['id']}/close").status_code == 204

    found = town.owner.get(f"{town.url}/ledger?action=view.closed").json()["items"]
    assert [each["facts"]["tiles"] for each in found] == [5]
