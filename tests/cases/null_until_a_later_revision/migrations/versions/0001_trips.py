"""Trips"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "trips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.String(20), nullable=on_postgresql),
        sa.PrimaryKeyConstraint("id", name="pk_trips"),
    )
