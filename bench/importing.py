"""Figures of an import: annotation rows a second with validation, and pictures indexed a second.

Run: ``python bench/importing.py [pictures] [boxes a picture]``. Everything is real (the job, the doors, an embedded
database, sealing, the ledger's roots) but the pictures: decoding is another bench, so a stand-in says that each file
is 640 x 480. Prints one JSON object; processor time is of
this process and what it has started.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import processes
from formats import coco_bytes
from sqlalchemy import event

from labelkeep.access import jobs
from labelkeep.access.capabilities import Configure, Import, SiteAdmin
from labelkeep.access.entering import enter_project_as, enter_site_as, enter_system
from labelkeep.access.system import Install
from labelkeep.core.settings import Settings
from labelkeep.domain.assets import actions
from labelkeep.domain.assets.importing import ImportJob
from labelkeep.domain.assets.intake import Chunks
from labelkeep.domain.assets.shapes import FolderSource, ImportIn
from labelkeep.domain.assets.tables import ImportRow
from labelkeep.domain.labels.importing import Intake
from labelkeep.domain.people import actions as people
from labelkeep.domain.policy import actions as policies
from labelkeep.domain.policy.shapes import PolicyIn
from labelkeep.domain.projects import actions as projects
from labelkeep.domain.tasks.opening import Opener
from labelkeep.entrypoints.assembly import assemble
from labelkeep.entrypoints.migrating import migrate
from labelkeep.infra.db.embedded import Embedded
from labelkeep.infra.db.roles import ensure_roles
from labelkeep.infra.house import House
from labelkeep.infra.sandbox import MediaRefused

POLICY = PolicyIn.model_validate(
    {"exposure": "standard", "delivery": "rendered", "inference": [], "approvals": 1, "thumbnails": True}
)


class Standing:
    """A picture that needs no decoding."""

    facts: dict[str, Any] = {  # noqa: RUF012  one bench, one value
        "media_type": "image/png", "width": 640, "height": 480, "pages": 1, "bands": 3, "bits": 8, "orientation": 1,
        "colour": "rgb", "icc": False, "animated": False, "alpha": False, "lossless": True, "window": None,
    }  # fmt: skip

    def stored(self) -> Iterator[bytes]:
        """Yield nothing of a pyramid."""
        yield b"pyramid"


class StandIn:
    """Says that each file named .jpg is a picture."""

    head_bytes = 16
    workers = 2

    def sniff(self, head: bytes, name: str) -> str | None:
        """Go by the name."""
        return "image/jpeg" if name.endswith(".jpg") else None

    def refusal(self, head: bytes, name: str) -> MediaRefused:
        """Refuse the rest."""
        return MediaRefused("media.not_a_picture", "Not a picture.")

    def cut(self, chunks: Chunks, name: str) -> Standing:
        """Return the one picture."""
        return Standing()


def prepare(house: House) -> tuple[UUID, UUID]:
    """Make an admin and a project with a policy."""
    with enter_system(house, Install, site=True) as system:
        admin = people.install(system, "Ada Admin", "ada@example.test").id
    with enter_site_as(house, admin, SiteAdmin) as site:
        project = projects.create(site, "Bench").id
    with enter_project_as(house, admin, project, Configure) as access:
        policies.propose(access, POLICY)
    return admin, project


def measure(house: House, admin: UUID, project: UUID, memory: dict[str, Any]) -> dict[str, Any]:
    """Run one import and return seconds by phase and what came of it."""
    job_handler = ImportJob(StandIn(), house.parts["readers"], Intake(), Opener())
    seconds: dict[str, float] = {}
    cpu: dict[str, float] = {}
    step = job_handler.step

    def timed(access: Any, subject: UUID, cursor: dict[str, Any]) -> jobs.Step:
        name = memory["phase"] = cursor.get("phase", "listing")
        start, used = time.perf_counter(), processes.cpu_seconds([os.getpid()])
        try:
            return step(access, subject, cursor)
        finally:
            seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
            cpu[name] = cpu.get(name, 0.0) + processes.cpu_seconds([os.getpid()]) - used

    job_handler.step = timed  # type: ignore[method-assign]  a stopwatch around the real one
    with enter_project_as(house, admin, project, Import) as access:
        row = actions.open_import(access, ImportIn(source=FolderSource(kind="folder", root=0)))
        access.flush()
        row = actions.start(access, row.id)
        import_id, job_id = row.id, row.job_id
    start = time.perf_counter()
    assert job_id is not None
    jobs.run(house, {"import": job_handler}, "import", job_id)
    whole = time.perf_counter() - start
    with enter_project_as(house, admin, project, Import) as access:
        done = access.get(ImportRow, import_id)
        assert done.state == "done", done.state
        return {
            "assets": done.assets_made, "objects": done.objects_made, "seconds": round(whole, 2),
            "by_phase": {name: round(each, 2) for name, each in seconds.items()},
            "cpu_by_phase": {name: round(each, 2) for name, each in cpu.items()},
            "rows_per_second": round(done.objects_made / seconds["labels"]),
            "rows_per_cpu_second": round(done.objects_made / cpu["labels"]),
            "pictures_indexed_per_second": round(done.assets_made / (whole - seconds["labels"])),
        }  # fmt: skip


def measured(pictures: int, boxes: int) -> dict[str, Any]:
    """Import so many pictures with so many boxes each into a fresh home; return the figures."""
    import formats  # the size of its generated file is its own constant

    formats.PER_PICTURE = boxes
    with TemporaryDirectory() as at:
        folder = Path(at)
        folder.chmod(0o711)  # root lends the database to another account, which must pass here
        drop = folder / "drop"
        drop.mkdir()
        for number in range(pictures):
            (drop / f"{number:08}.jpg").write_bytes(b"x%d" % number)
        (drop / "instances.json").write_bytes(coco_bytes(pictures * boxes))
        with Embedded(folder / "home") as embedded:
            urls = ensure_roles(embedded.conninfo, embedded.secrets)
            migrate(urls)
            house = assemble(Settings(home=folder / "home", import_roots=(drop,)), urls)
            who = prepare(house)
            with watched(embedded.pid) as memory, counted(house) as statements:
                figures = measure(house, *who, memory)
            house.close()
    del memory["phase"]
    return figures | {"memory": memory, "statements": statements[0], "load": processes.load()}


@contextmanager
def watched(database: int | None) -> Generator[dict[str, Any]]:
    """Sample the PSS of this process and its children without the database, twice a second, in MiB.

    Only while annotations are read: ``first`` is the most in the first third of the samples, ``peak`` the most in all.
    Flat memory keeps them together.
    """
    found: dict[str, Any] = {"phase": ""}
    samples: list[float] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.5):
            own = processes.tree([os.getpid()]) - (processes.tree([database]) if database else set())
            if found["phase"] == "labels":
                samples.append(sum(processes.pss_mib([pid], below=False) for pid in own))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield found
    finally:
        stop.set()
        watcher.join()
        found["first"] = round(max(samples[: len(samples) // 3 + 1], default=0), 1)
        found["peak"] = round(max(samples, default=0), 1)


@contextmanager
def counted(house: House) -> Generator[list[int]]:
    """Count the statements of a house."""
    count = [0]

    def seen(*_args: Any) -> None:
        count[0] += 1

    event.listen(house.engine, "before_cursor_execute", seen)
    yield count
    event.remove(house.engine, "before_cursor_execute", seen)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:3]]
    print(json.dumps(measured(*[*given, *[2_000, 100][len(given) :]]), indent=1))
