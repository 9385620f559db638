"""A release of a million labels to JSON Lines: labels a second of the whole job, and its memory.

The job gathers, packs, hashes, signs and stores; it runs in a process of its own on Labelkeep's own database. Each
label has ten boxes (2.5 KB as JSON); a second load has one box a label, for the share of what does not depend on size.
Memory is the PSS of the job's process, sampled, the database not counted. That a killed job goes on and makes equal
bytes is a test (``tests/domain/releases/test_writing.py``).
"""

import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import homes
import processes
import psycopg
import release
import released

from labelkeep.access.capabilities import Approve, Release
from labelkeep.access.entering import enter_project_as
from labelkeep.core.settings import Settings
from labelkeep.domain.releases import actions, snapshots
from labelkeep.domain.releases.shapes import ReleaseIn
from labelkeep.entrypoints.assembly import assemble
from labelkeep.entrypoints.migrating import migrate
from labelkeep.infra.db.embedded import Embedded
from labelkeep.infra.db.roles import ensure_roles
from labelkeep.infra.house import House

BENCH = True
LABELS_A_SECOND, MIB = 100_000, 200
JUDGED = "10 boxes"


def run(reduced: bool, seed: int) -> dict[str, Any]:
    """Measure and judge; the reduced form judges that every label leaves exactly as it is stored, and memory."""
    loads = {JUDGED: (10, 4_000)} if reduced else {JUDGED: (10, 1_000_000), "1 box": (1, 300_000)}
    figures: dict[str, Any] = {}
    for name, (boxes, labels) in loads.items():
        with homes.folder() as folder:
            figures[name] = measured(folder / "home", labels, boxes, seed, check=reduced)
    judged = figures[JUDGED]
    passed = judged["pss_mib_peak"] <= MIB
    if reduced:
        passed = passed and (judged["lines"], judged["altered"]) == (loads[JUDGED][1], 0)
    else:
        passed = passed and judged["labels_per_s"] >= LABELS_A_SECOND
    return {"passed": passed, "figures": figures | {"load": processes.load()}}


def measured(home: Path, labels: int, boxes: int, seed: int, *, check: bool) -> dict[str, Any]:
    """Lay labels, release them, and return the figures."""
    with Embedded(home) as embedded:
        urls = ensure_roles(embedded.conninfo, embedded.secrets)
        migrate(urls)
        house = assemble(Settings(home=home), urls)
        who = release.live(house)
        superuser = psycopg.conninfo.make_conninfo(embedded.conninfo, dbname="labelkeep")
        released.lay(house, superuser, who[2], who[0], labels, boxes, seed)
        given = {"home": str(home), "urls": asdict(urls), "check": check, **approved(house, who)}
        house.close()
        database = [pid for pid in [embedded.pid] if pid is not None]
        before = processes.cpu_seconds(database)
        figures = watched(given)
        spent = processes.cpu_seconds(database) - before
    seconds, own = figures.pop("seconds"), figures.pop("own_cpu")
    return {
        "labels": labels, "seconds": round(seconds, 2), "labels_per_s": round(labels / seconds),
        "own_cpu_us_a_label": round(own / labels * 1e6, 1), "database_cpu_us_a_label": round(spent / labels * 1e6, 1),
        **figures,
    }  # fmt: skip


def approved(house: House, who: tuple[UUID, UUID, UUID]) -> dict[str, str]:
    """Take a snapshot, ask for its release and approve it; return what names the job."""
    owner, approver, project = who
    with enter_project_as(house, owner, project, Release) as access:
        snapshot = snapshots.take(access, "bench").id
    body = ReleaseIn(snapshot_id=snapshot, format="jsonl", only_reviewed=False, purpose="Bench.")
    with enter_project_as(house, owner, project, Release) as access:
        row_id = actions.request(access, body).id
    with enter_project_as(house, approver, project, Approve) as access:
        job = actions.approve(access, row_id).job_id
    named = {"job": job, "release": row_id, "approver": approver, "project": project}
    return {name: str(value) for name, value in named.items()}


def watched(given: dict[str, Any]) -> dict[str, Any]:
    """Run the job in a process of its own and sample its memory ten times a second."""
    script = str(Path(__file__).parents[1] / "release_job.py")
    child = subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin
    assert child.stdout
    child.stdin.write(json.dumps(given))
    child.stdin.close()
    peak = 0.0
    while child.poll() is None:
        peak = max(peak, processes.pss_mib([child.pid], below=False))
        time.sleep(0.1)
    if child.returncode:
        raise SystemExit("The release's job failed.")
    return {**json.loads(child.stdout.read()), "pss_mib_peak": peak}
