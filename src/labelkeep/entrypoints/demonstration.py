"""``labelkeep demo``: an organisation of four people, and a project of real pictures or of a folder of one's own."""

import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Configure, Import, SiteAdmin
from labelkeep.access.entering import enter_project_as, enter_site_as, enter_system
from labelkeep.access.system import Install, Projects
from labelkeep.core.errors import Invalid
from labelkeep.core.settings import Settings
from labelkeep.domain.assets import actions as assets
from labelkeep.domain.assets.shapes import FolderSource, ImportIn
from labelkeep.domain.assets.tables import ImportRow
from labelkeep.domain.ontology import actions as ontologies
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.domain.ontology.wire import OntologyIn
from labelkeep.domain.people import actions as people
from labelkeep.domain.people.queries import anybody, name_of
from labelkeep.domain.people.tables import PersonRow
from labelkeep.domain.policy import actions as policies
from labelkeep.domain.policy.shapes import Note, PolicyIn
from labelkeep.domain.projects import actions as projects
from labelkeep.domain.projects.queries import name_of_project
from labelkeep.domain.projects.tables import ProjectRow
from labelkeep.entrypoints.demo_contents import GUIDELINE, NOTE, ONTOLOGY, PICTURES, POLICY
from labelkeep.entrypoints.demo_tools import TOOLS_GUIDELINE, TOOLS_ONTOLOGY, TOOLS_PICTURES
from labelkeep.infra.house import House

PEOPLE = (
    ("Ada Okafor", "ada@demo.example", "project_admin", False),
    ("Max Brandt", "max@demo.example", "team_manager", True),
    ("Rosa Lind", "rosa@demo.example", "reviewer", False),
    ("Leo Tran", "leo@demo.example", "labeler", False),
)
"""Name, address, project role, release approver. The first is also the organisation's admin."""
DUTIES = {
    "project_admin": "project admin", "team_manager": "team manager, approves releases",
    "reviewer": "reviewer", "labeler": "labeler",
}  # fmt: skip
NAME = "First look: retina, tissue and everyday pictures"
FOLDER = "demo-pictures"
TOOLS_NAME = "Tools to try: every way to draw"
TOOLS_FOLDER = "demo-tools"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the command line asks for."""

    data: Path | None = None
    policy: Path | None = None
    note: Path | None = None


def with_roots(settings: Settings, data: Path | None) -> Settings:
    """Return the settings with the demo's folder, or the named one, among the import roots."""
    folders = (data.absolute(),) if data else (settings.home / TOOLS_FOLDER, settings.home / FOLDER)
    if data and not folders[0].is_dir():
        raise Invalid(f"There is no folder {data}: name one that holds pictures.")
    return settings.model_copy(update={"import_roots": (*settings.import_roots, *folders)})


def prepare(house: House, plan: Plan, origin: str) -> dict[str, Any]:
    """Make what is missing and return fresh sign-in links; a second call finds everything as it was."""
    ids = _people(house)
    admin = ids[PEOPLE[0][1]]
    name = plan.data.absolute().name if plan.data else NAME
    project, fresh = _project(house, name, ids)
    if plan.data is not None:
        _await(house, project, admin, plan)
    else:
        if fresh:
            _fill(house, project, admin, _pictures(house, FOLDER, PICTURES), (ONTOLOGY, GUIDELINE))
        _tools(house, admin, ids)
    links: list[dict[str, Any]] = []
    for person, email, role, _ in PEOPLE:
        with enter_site_as(house, admin, SiteAdmin) as site:
            token = people.make_link(site, ids[email])
        links.append({"name": person, "role": role, "link": f"{origin}/sign-in#{token}"})
    waiting = plan.data is not None and not plan.policy
    return {"origin": origin, "project": str(project), "name": name, "people": links, "interview": waiting and fresh}


def words(made: dict[str, Any], origin: str, home: Path) -> list[str]:
    """Return the lines that a newcomer reads."""
    lines = ["", f"  Labelkeep is at {origin}    project: {made['name']}", ""]
    lines += [f"  {each['name']:<12} {DUTIES[each['role']]:<33} {each['link']}" for each in made["people"]]
    lines += ["", f"  Everything is kept in {home}"]
    lines.append("  Each link works once, for 15 minutes. Fresh ones: run this again, or `labelkeep user link NAME`.")
    if made["interview"]:
        lines.append("  The pictures are imported when the first person has confirmed the policy interview.")
    return [*lines, "  Stop with Ctrl-C.", ""]


def _people(house: House) -> dict[str, UUID]:
    with enter_system(house, Install, site=True) as system:
        if not anybody(system):
            people.install(system, *PEOPLE[0][:2])
    found: dict[str, UUID] = {}
    for name, email, _, _ in PEOPLE:
        with enter_system(house, Projects, site=True) as system:
            rows = list(system.find(select(PersonRow).order_by(PersonRow.created_at)))
            index = people.email_index(system, email)
            known = next((row.id for row in rows if row.email_index == index), None)
            admin = next((row for row in rows if row.site_role == "admin"), None)
            if admin is None:
                raise Invalid("This installation has no admin: use another --home for the demo.")
            said = name_of(system, admin)
        if known is None and found:
            with enter_site_as(house, found[PEOPLE[0][1]], SiteAdmin) as site:
                known = people.add_person(site, name, email).id
        if known is None:
            raise Invalid(f"This home belongs to {said}'s organisation, not to the demo: use another --home.")
        found[email] = known
    return found


def _project(house: House, name: str, ids: dict[str, UUID]) -> tuple[UUID, bool]:
    with enter_site_as(house, ids[PEOPLE[0][1]], SiteAdmin) as site:
        for row in site.find(select(ProjectRow).order_by(ProjectRow.created_at)):
            if name_of_project(site, row) == name:
                return row.id, False
        project = projects.create(site, name).id
        for _, email, role, approver in PEOPLE[1:]:
            projects.add_first_member(site, project, ids[email], role, approver=approver)
    return project, True


def _tools(house: House, admin: UUID, ids: dict[str, UUID]) -> None:
    """Make the second project, where every tool can be tried."""
    project, fresh = _project(house, TOOLS_NAME, ids)
    if fresh:
        folder = _pictures(house, TOOLS_FOLDER, TOOLS_PICTURES)
        _fill(house, project, admin, folder, (TOOLS_ONTOLOGY, TOOLS_GUIDELINE))


def _pictures(house: House, name: str, pictures: Mapping[str, str]) -> Path:
    """Lay out the pictures that scikit-image ships (CC0 and public domain), found without importing it."""
    folder = house.settings.home / name
    folder.mkdir(exist_ok=True)
    spec = find_spec("skimage")
    if spec is None or spec.origin is None:
        raise Invalid("The demo's pictures come with scikit-image: install labelkeep[demo], or give --data FOLDER.")
    source = Path(spec.origin).parent / "data"
    for original, target in pictures.items():
        if (source / original).exists() and not (folder / target).exists():
            shutil.copyfile(source / original, folder / target)
    return folder


def _fill(house: House, project: UUID, admin: UUID, folder: Path, rules: tuple[Ontology, str]) -> None:
    ontology, guideline = rules
    with enter_project_as(house, admin, project, Configure) as access:
        policies.propose(access, PolicyIn.model_validate({**POLICY, "note": NOTE}))
    with enter_project_as(house, admin, project, Configure) as access:
        ontologies.publish_ontology(access, OntologyIn(body=ontology))
        ontologies.publish_guideline(access, guideline, "First version.")
    _import(house, project, admin, folder)


def _import(house: House, project: UUID, admin: UUID, folder: Path) -> None:
    source = FolderSource(kind="folder", root=house.settings.import_roots.index(folder), path="")
    with enter_project_as(house, admin, project, Import) as access:
        row = assets.open_import(access, ImportIn(source=source, format="auto", split=None))
        assets.start(access, row.id)


def _await(house: House, project: UUID, admin: UUID, plan: Plan) -> None:
    """A folder's pictures wait for the policy interview, unless files have answered it."""
    folder = house.settings.import_roots[-1]
    if plan.policy is not None:
        given = {**POLICY, **tomllib.loads(plan.policy.read_text(encoding="utf-8"))}
        note = parse_note(plan.note.read_text(encoding="utf-8")) if plan.note else None
        with enter_project_as(house, admin, project, Configure) as access:
            policies.propose(access, PolicyIn.model_validate({**given, "note": note}))

    def start(house: House) -> None:
        """Import the folder once there is a policy; a periodic task, so the interview needs to know nothing of it."""
        with enter_project_as(house, admin, project, Import) as access:
            if access.standing.policy_id is None or access.find(select(ImportRow).limit(1)).first() is not None:
                return
        _import(house, project, admin, folder)

    house.parts["sweeps"]["folder"] = start
    start(house)


def parse_note(text: str) -> Note:
    """Read the four answers below the headings of a Markdown note, in the interview's order."""
    answers: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            answers.append("")
        elif answers:
            answers[-1] += line + "\n"
    if len(answers) != 4:
        raise Invalid("The note needs four headings: what is sensitive, the allowed path, who reviews, exceptions.")
    return Note(**dict(zip(("sensitive", "path", "reviewers", "exceptions"), answers, strict=True)))
