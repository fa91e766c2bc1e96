"""Rooms"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "rooms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beds", sa.Integer()),
        sa.Column("floor", sa.Integer()),
        sa.Column("label", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_rooms"),
        sa.CheckConstraint("beds > 0"),
        sa.CheckConstraint("floor BETWEEN 0 AND 9"),
        sa.CheckConstraint("beds < 9", name="ck_rooms_beds"),
    )
