"""Imports that read and report, and make nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import", sa.Column("dry_run", sa.Boolean(), server_default=sa.false(), nullable=False))
