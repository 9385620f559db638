"""Figures of a release's whole job: gather, write, sign, store, tidy; labels a second and the growth of memory.

Run: ``python bench/release.py [labels] [objects a label]``. It starts a PostgreSQL of its own in a temporary folder,
fills a project by COPY, and runs the job in this process. Prints one JSON object.
"""

import json
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import released

from labelkeep.access import jobs
from labelkeep.access.capabilities import Approve, Configure, Release, SiteAdmin
from labelkeep.access.entering import enter_project_as, enter_site_as, enter_system
from labelkeep.access.system import Install
from labelkeep.core.ids import new_id
from labelkeep.core.settings import Settings
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.domain.ontology.tables import OntologyRow
from labelkeep.domain.people import actions as people
from labelkeep.domain.projects import actions as projects
from labelkeep.domain.projects.tables import ProjectRow
from labelkeep.domain.releases import actions, snapshots
from labelkeep.domain.releases.queries import release_out
from labelkeep.domain.releases.shapes import ReleaseIn
from labelkeep.entrypoints.assembly import assemble
from labelkeep.entrypoints.migrating import migrate
from labelkeep.infra.db.embedded import Embedded
from labelkeep.infra.db.roles import ensure_roles
from labelkeep.infra.house import House

CLASSES = [{"id": f"c{n}", "label": f"Class {n}", "color": "#aa0000"} for n in range(10)]
ONTOLOGY = {"tasks": [{"id": "t", "kind": "object", "label": "T", "geometry": ["bbox"], "classes": CLASSES}]}


@contextmanager
def peak() -> Iterator[dict[str, float]]:
    """Watch the resident size of this process, 50 times a second; ``start`` and ``peak`` in MiB."""
    found = {"start": resident(), "peak": 0.0}
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.02):
            found["peak"] = max(found["peak"], resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield found
    stop.set()
    watcher.join()


def resident() -> float:
    """Return the resident size of this process in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


def cpu() -> float:
    """Return the processor seconds of this process, without the database's."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def live(house: House) -> tuple[UUID, UUID, UUID]:
    """Make two people and a project with an ontology; return requester, approver, project."""
    with enter_system(house, Install, site=True) as system:
        owner = people.install(system, "Ada", "ada@example.test").id
    with enter_site_as(house, owner, SiteAdmin) as site:
        approver = people.add_person(site, "Bo", "bo@example.test").id
        project = projects.create(site, "Bench").id
        projects.add_first_member(site, project, approver, "team_manager", approver=True)
    with enter_project_as(house, owner, project, Configure) as access:
        row_id = new_id()
        body = access.seal("ontology_version", "body", row_id, Ontology.model_validate(ONTOLOGY).model_dump_json())
        row = access.add(OntologyRow(
            id=row_id, project_id=project, n=1, body=body, created_by=owner, created_at=access.now,
        ))  # fmt: skip
        found = access.get(ProjectRow, project)
        found.ontology_id = row_id
        access.record(row, "ontology.published", covers=[found])
    return owner, approver, project


def release(house: House, who: tuple[UUID, UUID, UUID], kind: str, labels: int) -> dict[str, Any]:
    """Take a snapshot, ask, approve and run the job; return the figures."""
    owner, approver, project = who
    begun = time.perf_counter()
    with enter_project_as(house, owner, project, Release) as access:
        snapshot = snapshots.take(access, kind).id
    taken = time.perf_counter() - begun
    body = ReleaseIn(snapshot_id=snapshot, format=kind, only_reviewed=False, purpose="Bench.")
    with enter_project_as(house, owner, project, Release) as access:
        row_id = actions.request(access, body).id
    with enter_project_as(house, approver, project, Approve) as access:
        job = actions.approve(access, row_id).job_id
    assert job
    begun, spent = time.perf_counter(), cpu()
    with peak() as memory:
        jobs.run(house, house.parts["jobs"], "release", job)
    seconds, spent = time.perf_counter() - begun, cpu() - spent
    with enter_project_as(house, owner, project, Release) as access:
        made = release_out(access, access.get(actions.ReleaseRow, row_id))
    assert made.state == "ready"
    assert made.labels == labels
    return {
        "snapshot_seconds": round(taken, 2), "job_seconds": round(seconds, 2), "labels_per_s": round(labels / seconds),
        "own_cpu_seconds": round(spent, 2), "labels_per_own_cpu_s": round(labels / spent),
        "zip_mib": round((made.bytes or 0) / 2**20, 1), "rss_mib_before": round(memory["start"], 1),
        "rss_mib_peak": round(memory["peak"], 1),
    }  # fmt: skip


def main() -> None:
    """Measure both formats."""
    labels = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    objects = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    home = Path(tempfile.mkdtemp(prefix="lk-bench-"))
    home.chmod(0o711)
    try:
        with Embedded(home) as embedded:
            urls = ensure_roles(embedded.conninfo, embedded.secrets)
            migrate(urls)
            house = assemble(Settings(home=home), urls)
            who = live(house)
            superuser = psycopg.conninfo.make_conninfo(embedded.conninfo, dbname="labelkeep")
            released.lay(house, superuser, who[2], who[0], labels, objects, 1)
            figures = {kind: release(house, who, kind, labels) for kind in ("jsonl", "coco")}
            house.close()
    finally:
        shutil.rmtree(home)
    print(json.dumps({"labels": labels, "objects_a_label": objects, **figures}, indent=1))


if __name__ == "__main__":
    main()
