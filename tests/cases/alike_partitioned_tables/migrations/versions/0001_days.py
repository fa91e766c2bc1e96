"""Days"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    partitioned = {}
    if op.get_bind().dialect.name == "postgresql":
        partitioned["postgresql_partition_by"] = "RANGE (day)"
    op.create_table(
        "days",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visitors", sa.Integer()),
        sa.PrimaryKeyConstraint("id", "day", name="pk_days"),
        **partitioned,
    )
    op.create_index("ix_days_visitors", "days", ["visitors"])
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer()),
        sa.Column("day", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sa.ForeignKeyConstraint(["day_id", "day"], ["days.id", "days.day"], name="fk_notes_days"),
    )
