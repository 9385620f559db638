"""Change every byte of every stored file of a ledger, one at a time: the verifier must see each.

    python bench/ledger_flips.py [EVENTS]

Prints one JSON object; ``unauthenticated`` must be empty. 300 events take some minutes.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]

from tests.infra.ledger.flips import unseen_flips  # noqa: E402  the repository is put on the path first
from tests.infra.ledger.logs import VKEY, leaves, write_log  # noqa: E402  likewise


def main(count: int) -> None:
    """Flip and print."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_log(folder, leaves(count))
        files = [path for path in folder.rglob("*") if path.is_file()]
        total = sum(path.stat().st_size for path in files)
        unseen = unseen_flips(folder, [VKEY])
    seconds = round(time.perf_counter() - begun)
    figures = {"events": count, "files": len(files), "bytes": total, "unauthenticated": unseen, "seconds": seconds}
    print(json.dumps(figures))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
