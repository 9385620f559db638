"""Alembic environment: runs as the owner role on a connection that the caller passes in."""

from alembic import context

from labelkeep.entrypoints.migrating import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata(), transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
