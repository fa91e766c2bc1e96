"""Lots"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "lots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.Column("place", sa.Integer()),
        sa.Column("code", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_lots"),
        sa.UniqueConstraint("sku", name="uq_lots_sku", postgresql_nulls_not_distinct=True),
        sa.UniqueConstraint("place", name="uq_lots_place", sqlite_on_conflict="REPLACE"),
    )
    op.create_index("ux_lots_code", "lots", ["code", "sku"], unique=True, postgresql_nulls_not_distinct=True)
