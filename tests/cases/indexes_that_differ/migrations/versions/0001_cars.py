"""Cars"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "cars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plate", sa.String(10)),
        sa.Column("year", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_cars"),
    )
