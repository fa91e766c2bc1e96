"""Shops"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "shops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_shops"),
    )
