"""Two Enums of one name: PostgreSQL makes one type"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("new", "paid", name="state")),
        sa.Column("way", sa.Enum("post", "van", name="way")),
        sa.Column("size", sa.Enum("small", "big", name="size")),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("active", "banned", name="state")),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
    )
