"""Changes of many assets at once: what was done, and to which; and days found quickly in what is only appended."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WALLS = Path(__file__).parents[1] / "sql" / "0007_steering.sql"


def upgrade() -> None:
    op.create_table(
        "steering",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Uuid(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steering")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_steering_project_id")),
    )
    op.create_table(
        "steering_asset",
        sa.Column("steering_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_steering_asset_project_id")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_steering_asset_asset_id")),
        sa.ForeignKeyConstraint(["steering_id"], ["steering.id"], name=op.f("fk_steering_asset_steering_id")),
        sa.PrimaryKeyConstraint("steering_id", "asset_id", name=op.f("pk_steering_asset")),
    )
    op.create_index("ix_steering_asset_asset", "steering_asset", ["asset_id"])
    op.create_index("ix_label_version_day", "label_version", ["created_at"], postgresql_using="brin")
    op.create_index("ix_review_day", "review", ["created_at"], postgresql_using="brin")
    op.get_bind().exec_driver_sql(WALLS.read_text(encoding="utf-8"))
