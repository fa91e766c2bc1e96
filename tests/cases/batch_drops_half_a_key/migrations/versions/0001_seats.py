"""Seats"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "seats",
        sa.Column("hall", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "number", name="pk_seats"),
        sa.UniqueConstraint("row", "number", name="uq_seats_row_number"),
    )
