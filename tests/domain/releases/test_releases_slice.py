"""From snapshot to file."""

import json

from houses import Town
from tests.domain.releases import made


def test_a_release_goes_from_snapshot_to_file(fast_works: Town) -> None:
    made.fill(fast_works)
    release = made.ready(fast_works)
    files = made.unpacked(made.download(fast_works, release))
    rows = [json.loads(line) for line in files["assets.jsonl"].splitlines()]
    assert [row["asset"]["name"] for row in rows] == [f"picture {n}.png" for n in range(5)]
