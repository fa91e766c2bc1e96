"""Tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    for name in ("roles", "users", "kinds", "marks"):
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("name", sa.String(20)),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
