"""Texts that are no values"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), server_default="true"),
        sa.Column("late", sa.Boolean(), server_default="f"),
        sa.Column("made_on", sa.Date(), server_default=sa.func.now()),
        sa.Column("due_on", sa.Date(), server_default="2030-01-01 00:00:00"),
        sa.Column("made_at", sa.Time(), server_default=sa.func.now()),
        sa.Column("token", sa.Uuid(), server_default="00000000-0000-0000-0000-000000000001"),
        sa.Column("pause", sa.Interval(), server_default="1 day"),
        sa.PrimaryKeyConstraint("id", name="pk_flags"),
    )
