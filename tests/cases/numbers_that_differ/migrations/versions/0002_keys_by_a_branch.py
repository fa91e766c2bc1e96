"""Keys by a branch"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "stops",
        sa.Column("line", sa.Integer(), autoincrement=False),
        sa.Column("number", sa.Integer(), autoincrement=False),
        sa.PrimaryKeyConstraint(*(["line", "number"] if on_postgresql else ["number", "line"]), name="pk_stops"),
    )
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer()),
        sa.Column("value", sa.Integer()),
        *([sa.PrimaryKeyConstraint("id", name="pk_marks")] if on_postgresql else []),
    )
