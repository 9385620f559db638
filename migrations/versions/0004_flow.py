"""The flow of work: reservations, questions that block, who read which guideline, copying to the next picture."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FILE = Path(__file__).parents[1] / "sql" / "0004_flow.sql"


def upgrade() -> None:
    op.add_column("project", sa.Column("copy_forward", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("project", "copy_forward", server_default=None)
    op.add_column("issue", sa.Column("blocking", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("issue", "blocking", server_default=None)
    op.create_index(
        "uq_lease_reserved_person",
        "lease",
        ["project_id", "user_id", "step"],
        unique=True,
        postgresql_where=sa.text("state = 'reserved'"),
    )
    op.create_index(
        "ix_lease_reserved", "lease", ["project_id", "ends_at"], postgresql_where=sa.text("state = 'reserved'")
    )
    op.create_index(
        "ix_issue_open",
        "issue",
        ["project_id", "created_at"],
        postgresql_where=sa.text("status in ('open', 'answered')"),
    )
    op.create_index("ix_issue_asker", "issue", ["created_by", "created_at"])
    op.create_index("ix_draft_orphaned", "draft", ["project_id", "saved_at"], postgresql_where=sa.text("orphaned"))
    op.create_table(
        "guideline_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("guideline_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guideline_id"], ["guideline_version.id"], name=op.f("fk_guideline_reading_guideline_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_guideline_reading_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline_reading")),
    )
    op.create_index("uq_guideline_reading", "guideline_reading", ["user_id", "guideline_id"], unique=True)
    op.get_bind().exec_driver_sql(FILE.read_text(encoding="utf-8").replace("%", "%%"))
