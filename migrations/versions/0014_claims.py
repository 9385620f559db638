"""Opening a request sets up less in the database."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FILE = Path(__file__).parents[1] / "sql" / "0014_claims.sql"


def upgrade() -> None:
    # the driver takes several statements at once only without parameters, and a colon is no parameter here
    op.get_bind().exec_driver_sql(FILE.read_text(encoding="utf-8").replace("%", "%%"))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
