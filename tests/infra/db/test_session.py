"""The guarded session: one test for each way around it that was met."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update

from houses import Town
from labelkeep.access.capabilities import Configure, Label, Members, SiteAdmin
from labelkeep.access.entering import enter_site_as, enter_system
from labelkeep.access.system import TASKS, Refusals, SignIn
from labelkeep.core.errors import Denied, NotFound
from labelkeep.core.ids import new_id
from labelkeep.domain.ontology.tables import OntologyRow
from labelkeep.domain.people.tables import PersonRow
from labelkeep.domain.policy.tables import PolicyRow
from labelkeep.domain.projects.tables import MembershipRow, ProjectRow
from labelkeep.domain.tasks.tables import TaskCountRow
from labelkeep.infra.db.errors import ScopeBroken, UnrecordedChange
from labelkeep.infra.db.session import GuardedSession
from labelkeep.infra.db.statements import NAMES

WAYS_ROUND: dict[str, Callable[[GuardedSession], Any]] = {
    "text": lambda s: s.execute(text("select 1")),
    "text that calls itself reviewed": lambda s: s.execute(
        text("select 1"), execution_options={"labelkeep_statement": "enter"}
    ),
    "core select": lambda s: s.execute(select(PolicyRow.__table__.c.id)),
    "core function": lambda s: s.execute(select(func.set_config("labelkeep.site", "on", False))),
    "entities from a text": lambda s: s.execute(select(PolicyRow).from_statement(text("select * from policy_version"))),
    "bulk insert": lambda s: s.execute(insert(PolicyRow), [{"id": new_id()}]),
    "core insert": lambda s: s.execute(insert(PolicyRow.__table__), [{"id": new_id()}]),
    "bulk update": lambda s: s.execute(update(PolicyRow).values(state="refused")),
    "bulk delete": lambda s: s.execute(delete(PolicyRow)),
    "bulk update of people": lambda s: s.execute(update(PersonRow).values(site_role="admin")),
    "bulk objects": lambda s: s.bulk_save_objects([PersonRow()]),
    "bulk mappings": lambda s: s.bulk_insert_mappings(PersonRow.__mapper__, [{}]),
    "bulk update mappings": lambda s: s.bulk_update_mappings(PersonRow.__mapper__, [{}]),
    "bare connection": lambda s: s.connection(),
}


@pytest.mark.parametrize("way", WAYS_ROUND)
@pytest.mark.parametrize("scope", ["project", "site"])
def test_there_is_no_way_around_the_scope(shared: Town, way: str, scope: str) -> None:
    def enter() -> Any:
        if scope == "project":
            return shared.as_person("owner", Configure)
        return enter_site_as(shared.house, shared.people["admin"].id, SiteAdmin)

    with pytest.raises(ScopeBroken), enter() as door:
        WAYS_ROUND[way](door._session)


def test_rows_of_other_projects_are_not_found(shared: Town) -> None:
    other = shared.another_project()
    with enter_site_as(shared.house, shared.people["admin"].id, SiteAdmin) as site:
        theirs = site.find(select(MembershipRow).where(MembershipRow.project_id == other)).one().id

    with shared.as_person("owner", Members) as access:
        assert access.find(select(MembershipRow).where(MembershipRow.id == theirs)).one_or_none() is None
        with pytest.raises(NotFound):
            access.get(MembershipRow, theirs)
        with pytest.raises(NotFound):
            access.get(ProjectRow, other)


def test_a_scope_without_a_project_reads_no_row_of_one(shared: Town) -> None:
    with pytest.raises(ScopeBroken), enter_site_as(shared.house, shared.people["admin"].id, SiteAdmin) as site:
        site.find(select(PolicyRow))


@pytest.mark.parametrize("made", ["policy", "membership"])
def test_a_row_of_another_project_is_refused_when_it_is_sent(shared: Town, made: str) -> None:
    other = shared.another_project()
    with pytest.raises(ScopeBroken, match="of another project"), shared.as_person("owner", Members) as access:
        if made == "policy":
            access.add(OntologyRow(project_id=other, n=1, body=b"", created_by=new_id(), created_at=access.now))
        else:
            access.add(
                MembershipRow(project_id=other, user_id=access.actor.id, role="project_admin", created_at=access.now)
            )
        access.flush()


def test_a_changed_row_without_an_event_is_not_committed(shared: Town) -> None:
    with pytest.raises(UnrecordedChange, match="project"), shared.as_person("owner", Configure) as access:
        access.get(ProjectRow, access.project_id).state = "live"

    with shared.as_person("owner", Configure) as access:
        assert access.get(ProjectRow, access.project_id).state == "setup"


def test_the_event_of_one_row_does_not_cover_another(shared: Town) -> None:
    labelers = select(MembershipRow).where(MembershipRow.role == "labeler")
    with pytest.raises(UnrecordedChange, match="event: membership"), shared.as_person("owner", Members) as access:
        first, second = access.find(labelers).all()
        first.role = second.role = "reviewer"
        access.record(first, "membership.changed")


def test_an_event_that_never_reached_the_database_covers_nothing(shared: Town) -> None:
    with pytest.raises(UnrecordedChange), shared.as_person("owner", Configure) as access:
        project = access.get(ProjectRow, access.project_id)
        project.state = "live"
        access.record(project, "project.created")
        access._session.commit()


def test_a_row_with_a_key_of_several_columns_cannot_be_changed_by_hand(shared: Town) -> None:
    with pytest.raises(ScopeBroken, match="several columns"), shared.as_person("owner", Configure) as access:
        access._session.add(
            TaskCountRow(project_id=access.project_id, step="label", status="todo", split="", shard=0, n=1)
        )
        access.flush()


def test_a_set_statement_that_writes_owes_an_event(shared: Town) -> None:
    with pytest.raises(UnrecordedChange, match="leases_end"), shared.as_person("owner", Label) as access:
        access.run("leases_end", leases=[], state="ended", skipped=False, now=access.now)


def test_a_set_statement_needs_its_capability(shared: Town) -> None:
    with shared.as_person("reviewer", Label.__mro__[1]) as access, pytest.raises(Denied):
        access.run("submit")


@pytest.mark.parametrize("name", sorted(each for each in NAMES if each.startswith("en") or each == "event_insert"))
def test_no_member_runs_the_statements_that_open_doors(shared: Town, name: str) -> None:
    with shared.as_person("labeler", Label) as access, pytest.raises(Denied):
        access.run(name)


def test_settings_do_not_outlive_their_transaction_in_the_pool(shared: Town) -> None:
    for _ in range(3):
        assert shared.owner.get(f"{shared.url}/members").status_code == 200
        assert shared.admin.get("/api/v1/site/people").status_code == 200

    names = ("project", "user", "site", "system", "token", "email", "job")
    with shared.house.engine.connect() as connection:
        left = [
            connection.exec_driver_sql(f"select current_setting('labelkeep.{each}', true)").scalar() for each in names
        ]
        visible = connection.exec_driver_sql("select count(*) from person").scalar()

    assert set(left) <= {"", None}
    assert visible == 0


def test_a_setting_that_leaked_into_the_pool_opens_nothing(shared: Town) -> None:
    other = shared.another_project()
    shared.house.engine.dispose()
    with shared.house.engine.connect() as connection:
        for name, value in {"site": "on", "system": "on", "project": str(other), "user": str(new_id())}.items():
            connection.exec_driver_sql(f"select set_config('labelkeep.{name}', '{value}', false)")
        connection.commit()

    assert shared.stranger.get(f"/api/v1/projects/{other}/members").status_code == 404
    assert shared.labeler.get("/api/v1/site/people").status_code == 403
    with shared.as_person("labeler", Label) as access:
        seen = set(access.find(select(ProjectRow.id)))
    shared.house.engine.dispose()

    assert seen == {shared.project}


def test_outside_of_any_scope_a_setting_is_empty_and_shows_nothing(shared: Town) -> None:
    with shared.house.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('labelkeep.project', 'x', true)")
        connection.rollback()

        assert connection.exec_driver_sql("select current_setting('labelkeep.project', true)").scalar() in ("", None)
        assert connection.exec_driver_sql("select lk_project(), lk_user()").one() == (None, None)
        assert connection.exec_driver_sql("select count(*) from policy_version").scalar() == 0


@pytest.mark.parametrize(
    "written",
    [
        "insert into membership (id, project_id, user_id, role, release_approver, status, created_at) "
        "values (gen_random_uuid(), '{other}', '{person}', 'project_admin', true, 'active', now())",
        "update membership set project_id = '{other}'",
        "insert into ledger_event (id, project_id, at, action, object_type, outcome, leaf, payload) "
        "values (gen_random_uuid(), '{other}', now(), 'a', 'b', 'ok', 'x', 'y')",
    ],
)
def test_the_second_wall_refuses_to_write_into_another_project(shared: Town, written: str) -> None:
    other = shared.another_project()
    with shared.house.engine.connect() as connection:
        connection.exec_driver_sql(f"select set_config('labelkeep.project', '{shared.project}', true)")
        with pytest.raises(Exception, match="row-level security"):
            connection.exec_driver_sql(written.format(other=other, person=shared.people["owner"].id))


def test_the_second_wall_hides_the_projects_of_suspended_members(shared: Town) -> None:
    person = shared.people["labeler2"].id
    assert shared.owner.patch(f"{shared.url}/members/{person}", json={"status": "suspended"}).status_code == 200

    with shared.house.engine.connect() as connection:
        connection.exec_driver_sql(f"select set_config('labelkeep.user', '{person}', true)")
        assert connection.exec_driver_sql("select count(*) from project").scalar() == 0


def test_system_tasks_are_a_closed_list(shared: Town) -> None:
    class Mine:
        """Not in the list."""

    assert sorted(each.__name__ for each in TASKS) == [
        "EndedLeases", "EndedSessions", "EndedViews", "Install", "Projects", "ProviderSignOut", "QueueWork",
        "Refusals", "SignIn",
        "TileCounts",
    ]  # fmt: skip
    with pytest.raises(TypeError, match="closed list"), enter_system(shared.house, Mine):
        pass


def test_a_system_task_runs_only_its_own_statements(shared: Town) -> None:
    with enter_system(shared.house, Refusals) as door, pytest.raises(Denied):
        door.run("enter_email", email=b"")
    with enter_system(shared.house, SignIn) as door:
        door.run("enter_email", email=b"")
