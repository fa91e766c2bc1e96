"""Flags and moments"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", sa.Boolean(), server_default=sa.true()),
        sa.Column("b", sa.Boolean(), server_default="1"),
        sa.Column("c", sa.Boolean(), server_default="0"),
        sa.Column("d", sa.Boolean(), server_default=sa.text("false")),
        sa.Column("e", sa.Boolean(), server_default=sa.text("(1 = 1)")),
        sa.Column("f", sa.Boolean(create_constraint=True, name="f"), server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_flags"),
    )
    op.create_table(
        "moments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", sa.DateTime(), server_default=sa.func.now()),
        sa.Column("b", sa.DateTime(timezone=True), server_default=sa.func.current_timestamp()),
        sa.Column("c", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP")),
        sa.Column("d", sa.Date(), server_default=sa.func.current_date()),
        sa.Column("e", sa.Time(), server_default=sa.func.current_time()),
        sa.Column("f", sa.DateTime(), server_default="2020-01-01 00:00:00"),
        sa.Column("g", sa.DateTime(timezone=True), server_default="2020-01-01 00:00:00+00:00"),
        sa.Column("h", sa.Date(), server_default="9999-12-31"),
        sa.Column("i", sa.Time(), server_default="12:00"),
        sa.Column("j", sa.DateTime(), server_default="2020-01-01"),
        sa.PrimaryKeyConstraint("id", name="pk_moments"),
    )
