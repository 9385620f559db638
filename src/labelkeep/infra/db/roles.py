"""The five database roles: made once, each with its own password, none with more than it needs.

They are owner (migrations), app (the application), sequencer (numbers the ledger's leaves), backup (reads all, by
policies that name it) and worker (reads the queue). Only the owner owns anything, and nobody bypasses row security.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import psycopg
from psycopg import sql
from psycopg.abc import ConnParam
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy.engine import URL

from labelkeep.infra.db.errors import DatabaseUnreachable
from labelkeep.infra.db.passwords import ensure_passwords

Role = Literal["owner", "app", "sequencer", "backup", "worker"]
ROLES: tuple[Role, ...] = get_args(Role)
OLDEST = 150000
"""PostgreSQL 15, as the server's version number."""

_LOCK = 0x1ABE1_4EE9
_PERSONAL = ("user", "password", "passfile", "dbname", "sslcert", "sslkey", "sslpassword")


def role_name(role: Role) -> str:
    """Return the role's name on the server, such as ``labelkeep_app``."""
    return f"labelkeep_{role}"


@dataclass(frozen=True)
class Urls:
    """How each role reaches the database: libpq connection strings, kept out of every printed form."""

    owner: str = field(repr=False)
    app: str = field(repr=False)
    sequencer: str = field(repr=False)
    backup: str = field(repr=False)
    worker: str = field(repr=False)

    def conninfo(self, role: Role) -> str:
        """Return the libpq connection string of a role, as psycopg takes it."""
        return {
            "owner": self.owner,
            "app": self.app,
            "sequencer": self.sequencer,
            "backup": self.backup,
            "worker": self.worker,
        }[role]

    def sqlalchemy(self, role: Role) -> str:
        """Return the role's SQLAlchemy URL for the psycopg driver; everything but name and password is in its query."""
        parts = {name: str(value) for name, value in conninfo_to_dict(self.conninfo(role)).items()}
        user, password, dbname = (parts.pop(name, None) for name in ("user", "password", "dbname"))
        url = URL.create("postgresql+psycopg", username=user, password=password, database=dbname, query=parts)
        return url.render_as_string(hide_password=False)


def ensure_roles(admin: str, secrets: Path, dbname: str = "labelkeep", *, renew: bool = False) -> Urls:
    """Have the five roles and the database stand on the server of ``admin``, and return how to reach them.

    ``admin`` is the connection string of a superuser or of a role with CREATEROLE and CREATEDB. Passwords are made here
    and kept in ``secrets/database.json``. A second call changes nothing. ``renew`` gives roles that exist the
    passwords of this home, for a home whose secrets were lost.
    Raises ``DatabaseUnreachable`` when the server is too old, refuses, or holds roles with other passwords or rights.
    """
    urls = _urls(admin, ensure_passwords(secrets, [role_name(role) for role in ROLES]), dbname)
    with _explained("The server of LABELKEEP_DATABASE cannot be set up"), _locked(admin) as connection:
        for role in ROLES:
            _ensure_login(connection, role, urls, renew=renew)
        _ensure_database(connection, dbname, "template0")
        for role in ROLES:
            _require_modest(connection, role)
        with psycopg.connect(urls.owner, autocommit=True) as owner:
            _close_to_public(owner, dbname)
    for role in ROLES:
        with _explained(f"The role {role_name(role)} cannot sign in with the password in {secrets}"):
            psycopg.connect(urls.conninfo(role)).close()
    return urls


def copy_database(admin: str, urls: Urls, template: str, dbname: str) -> Urls:
    """Make ``dbname`` as a copy of ``template`` with the same doors, and return how to reach it.

    Nobody may be connected to the template. Restores and tests use this; the roles must exist.
    """
    with _explained(f"The database {template} cannot be copied"), _locked(admin) as connection:
        _ensure_database(connection, dbname, template)
        copy = Urls(**{role: _to(conninfo_to_dict(urls.conninfo(role)), dbname=dbname) for role in ROLES})
        with psycopg.connect(copy.owner, autocommit=True) as owner:
            _close_to_public(owner, dbname)
    return copy


@contextmanager
def _locked(admin: str) -> Generator[psycopg.Connection]:
    with psycopg.connect(admin, autocommit=True) as connection:
        if connection.info.server_version < OLDEST:
            raise DatabaseUnreachable("This PostgreSQL server is too old: Labelkeep needs version 15 or later.")
        # Two processes that start at once would both see a role missing.
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield connection


@contextmanager
def _explained(sentence: str) -> Generator[None]:
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise DatabaseUnreachable(
            f"{sentence}: {_first_line(error)}. Give its role the rights: ALTER ROLE ... CREATEROLE CREATEDB."
        ) from error
    except psycopg.ProgrammingError as error:
        # The text of such an error may quote the connection string and with it a password.
        detail = f": {_first_line(error)}" if error.sqlstate else ": the connection string is not understood"
        raise DatabaseUnreachable(f"{sentence}{detail}.") from (error if error.sqlstate else None)
    except psycopg.Error as error:
        raise DatabaseUnreachable(f"{sentence}: {_first_line(error)}.") from error


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or ["no reason was given"])[0].rstrip(".")


def _urls(admin: str, passwords: dict[str, str], dbname: str) -> Urls:
    with _explained("LABELKEEP_DATABASE cannot be used"):
        given = conninfo_to_dict(admin)
    shared = {name: value for name, value in given.items() if name not in _PERSONAL}

    def conninfo(role: Role) -> str:
        name = role_name(role)
        if given.get("user") == name:
            return _to(given, dbname=dbname)
        return _to(shared, user=name, password=passwords[name], dbname=dbname)

    return Urls(**{role: conninfo(role) for role in ROLES})


def _to(parts: Mapping[str, ConnParam], **changed: str) -> str:
    """Write a connection string in one order, so that two that mean the same are equal."""
    return make_conninfo("", **dict(sorted({**parts, **changed}.items())))


def _exists(connection: psycopg.Connection, query: sql.SQL, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None


def _ensure_login(connection: psycopg.Connection, role: Role, urls: Urls, *, renew: bool) -> None:
    name = role_name(role)
    exists = _exists(connection, sql.SQL("SELECT FROM pg_roles WHERE rolname = %s"), name)
    if exists and (not renew or name == connection.info.user):
        return
    password = str(conninfo_to_dict(urls.conninfo(role))["password"])
    # Hashed on this side: a plain password in a statement could end in the server's log.
    verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    statement = "ALTER ROLE {} LOGIN PASSWORD {}" if exists else "CREATE ROLE {} LOGIN PASSWORD {}"
    connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Literal(verifier)))


def _ensure_database(connection: psycopg.Connection, dbname: str, template: str) -> None:
    owner = role_name("owner")
    row = connection.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [dbname]).fetchone()
    if row is None:
        with _owner_lent(connection):
            connection.execute(_create_database(connection, dbname, template))
    elif row[0] != owner:
        raise DatabaseUnreachable(
            f"The database {dbname} belongs to {row[0]}: run ALTER DATABASE {dbname} OWNER TO {owner}, or name another."
        )


def _create_database(connection: psycopg.Connection, dbname: str, template: str) -> sql.Composed:
    parts: list[sql.Composable] = [
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(dbname), sql.Identifier(role_name("owner")), sql.Identifier(template)
        )
    ]
    if template == "template0":
        parts.append(sql.SQL("ENCODING 'UTF8'"))
        parts.append(_code_point_order(connection))
    return sql.SQL(" ").join(parts)


def _code_point_order(connection: psycopg.Connection) -> sql.SQL:
    """Text sorts by code point on every server, so pages and proofs have one order wherever the database runs."""
    if connection.info.server_version >= 170000:
        return sql.SQL("LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'")
    if _exists(connection, sql.SQL("SELECT FROM pg_collation WHERE collname = %s"), "C.utf8"):
        return sql.SQL("LOCALE_PROVIDER libc LOCALE 'C.UTF-8'")
    return sql.SQL("LOCALE_PROVIDER libc LOCALE 'C'")


@contextmanager
def _owner_lent(connection: psycopg.Connection) -> Generator[None]:
    """Make an administrator who is no superuser a member of the owner role, which a new database's owner asks for."""
    owner = role_name("owner")
    row = connection.execute("SELECT rolsuper OR rolname = %s FROM pg_roles WHERE rolname = current_user", [owner])
    needed = row.fetchone() == (False,)
    if needed:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))
    try:
        yield
    finally:
        if needed:
            connection.execute(sql.SQL("REVOKE {} FROM CURRENT_USER").format(sql.Identifier(owner)))


def _require_modest(connection: psycopg.Connection, role: Role) -> None:
    name = role_name(role)
    row = connection.execute(
        """
        SELECT rolsuper OR rolbypassrls OR rolreplication,
               rolcreaterole OR rolcreatedb OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid)
        FROM pg_roles WHERE rolname = %s
        """,
        [name],
    ).fetchone()
    if row is None or row[0] or (row[1] and role != "owner"):
        raise DatabaseUnreachable(
            f"The role {name} has more rights than it may have: take SUPERUSER, BYPASSRLS, REPLICATION, CREATEROLE, "
            "CREATEDB and every membership from it."
        )


def _close_to_public(owner: psycopg.Connection, dbname: str) -> None:
    """Take from PUBLIC what PostgreSQL gives to everybody, and let the other roles in: to look, not to make."""
    others = sql.SQL(", ").join(sql.Identifier(role_name(role)) for role in ROLES if role != "owner")
    database = sql.Identifier(dbname)
    for statement in (
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, others),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(others),
        # A SECURITY DEFINER function that anybody may call would be a door without a lock.
        sql.SQL("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"),
    ):
        owner.execute(statement)
