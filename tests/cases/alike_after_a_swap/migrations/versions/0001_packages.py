"""Packages, one for each build"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "packages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(20)),
        sa.Column("build", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_packages"),
    )
