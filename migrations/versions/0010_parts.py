"""Imports that make one asset of the pictures of a folder: which files belong together, and which part each became."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import", sa.Column("grouping", sa.Text(), server_default="file", nullable=False))
    op.add_column("import_file", sa.Column("group_index", sa.LargeBinary(), nullable=True))
    op.add_column("import_file", sa.Column("part_id", sa.Uuid(), nullable=True))
    op.create_index("ix_import_file_group", "import_file", ["import_id", "group_index"])


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
