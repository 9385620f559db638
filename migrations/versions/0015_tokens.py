"""A token has a name."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("name", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
