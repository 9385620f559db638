"""What gathering asks of the database: a stretch costs the same whatever the planner knows of the snapshot."""

from collections.abc import Iterator
from typing import Any

import psycopg

from houses import Town
from labelkeep.infra.db.statements import statement
from tests.domain.releases import made


def below(plan: dict[str, Any], parent: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each node of a plan with the kind of the one above it."""
    yield parent, plan
    for each in plan.get("Plans", []):
        yield from below(each, plan["Node Type"])


def visits(town: Town, *, held: bool) -> list[tuple[str, str]]:
    """Return how a stretch finds its items, and what is done with them next."""
    snapshot = made.snapshot(town)["id"]
    values = {
        "snapshot": snapshot, "taken": "2030-01-01", "after": 0, "split": "train", "only_reviewed": False,
        "rows": 10_000, "bytes": 1 << 25,
    }  # fmt: skip
    with psycopg.connect(town.house.urls.app) as connection:
        connection.execute("select set_config('labelkeep.project', %s, true)", [town.url.rsplit("/", 1)[1]])
        # stands for a planner that errs: without statistics of a large snapshot, an index looks dear to it
        connection.execute("set local random_page_cost = 10000")
        if held:
            connection.execute(statement("release_plan").sql)
        text = "explain (format json) " + statement("release_items").sql.as_string().replace(")b", ")s")
        [[[found]]] = connection.execute(text.encode(), values).fetchall()
    return [(p, n["Node Type"]) for p, n in below(found["Plan"]) if n.get("Relation Name") == "snapshot_item"]


def test_a_snapshot_is_read_in_order_and_never_sorted_even_where_the_planner_errs(fast_works: Town) -> None:
    made.fill(fast_works)

    assert visits(fast_works, held=True) == [("Limit", "Index Scan")]


def test_left_alone_such_a_planner_sorts_what_is_left_of_it(fast_works: Town) -> None:
    made.fill(fast_works)

    assert visits(fast_works, held=False) != [("Limit", "Index Scan")]
