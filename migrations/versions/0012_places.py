"""A question or remark on an asset of several parts says which part its place lies in."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issue", sa.Column("part_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
