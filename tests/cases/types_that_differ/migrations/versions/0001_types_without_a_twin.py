"""Types without a twin"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "probes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.UUID()),
        sa.Column("level", sa.REAL()),
        sa.Column("ratio", sa.Float(24)),
        sa.PrimaryKeyConstraint("id", name="pk_probes"),
    )
