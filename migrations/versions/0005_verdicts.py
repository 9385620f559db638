"""What a reviewer said of each object, sealed with the review."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review", sa.Column("findings", sa.LargeBinary(), nullable=True))
