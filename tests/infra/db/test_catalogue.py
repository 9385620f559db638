"""What the catalogue of a migrated database says: walls, rights, plain columns, and that it is what the code thinks."""

from collections.abc import Iterator

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, pool

from databases import Server, drop_database, fresh_database
from houses import prepare
from labelkeep.entrypoints.migrating import metadata
from labelkeep.infra.db.model import ProjectOwned
from labelkeep.infra.db.plain import PLAIN
from labelkeep.infra.db.roles import ROLES, Urls, role_name
from labelkeep.infra.db.session import COVERED_ELSEWHERE

RSU = "SELECT,UPDATE"
APP = {
    "asset": f"INSERT,{RSU}", "asset_part": f"INSERT,{RSU}", "asset_work": "DELETE,INSERT,SELECT",
    "data_key": "INSERT,SELECT",
    "factor": f"INSERT,{RSU}", "factor_challenge": f"INSERT,{RSU}", "factor_reset": f"INSERT,{RSU}",
    "recovery_code": f"INSERT,{RSU}", "sign_in_step": f"INSERT,{RSU}",
    "draft": f"DELETE,INSERT,{RSU}", "guideline_reading": f"INSERT,{RSU}",
    "guideline_version": "INSERT,SELECT", "import": f"INSERT,{RSU}",
    "import_file": f"DELETE,INSERT,{RSU}", "import_report": "INSERT,SELECT", "issue": f"INSERT,{RSU}",
    "issue_comment": "INSERT,SELECT", "job": f"INSERT,{RSU}", "label": f"INSERT,{RSU}",
    "label_version": "INSERT,SELECT", "lease": f"INSERT,{RSU}", "ledger_checkpoint": "SELECT",
    "ledger_event": "INSERT,SELECT", "ledger_leaf": "SELECT", "membership": f"INSERT,{RSU}",
    "ontology_version": "INSERT,SELECT", "person": f"INSERT,{RSU}", "policy_version": f"INSERT,{RSU}",
    "identity": f"INSERT,{RSU}", "provider": f"INSERT,{RSU}", "provider_notice": "DELETE,INSERT,SELECT",
    "provider_session": "INSERT,SELECT", "provider_visit": f"DELETE,INSERT,{RSU}",
    "organisation": f"INSERT,{RSU}", "preference": f"INSERT,{RSU}",
    "project": f"INSERT,{RSU}", "release": f"INSERT,{RSU}", "release_approval": "INSERT,SELECT",
    "release_handover": "INSERT,SELECT", "review": "INSERT,SELECT", "session": f"INSERT,{RSU}",
    "sign_in_link": f"INSERT,{RSU}", "snapshot": f"INSERT,{RSU}", "snapshot_item": "INSERT,SELECT",
    "steering": "INSERT,SELECT", "steering_asset": "INSERT,SELECT",
    "task": f"INSERT,{RSU}", "task_count": f"INSERT,{RSU}", "view": f"INSERT,{RSU}", "view_counter": f"INSERT,{RSU}",
}  # fmt: skip
SEQUENCER = {"ledger_checkpoint": "INSERT,SELECT", "ledger_leaf": "INSERT,SELECT", "ledger_pending": "DELETE,SELECT"}
WORKER = {f"procrastinate_{name}": f"DELETE,INSERT,{RSU}" for name in ("events", "jobs", "periodic_defers", "workers")}
NOT_BACKED_UP_BY_ROLE = {"alembic_version", "ledger_pending", *WORKER}
TEXT = ("text", "varchar", "bpchar", "name", "json", "jsonb", "xml", "hstore", "citext")


@pytest.fixture(scope="module")
def migrated(server: Server) -> Iterator[Urls]:
    urls = fresh_database(server, prepare)
    yield urls
    drop_database(server, urls)


@pytest.fixture
def catalogue(migrated: Urls) -> Iterator[psycopg.Connection]:
    with psycopg.connect(migrated.owner) as connection:
        yield connection


def test_metadata_is_what_the_migrations_make(migrated: Urls) -> None:
    engine = create_engine(migrated.sqlalchemy("owner"), poolclass=pool.NullPool)
    with engine.connect() as connection:
        known = metadata().tables

        def ours(_object: object, name: str | None, kind: str, *_more: object) -> bool:
            return kind != "table" or name in known

        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        found = compare_metadata(context, metadata())

    assert found == []


def test_every_text_column_is_in_the_closed_list(catalogue: psycopg.Connection) -> None:
    found = {
        row[0]
        for row in catalogue.execute(
            """
            select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname || '.' || a.attname
              from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
              join pg_type t on t.oid = a.atttypid left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
             where c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
               and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
               and (coalesce(e.typname, t.typname) = any(%s) or coalesce(e.typtype, t.typtype) in ('e', 'd', 'c'))
            """,
            [list(TEXT)],
        )
    }

    assert found == set(PLAIN)


def test_every_table_of_a_project_has_a_forced_wall_with_both_sides(catalogue: psycopg.Connection) -> None:
    walls = {
        row[0]: row[1:]
        for row in catalogue.execute(
            """
            select c.relname, c.relrowsecurity and c.relforcerowsecurity,
                   count(p.*) filter (where p.polwithcheck is null and p.polcmd in ('*', 'a', 'w')),
                   count(p.*) filter (where p.polqual is null and p.polcmd in ('*', 'r', 'w', 'd')),
                   count(p.*) filter (where p.polcmd in ('*', 'a')), count(p.*) filter (where p.polcmd in ('*', 'r')),
                   coalesce(bool_or(p.polroles = '{0}'), false)
              from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
              left join pg_policy p on p.polrelid = c.oid
             where c.relkind in ('r', 'p') and exists (select from pg_attribute a
                   where a.attrelid = c.oid and a.attname = 'project_id' and not a.attisdropped)
             group by 1, 2
            """
        )
    }
    owned = {each.local_table.name for each in _mappers() if issubclass(each.class_, ProjectOwned)}

    assert owned <= set(walls)
    for table, (forced, unchecked, unlimited, writing, reading, public) in walls.items():
        assert (forced, unchecked, unlimited, public) == (True, 0, 0, False), table
        assert writing, table
        assert reading, table


def _mappers() -> list:
    metadata()
    from labelkeep.infra.db.model import Base

    return list(Base.registry.mappers)


def test_every_table_that_the_app_may_write_has_a_forced_wall(catalogue: psycopg.Connection) -> None:
    open_tables = {
        row[0]
        for row in catalogue.execute(
            """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
             where c.relkind in ('r', 'p', 'v', 'm') and not (c.relrowsecurity and c.relforcerowsecurity)
               and (has_table_privilege('labelkeep_app', c.oid, 'insert, update, delete, truncate')
                    or has_any_column_privilege('labelkeep_app', c.oid, 'insert, update'))
            """
        )
    }

    assert open_tables == set()


def test_no_view_runs_with_the_rights_of_its_owner(catalogue: psycopg.Connection) -> None:
    lax = catalogue.execute(
        """
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('public', 'queue') and (c.relkind = 'm'
               or c.relkind = 'v' and not coalesce(c.reloptions::text like '%security_invoker=true%', false))
        """
    ).fetchall()

    assert lax == []


def test_only_two_functions_run_with_the_rights_of_their_owner(catalogue: psycopg.Connection) -> None:
    found = catalogue.execute(
        """
        select p.proname, p.proconfig::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname in ('public', 'queue') and p.prosecdef order by 1
        """
    ).fetchall()

    assert [name for name, _ in found] == ["ledger_enqueue", "lk_enqueue"]
    assert all("search_path" in config for _, config in found)


def test_nobody_but_the_owner_owns_and_nobody_passes_by_the_walls(catalogue: psycopg.Connection) -> None:
    owners = catalogue.execute(
        """
        select distinct pg_get_userbyid(c.relowner) from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('public', 'queue')
        """
    ).fetchall()
    strong = catalogue.execute(
        "select rolname from pg_roles where rolname like 'labelkeep%' and (rolbypassrls or rolsuper or rolcreaterole)"
    ).fetchall()

    assert owners == [("labelkeep_owner",)]
    assert strong == []


@pytest.mark.parametrize(("role", "rights"), [("app", APP), ("sequencer", SEQUENCER), ("worker", WORKER)])
def test_rights_are_exactly_the_listed_ones(catalogue: psycopg.Connection, role: str, rights: dict[str, str]) -> None:
    assert _rights(catalogue, role) == rights


def _rights(catalogue: psycopg.Connection, role: str) -> dict[str, str]:
    return dict(
        catalogue.execute(
            """
            select table_name::text, string_agg(privilege_type, ',' order by privilege_type)
              from information_schema.role_table_grants where grantee = %s group by 1
            """,
            [f"labelkeep_{role}"],
        ).fetchall()
    )


def test_backup_reads_everything_that_is_not_made_anew(catalogue: psycopg.Connection) -> None:
    tables = {
        row[0]
        for row in catalogue.execute(
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "where n.nspname in ('public', 'queue') and c.relkind in ('r', 'p')"
        )
    }
    rights = _rights(catalogue, "backup")

    assert set(rights.values()) == {"SELECT"}
    assert tables - set(rights) == NOT_BACKED_UP_BY_ROLE


def test_column_rights_are_exactly_the_listed_ones(catalogue: psycopg.Connection) -> None:
    found = catalogue.execute(
        """
        select pg_get_userbyid(acl.grantee), c.relname || '.' || a.attname, acl.privilege_type
          from pg_attribute a join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) acl
         where a.attacl is not null and c.relnamespace in ('public'::regnamespace, 'queue'::regnamespace)
         order by 1, 2, 3
        """
    ).fetchall()

    assert found == [
        ("labelkeep_sequencer", "ledger_checkpoint.at", "UPDATE"),
        ("labelkeep_sequencer", "ledger_checkpoint.note", "UPDATE"),
        ("labelkeep_sequencer", "ledger_event.id", "SELECT"),
        ("labelkeep_sequencer", "ledger_event.leaf", "SELECT"),
    ]


def test_only_the_app_may_put_jobs_into_the_queue(catalogue: psycopg.Connection) -> None:
    may = [
        role
        for role in ROLES
        if catalogue.execute(
            "select has_function_privilege(%s, 'public.lk_enqueue(uuid, text)', 'execute')", [role_name(role)]
        ).fetchone()
        == (True,)
    ]

    assert may == ["owner", "app"]


@pytest.mark.parametrize("role", ["app", "owner"])
@pytest.mark.parametrize("statement", ["update ledger_event set at = now()", "delete from ledger_event"])
def test_the_ledger_is_never_changed(migrated: Urls, role: str, statement: str) -> None:
    with psycopg.connect(migrated.conninfo(role)) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):  # type: ignore[arg-type]  # two of the roles
        connection.execute(statement.encode())


def test_tables_that_are_covered_elsewhere_exist(catalogue: psycopg.Connection) -> None:
    covered = {"draft", "factor_challenge", "session", "job", "preference", "provider_visit", "view_counter"}
    assert set(COVERED_ELSEWHERE) == covered
    assert set(COVERED_ELSEWHERE) <= set(metadata().tables)
    assert all(len(why) > 20 for why in COVERED_ELSEWHERE.values())
