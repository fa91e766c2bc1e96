"""Ports"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "ports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("depth", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_ports"),
        sa.UniqueConstraint("code", name="uq_ports_code"),
    )
    op.create_index("ix_ports_depth", "ports", ["depth"])
