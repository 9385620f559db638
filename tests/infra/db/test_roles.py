import json
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import create_engine

from databases import Server, drop_database, fresh_database, name_of
from labelkeep.infra.db.errors import DatabaseUnreachable
from labelkeep.infra.db.roles import ROLES, Role, Urls, ensure_roles, role_name

OTHERS: tuple[Role, ...] = ("app", "sequencer", "backup", "worker")
TOO_MUCH = (
    "CREATE TABLE mine (n int)",
    "CREATE TEMP TABLE mine (n int)",
    "CREATE SCHEMA mine",
    "SELECT * FROM secret",
    "INSERT INTO secret VALUES (1)",
    "SELECT open_door()",
    "SET ROLE labelkeep_owner",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
)


def test_each_role_signs_in_as_itself_through_psycopg_and_sqlalchemy(database: Urls) -> None:
    for role in ROLES:
        with psycopg.connect(database.conninfo(role)) as connection:
            assert connection.execute("SELECT session_user::text").fetchone() == (role_name(role),)
        engine = create_engine(database.sqlalchemy(role))
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT session_user::text").scalar_one() == role_name(role)
        engine.dispose()


def test_no_role_rises_above_the_others(database: Urls) -> None:
    with psycopg.connect(database.app) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication FROM pg_roles"
            " WHERE rolname LIKE 'labelkeep\\_%' ORDER BY 1"
        ).fetchall()
        owned = connection.execute(
            "SELECT DISTINCT pg_get_userbyid(refobjid) FROM pg_shdepend WHERE deptype = 'o'"
            " AND refclassid = 'pg_authid'::regclass AND dbid IN (0, (SELECT oid FROM pg_database"
            " WHERE datname = current_database()))"
        ).fetchall()
    assert rows == [(name, False) for name in sorted(map(role_name, ROLES))]
    assert {name for (name,) in owned} & set(map(role_name, ROLES)) == {"labelkeep_owner"}


def test_only_the_owner_makes_things_and_nothing_is_open_unless_granted(database: Urls) -> None:
    with psycopg.connect(database.owner) as owner:
        owner.execute("CREATE TABLE secret (n int)")
        owner.execute("CREATE FUNCTION open_door() RETURNS int SECURITY DEFINER LANGUAGE sql AS 'SELECT 1'")

    allowed = [(role, words) for role in OTHERS for words in TOO_MUCH if not is_refused(database, role, words)]

    assert allowed == []
    assert not is_refused(database, "owner", TOO_MUCH[0])


def is_refused(urls: Urls, role: Role, words: str) -> bool:
    with psycopg.connect(urls.conninfo(role)) as connection:
        try:
            connection.execute(words)  # type: ignore[arg-type]
        except psycopg.errors.InsufficientPrivilege:
            return True
    return False


def test_a_stranger_with_a_login_does_not_get_in(server: Server, database: Urls) -> None:
    with psycopg.connect(server.conninfo, autocommit=True) as admin:
        admin.execute("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
    try:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(database.app, user="stranger", password="stranger")
    finally:
        with psycopg.connect(server.conninfo, autocommit=True) as admin:
            admin.execute("DROP ROLE stranger")


def test_a_wrong_password_is_refused(database: Urls) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(database.app, password=str(conninfo_to_dict(database.worker)["password"]))


def test_passwords_are_kept_closed_and_never_printed(server: Server, database: Urls) -> None:
    file = server.secrets / "database.json"
    passwords = [word for name, word in json.loads(file.read_text()).items() if name.startswith("labelkeep_")]

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.secrets.stat().st_mode) == 0o700
    assert len(set(passwords)) == 5
    assert min(map(len, passwords)) >= 43
    assert not any(word in repr(database) for word in passwords)
    with psycopg.connect(server.conninfo) as admin:
        kept = admin.execute("SELECT rolpassword FROM pg_authid WHERE rolname LIKE 'labelkeep\\_%'").fetchall()
    assert all(word.startswith("SCRAM-SHA-256$") for (word,) in kept)


def test_a_second_call_finds_everything_as_it_was(server: Server, database: Urls) -> None:
    def catalogue() -> object:
        with psycopg.connect(make_conninfo(server.conninfo, dbname=name_of(database))) as admin:
            return admin.execute(
                "SELECT (SELECT jsonb_agg(to_jsonb(a) ORDER BY oid) FROM pg_authid a),"
                " (SELECT to_jsonb(d) - 'datfrozenxid' FROM pg_database d WHERE datname = current_database()),"
                " (SELECT to_jsonb(n) FROM pg_namespace n WHERE nspname = 'public'),"
                " (SELECT jsonb_agg(to_jsonb(p)) FROM pg_default_acl p)"
            ).fetchone()

    before = catalogue()

    again = ensure_roles(server.conninfo, server.secrets, dbname=name_of(database))

    assert again == database
    assert catalogue() == before


def test_text_sorts_by_code_point_on_every_server(database: Urls) -> None:
    with psycopg.connect(database.app) as connection:
        order = connection.execute("SELECT string_agg(w, '' ORDER BY w) FROM unnest('{a,B,Z,ä,é}'::text[]) w")
        assert order.fetchone() == ("BZaäé",)


def test_what_was_prepared_once_stands_in_every_fresh_database(server: Server) -> None:
    one, two = (fresh_database(server, prepare=a_table) for _ in range(2))
    for urls in (one, two):
        with psycopg.connect(urls.app) as connection:
            assert connection.execute("INSERT INTO kept VALUES (1) RETURNING n").fetchone() == (1,)
    with psycopg.connect(two.app) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    for urls in (one, two):
        drop_database(server, urls)


def a_table(urls: Urls) -> None:
    with psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE kept (n int)")
        owner.execute("GRANT SELECT, INSERT ON kept TO labelkeep_app")


@pytest.fixture
def plain_server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """Debian's server without our roles, as a customer's cluster is before the first start."""
    server: Server = request.getfixturevalue("debian_server")
    forget_all(server)
    yield Server(server.name, server.conninfo, tmp_path / "secrets")
    forget_all(server)


def forget_all(server: Server) -> None:
    server.forget()
    with psycopg.connect(server.conninfo, autocommit=True) as admin:
        names = admin.execute("SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template[01])$'").fetchall()
        for (name,) in names:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        roles = admin.execute("SELECT rolname FROM pg_roles WHERE rolname ~ '^(labelkeep_|dba$)'").fetchall()
        for (name,) in roles:
            admin.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
            admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
    (server.secrets / "database.json").unlink(missing_ok=True)


def administrator(server: Server, rights: str) -> str:
    """Make a login that is no superuser, as managed clusters hand out, and return its connection string."""
    password = secrets.token_urlsafe(8)
    with psycopg.connect(server.conninfo, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE dba LOGIN {rights} PASSWORD '{password}'")  # type: ignore[arg-type]
    return make_conninfo(server.conninfo, user="dba", password=password)


def test_an_administrator_without_superuser_is_enough(plain_server: Server) -> None:
    admin = administrator(plain_server, "CREATEROLE CREATEDB")

    urls = ensure_roles(admin, plain_server.secrets)

    assert ensure_roles(admin, plain_server.secrets) == urls
    with psycopg.connect(urls.app) as connection:
        assert connection.execute("SELECT current_database()::text").fetchone() == ("labelkeep",)
        assert connection.execute(
            "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE rolname = 'dba'"
        ).fetchone() == (0,)


def test_an_administrator_without_the_rights_is_told_which_are_missing(plain_server: Server) -> None:
    with pytest.raises(DatabaseUnreachable, match="CREATEROLE CREATEDB"):
        ensure_roles(administrator(plain_server, ""), plain_server.secrets)


def test_roles_of_another_installation_are_not_taken_over_unless_asked(plain_server: Server, tmp_path: Path) -> None:
    first = ensure_roles(plain_server.conninfo, plain_server.secrets)

    with pytest.raises(DatabaseUnreachable, match="password authentication failed"):
        ensure_roles(plain_server.conninfo, tmp_path / "other")

    psycopg.connect(first.app).close()
    renewed = ensure_roles(plain_server.conninfo, tmp_path / "other", renew=True)
    psycopg.connect(renewed.app).close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first.app)


@pytest.mark.parametrize("rights", ["BYPASSRLS", "SUPERUSER", "CREATEDB", "CREATEROLE"])
def test_a_role_with_more_rights_than_it_may_have_is_refused(plain_server: Server, rights: str) -> None:
    ensure_roles(plain_server.conninfo, plain_server.secrets)
    with psycopg.connect(plain_server.conninfo, autocommit=True) as admin:
        admin.execute(f"ALTER ROLE labelkeep_app {rights}")  # type: ignore[arg-type]

    with pytest.raises(DatabaseUnreachable, match="labelkeep_app has more rights"):
        ensure_roles(plain_server.conninfo, plain_server.secrets)


def test_a_database_of_somebody_else_is_not_taken_over(plain_server: Server) -> None:
    with psycopg.connect(plain_server.conninfo, autocommit=True) as admin:
        admin.execute("CREATE DATABASE labelkeep")

    with pytest.raises(DatabaseUnreachable, match="belongs to postgres: run ALTER DATABASE labelkeep OWNER TO"):
        ensure_roles(plain_server.conninfo, plain_server.secrets)


@pytest.mark.parametrize("admin", ["postgresql://u:hunter2@/x?nonsense=1", "hunter2", "host=/nowhere password=hunter2"])
def test_an_unusable_connection_string_is_explained_without_its_password(tmp_path: Path, admin: str) -> None:
    with pytest.raises(DatabaseUnreachable) as caught:
        ensure_roles(admin, tmp_path / "secrets")
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None or "hunter2" not in str(caught.value.__cause__)
