"""A person's own ways: keys, how pictures are shown, what the guide has told."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WALLS = Path(__file__).parents[1] / "sql" / "0002_preferences.sql"


def upgrade() -> None:
    op.create_table(
        "preference",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference")),
        sa.ForeignKeyConstraint(["user_id"], ["person.id"], name=op.f("fk_preference_user_id")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_preference_user_id_name")),
    )
    op.get_bind().exec_driver_sql(WALLS.read_text(encoding="utf-8"))
