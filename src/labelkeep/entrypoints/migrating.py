"""Migrations: brings the schema of a database to this version, as the owner role."""

import pkgutil
from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, pool

import labelkeep
from labelkeep.infra.db.model import Base
from labelkeep.infra.db.roles import Urls


def folder() -> Path:
    """Return where the migrations lie: in the installed package, or in the checkout beside ``src``."""
    packaged = Path(labelkeep.__file__).parent / "migrations"
    return packaged if packaged.is_dir() else Path(labelkeep.__file__).parents[2] / "migrations"


def metadata() -> MetaData:
    """Return the metadata of all tables: every room's ``tables`` module is found by scanning."""
    import_module("labelkeep.infra.db.tables")
    rooms = Path(labelkeep.__file__).parent / "domain"
    for room in pkgutil.iter_modules([str(rooms)]):
        if (rooms / room.name / "tables.py").exists():
            import_module(f"labelkeep.domain.{room.name}.tables")
    return Base.metadata


def config() -> Config:
    """Return Alembic's configuration without any file."""
    made = Config()
    made.set_main_option("script_location", str(folder()))
    return made


def migrate(urls: Urls) -> None:
    """Bring the database to the newest version; does nothing when it is there."""
    engine = create_engine(urls.sqlalchemy("owner"), poolclass=pool.NullPool)
    with engine.connect() as connection:
        settings = config()
        newest = ScriptDirectory.from_config(settings).get_current_head()
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        connection.commit()
