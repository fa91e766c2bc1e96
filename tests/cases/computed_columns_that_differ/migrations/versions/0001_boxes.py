"""Boxes"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "boxes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("side", sa.Integer()),
        sa.Column("area", sa.Integer(), sa.Computed("side * side * 6" if on_postgresql else "side * side", persisted=True)),
        sa.Column("volume", sa.Integer(), *([sa.Computed("side * side * side", persisted=True)] if on_postgresql else [])),
        sa.PrimaryKeyConstraint("id", name="pk_boxes"),
    )
