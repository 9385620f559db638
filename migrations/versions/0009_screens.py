"""Lists of threads and of skipped work stay quick: each is an index away."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_issue_time", "issue", ["project_id", "created_at", "id"])
    op.create_index(
        "ix_task_skipped", "task", ["project_id", "updated_at"], postgresql_where=sa.text("status = 'skipped'")
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
