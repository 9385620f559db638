"""Open views by their end, for the task that closes those whose time is over."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_view_open", "view", ["project_id", "ends_at"], unique=False, postgresql_where=sa.text("closed_at is null")
    )
