"""One release's job in a process of its own; started by ``bench/gates/release_labels.py``, which watches its memory."""

import hashlib
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from labelkeep.access import jobs
from labelkeep.access.capabilities import Approve
from labelkeep.access.entering import enter_project_as
from labelkeep.core.settings import Settings
from labelkeep.domain.releases.tables import ReleaseRow
from labelkeep.entrypoints.assembly import assemble
from labelkeep.infra.db.roles import Urls
from labelkeep.infra.house import House


def main() -> None:
    """Run the job that is named on standard input; print the figures."""
    given = json.load(sys.stdin)
    house = assemble(Settings(home=Path(given["home"])), Urls(**given["urls"]))
    before, begun = _cpu(), time.perf_counter()
    jobs.run(house, house.parts["jobs"], "release", UUID(given["job"]))
    figures: dict[str, Any] = {"seconds": time.perf_counter() - begun, "own_cpu": _cpu() - before}
    if given["check"]:
        figures |= checked(house, given)
    print(json.dumps(figures))
    house.close()


def checked(house: House, given: dict[str, Any]) -> dict[str, Any]:
    """Read the release as its recipient would: lines, and labels that are not the bytes which were stored."""
    with enter_project_as(house, UUID(given["approver"]), UUID(given["project"]), Approve) as access:
        blob = access.get(ReleaseRow, UUID(given["release"])).blob
        assert blob
        path = Path(given["home"]) / "release.zip"
        path.write_bytes(b"".join(house.blobs.open(access.project_id, blob).stream()))
    lines = altered = 0
    with ZipFile(path) as archive, archive.open("assets.jsonl") as stream:
        for line in stream:
            lines += 1
            label = line[line.index(b'"label":') + 8 : line.index(b',"provenance":')]
            altered += hashlib.sha256(label).hexdigest() != json.loads(line)["provenance"]["version"]["sha256"]
    return {"lines": lines, "altered": altered}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
