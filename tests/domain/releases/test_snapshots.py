"""A snapshot freezes what is there, and its root can be computed again by anybody."""

import pytest
from sqlalchemy import select

from houses import Town, build_town
from labelkeep.access.capabilities import Explore
from labelkeep.core.ids import new_id
from labelkeep.domain.assets.tables import AssetRow
from labelkeep.domain.labels.tables import VersionRow
from labelkeep.domain.releases.snapshots import root_of
from labelkeep.domain.releases.tables import SnapshotItemRow
from labelkeep.infra.house import House
from labelkeep.infra.ledger import merkle
from labelkeep.infra.ledger.rows import rows_root
from tests.domain.releases import made
from works import add_pictures, decide, label_of, submit, take


def items(town: Town, snapshot: str) -> dict[str, tuple[bool, bool]]:
    """Name of each asset in a snapshot, whether it has a label, whether that was reviewed."""
    with town.as_person("owner", Explore) as access:
        rows = access.rows(
            select(AssetRow, SnapshotItemRow)
            .join(SnapshotItemRow, SnapshotItemRow.asset_id == AssetRow.id)
            .where(SnapshotItemRow.snapshot_id == snapshot)
        )
        return {
            access.unseal("asset", "name", asset.id, asset.name).decode(): (item.version_id is not None, item.reviewed)
            for asset, item in rows
        }


def test_a_snapshot_holds_every_asset_with_its_label(works: Town) -> None:
    add_pictures(works, 3)
    made.label_all(works, 2)
    made.review_all(works, 1)

    taken = made.snapshot(works)

    assert (taken["assets"], taken["labels"]) == (3, 2)
    held = items(works, taken["id"])
    assert held == {"picture 0.png": (True, True), "picture 1.png": (True, False), "picture 2.png": (False, False)}


def test_broken_and_excluded_assets_stay_out(fast_works: Town) -> None:
    ids = add_pictures(fast_works, 3)
    with fast_works.as_person("owner", Explore) as access:
        for asset_id, state in zip(ids, ("broken", "excluded"), strict=False):
            row = access.get(AssetRow, asset_id)
            row.state = state
            access.record(row, "asset.imported")

    assert list(items(fast_works, made.snapshot(fast_works)["id"])) == ["picture 2.png"]


def test_the_root_follows_from_assets_and_labels(works: Town) -> None:
    add_pictures(works, 5)
    made.label_all(works, 3)

    taken = made.snapshot(works)

    with works.as_person("owner", Explore) as access:
        hashes = {row.asset_id: row.body_sha256 for row in access.find(select(VersionRow))}
        ids = [row.id for row in access.find(select(AssetRow))]
    assert taken["root"] == rows_root((each, hashes.get(each, bytes(32))) for each in ids).hex()


@pytest.mark.parametrize("count", [0, 1, 2, 255, 256, 257, 4_097, 9_000])
def test_a_root_over_joined_hashes_is_the_tree_root(count: int) -> None:
    hashes = [merkle.leaf_hash(number.to_bytes(4, "big")) for number in range(count)]

    assert root_of(b"".join(hashes)) == merkle.tree_root(hashes)


def test_later_work_does_not_change_a_snapshot(fast_works: Town) -> None:
    add_pictures(fast_works, 1)
    work = take(fast_works, "labeler")
    submit(fast_works, "labeler", work, label_of(work, 1))
    snapshot = made.snapshot(fast_works)
    review = take(fast_works, "reviewer", "review")
    decide(fast_works, "reviewer", review, "fix", label_of(review, 3))

    release = made.ready(fast_works, snapshot_id=snapshot["id"], only_reviewed=False)

    rows = made.lines(made.download(fast_works, release))
    assert [len(row["label"]["objects"]) for row in rows] == [1]
    assert rows[0]["provenance"]["reviews"] == []


def test_what_a_reviewer_fixed_counts_as_reviewed(fast_works: Town) -> None:
    add_pictures(fast_works, 2)
    made.label_all(fast_works, 2)
    fixed = take(fast_works, "reviewer", "review")
    decide(fast_works, "reviewer", fixed, "fix", label_of(fixed, 3))
    returned = take(fast_works, "reviewer", "review")
    decide(fast_works, "reviewer", returned, "return", text="Look again.")

    held = items(fast_works, made.snapshot(fast_works)["id"])

    assert held[fixed["asset"]["name"]] == (True, True)
    assert held[returned["asset"]["name"]] == (True, False)


def test_a_snapshot_needs_an_ontology(fast_house: House) -> None:
    town = build_town(fast_house)

    answer = town.owner.post(f"{town.url}/snapshots", json={"name": "Early"})

    assert (answer.status_code, answer.json()["code"]) == (409, "snapshot.no_ontology")


def test_snapshots_are_listed_newest_first_page_by_page(fast_works: Town) -> None:
    for name in ("one", "two", "three"):
        made.snapshot(fast_works, name)

    first = fast_works.owner.get(f"{fast_works.url}/snapshots?limit=2").json()
    rest = fast_works.owner.get(f"{fast_works.url}/snapshots?limit=2&after={first['next']}").json()

    assert [each["name"] for each in first["items"] + rest["items"]] == ["three", "two", "one"]
    assert rest["next"] is None


def test_snapshots_of_another_project_are_out_of_reach(fast_works: Town) -> None:
    snapshot = made.snapshot(fast_works)
    other = fast_works.another_project()
    body = {**made.BODY, "snapshot_id": snapshot["id"]}

    here = fast_works.admin.post(f"/api/v1/projects/{other}/releases", json=body)
    unknown = fast_works.admin.post(f"/api/v1/projects/{other}/releases", json={**body, "snapshot_id": str(new_id())})

    assert here.status_code == 404
    assert here.content == unknown.content
