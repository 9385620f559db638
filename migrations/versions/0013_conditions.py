"""Conditions of entering: networks, dates of membership, a factor, the scope of a token."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FILE = Path(__file__).parents[1] / "sql" / "0013_conditions.sql"


def upgrade() -> None:
    words = postgresql.ARRAY(sa.Text())
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("networks", words, nullable=True),
        sa.Column("factor_required", sa.Boolean(), nullable=False),
        sa.Column("factor_roles", words, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.add_column("project", sa.Column("networks", words, nullable=True))
    op.add_column("project", sa.Column("factor_required", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("membership", sa.Column("networks", words, nullable=True))
    for name in ("valid_from", "valid_until"):
        op.add_column("membership", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("session", sa.Column("networks", words, nullable=True))
    op.add_column("session", sa.Column("scope_project", sa.Uuid(), nullable=True))
    op.add_column("session", sa.Column("capabilities", words, nullable=True))
    op.add_column("session", sa.Column("strong_at", sa.DateTime(timezone=True), nullable=True))
    # the driver takes several statements at once only without parameters
    op.get_bind().exec_driver_sql(FILE.read_text(encoding="utf-8").replace("%", "%%"))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
