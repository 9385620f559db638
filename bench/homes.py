"""Labelkeep homes under measurement: a live project made through the doors, tasks laid in bulk, a real server.

What is laid in bulk (by the database's superuser, with COPY, so that counters and foreign keys work as ever): one
``asset`` (its name sealed as an import seals it), one ``asset_part`` (640 x 480) and one open ``task`` each. All parts
name one picture that does not exist, since nobody looks at pixels here; the events of an import are left out.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import select
from studio import free_port, wait_for

from labelkeep.access.capabilities import Configure, SiteAdmin
from labelkeep.access.entering import enter_project_as, enter_site_as, enter_system
from labelkeep.access.system import Install
from labelkeep.core.clock import now
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id
from labelkeep.core.settings import Settings
from labelkeep.domain.ontology import actions as ontologies
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.domain.ontology.wire import OntologyIn
from labelkeep.domain.people import actions as people
from labelkeep.domain.people.tables import PersonRow
from labelkeep.domain.policy import actions as policies
from labelkeep.domain.policy.shapes import PolicyIn
from labelkeep.domain.projects import actions as projects
from labelkeep.entrypoints import serving
from labelkeep.infra.db.embedded import Embedded
from labelkeep.infra.house import House
from labelkeep.infra.vault import DataKey, Place, blind, seal

ANNOTATORS = 16
BATCH = 50_000
NOTE = {
    "sensitive": "Nothing: generated rows.",
    "path": "This machine.",
    "reviewers": "Nobody.",
    "exceptions": "None.",
}
POLICY = {"exposure": "standard", "delivery": "rendered", "inference": [], "approvals": 1, "thumbnails": True}
CLASSES = [{"id": f"class-{n}", "label": f"Class {n}", "color": f"#aa00{n}0", "key": str(n + 1)} for n in range(3)]
ONTOLOGY = {
    "schema": "lk-ontology/1",
    "tasks": [{"id": "things", "kind": "object", "label": "Things", "geometry": ["bbox"], "classes": CLASSES}],
}
COMMAND = [sys.executable, "-c", "from labelkeep.entrypoints.cli import main; main()"]


@dataclass(frozen=True)
class Home:
    """A filled home."""

    folder: Path
    database: str | None
    project: UUID
    manager: UUID
    manager_token: str
    tokens: list[str]
    """Of the annotators."""
    people: list[UUID]
    """The annotators."""

    @contextmanager
    def admin(self) -> Generator[str]:
        """Hold the home's database and yield its superuser's connection string."""
        if self.database is not None:
            yield make_conninfo(self.database, dbname="labelkeep")
            return
        with Embedded(self.folder) as embedded:
            yield make_conninfo(embedded.conninfo, dbname="labelkeep")

    @property
    def database_pid(self) -> int:
        """The process number of the embedded server, which runs."""
        pid = Embedded(self.folder).pid
        assert pid is not None, "the database of this home does not run"
        return pid


@contextmanager
def folder() -> Generator[Path]:
    """A temporary folder that the database's account may pass."""
    with TemporaryDirectory(prefix="lk-bench-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def make(
    folder: Path,
    database: str | None = None,
    *,
    annotators: int = ANNOTATORS,
    ontology: dict[str, Any] = ONTOLOGY,
) -> Home:
    """Make a home with a live project, a manager and annotators with API tokens."""
    settings = Settings(home=serving.prepare_home(folder), database=database)  # type: ignore[arg-type]  pydantic turns text into a secret
    with serving.opened(settings) as house:
        with enter_system(house, Install, site=True) as system:
            admin = people.install(system, "Admin", "admin@example.test").id
        with enter_site_as(house, admin, SiteAdmin) as site:
            project = projects.create(site, "Bench").id
            ids = [people.add_person(site, f"Person {n}", f"p{n}@example.test").id for n in range(annotators + 1)]
            for n, person in enumerate(ids):
                projects.add_first_member(site, project, person, "labeler" if n else "team_manager", approver=False)
            tokens = [people.make_token(site, person) for person in ids]
        with enter_project_as(house, admin, project, Configure) as access:
            policies.propose(access, PolicyIn.model_validate({**POLICY, "note": NOTE}))
        with enter_project_as(house, admin, project, Configure) as access:
            ontologies.publish_ontology(access, OntologyIn(body=Ontology.model_validate(ontology)))
    return Home(settings.home, database, project, ids[0], tokens[0], tokens[1:], ids[1:])


def links(home: Home) -> list[str]:
    """Return the secret of a fresh sign-in link of each annotator; each works once, for 15 minutes."""
    settings = Settings(home=home.folder, database=home.database)  # type: ignore[arg-type]  as above
    with serving.opened(settings) as house:
        with enter_system(house, Install, site=True) as system:
            found = system.find(select(PersonRow).where(PersonRow.site_role == "admin"))
            admin = next(iter(found)).id
        with enter_site_as(house, admin, SiteAdmin) as site:
            return [people.make_link(site, person) for person in home.people]


def add_tasks(home: Home, count: int) -> None:
    """Lay ``count`` assets with an open label task each."""
    settings = Settings(home=home.folder, database=home.database)  # type: ignore[arg-type]  as above
    with (
        serving.opened(settings) as house,
        home.admin() as conninfo,
        psycopg.connect(conninfo, autocommit=True) as admin,
    ):
        for first in range(0, count, BATCH):
            _lay(admin, house, home.project, range(first, min(count, first + BATCH)))
        admin.execute("VACUUM ANALYZE")


def _lay(admin: psycopg.Connection[Any], house: House, project: UUID, numbers: range) -> None:
    key = house.keyring.key_of("project", project)
    assets = [(new_id(), new_id(), number) for number in numbers]
    with admin.transaction(), admin.cursor() as cursor:
        for table, columns, rows in (
            ("asset", ASSET, _asset_rows(key, project, assets)),
            ("asset_part", PART, _part_rows(key, project, assets)),
            ("task", TASK, _task_rows(project, assets)),
        ):
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:  # type: ignore[arg-type]  names above
                for row in rows:
                    copy.write_row(row)


ASSET = (
    "id, project_id, name, name_index, state, width, height, pages, objects, classes, import_id, created_at, updated_at"
)
PART = (
    "id, project_id, asset_id, role, position, media_type, source_blob, source_sha256, source_bytes, width, height, "
    "pages, bits, rendition_id, pyramid_blob, pyramid_bytes, facts"
)
TASK = "id, project_id, asset_id, step, status, cycle, priority, rank, skips, updated_at"
Laid = list[tuple[UUID, UUID, int]]


def _asset_rows(key: DataKey, project: UUID, assets: Laid) -> Iterator[tuple[Any, ...]]:
    moment, source = now(), new_id()
    for asset, _, number in assets:
        name = f"folder/picture-{number:08}.png"
        sealed = seal(key, name.encode(), Place("asset", "name", asset))
        index = blind(key, name)
        yield asset, project, sealed, index, "active", 640, 480, 1, 0, [], source, moment, moment


def _part_rows(key: DataKey, project: UUID, assets: Laid) -> Iterator[tuple[Any, ...]]:
    none, digest = "0" * 64, sha256(b"")
    for asset, part, _ in assets:
        facts = seal(key, b"{}", Place("asset_part", "facts", part))
        yield (
            part, project, asset, "main", 0, "image/png", none, digest, 0, 640, 480, 1, 8, part, none, 0, facts,
        )  # fmt: skip


def _task_rows(project: UUID, assets: Laid) -> Iterator[tuple[Any, ...]]:
    moment = now()
    for asset, _, number in assets:
        yield new_id(), project, asset, "label", "todo", 1, 0, number, 0, moment


@contextmanager
def served(home: Home, *, workers: int = 2, roots: tuple[Path, ...] = ()) -> Generator[dict[str, Any]]:
    """Serve the home by ``labelkeep serve``; yields a plan for the annotators, with the process number as ``pid``."""
    port = free_port()
    environment = dict(os.environ)
    if home.database:
        environment["LABELKEEP_DATABASE"] = home.database
    environment["LABELKEEP_IMPORT_ROOTS"] = json.dumps([str(root) for root in roots])
    options = ["serve", "--home", str(home.folder), "--port", str(port), "--workers", str(workers)]
    with (home.folder / "serve.log").open("ab") as log:
        child = subprocess.Popen([*COMMAND, *options], env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(port, child)
        wait_for_health(port)
        plan = {"dialect": "labelkeep", "host": "127.0.0.1", "port": port, "project": str(home.project)}
        yield plan | {"tokens": home.tokens, "pid": child.pid}
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()
        # its HTTP processes must not outlive a measurement, however the server ended
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        if home.database is None:
            with Embedded(home.folder):
                """The last user of a database stops it."""


def wait_for_health(port: int) -> None:
    """Wait until the server answers that it is well."""
    from http.client import HTTPConnection

    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/api/v1/health")
    answer = connection.getresponse()
    if answer.status != 200:
        raise SystemExit(f"The server is not well: {answer.status} {answer.read()[:200]!r}")


def annotate(plan: dict[str, Any], seed: int, *, seconds: float = 0, cycles: int = 0) -> dict[str, Any]:
    """Run the load script in a process of its own and return what it says."""
    script = str(Path(__file__).with_name("annotators.py"))
    given = {**plan, "seed": seed, "seconds": seconds, "cycles": cycles}
    done = subprocess.run(
        [sys.executable, script], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"The load script failed: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def call(plan: dict[str, Any], token: str, method: str, path: str, body: Any = None) -> Any:
    """Ask the API once and return the answer's JSON."""
    from http.client import HTTPConnection

    connection = HTTPConnection(plan["host"], plan["port"], timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    given = None if body is None else json.dumps(body)
    connection.request(method, f"/api/v1/projects/{plan['project']}{path}", given, headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300:
        raise SystemExit(f"{method} {path}: {answer.status} {text[:300]!r}")
    return json.loads(text) if text else None


def import_folder(plan: dict[str, Any], token: str, seconds: float = 240, *, root: int = 0) -> None:
    """Import a root that the server may read, the first by default, and wait for the end."""
    wanted = {"source": {"kind": "folder", "root": root, "path": ""}, "format": "none"}
    made = call(plan, token, "POST", "/imports", wanted)
    call(plan, token, "POST", f"/imports/{made['id']}/start")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        seen = call(plan, token, "GET", f"/imports/{made['id']}")
        if seen["state"] not in {"open", "queued", "running"}:
            break
        time.sleep(0.2)
    if seen["state"] != "done" or seen["refused"]:
        report = call(plan, token, "GET", f"/imports/{made['id']}/report")["items"]
        raise SystemExit(f"The import ended {seen['state']}: {report}")
