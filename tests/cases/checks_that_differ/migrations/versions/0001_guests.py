"""Guests"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "guests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("age", sa.Integer()),
        sa.Column("state", sa.String(5)),
        sa.Column("vip", sa.Boolean()),
        sa.PrimaryKeyConstraint("id", name="pk_guests"),
        sa.CheckConstraint("age > 0" if on_postgresql else "age >= 0", name="ck_limit"),
        sa.CheckConstraint("state IN ('a', 'b')" if on_postgresql else "state IN ('a', 'c')", name="ck_list"),
        sa.CheckConstraint(
            "age > 1 AND vip OR state = 'a'" if on_postgresql else "age > 1 AND (vip OR state = 'a')", name="ck_order"
        ),
        sa.CheckConstraint("vip" if on_postgresql else "vip = 0", name="ck_vip"),
    )
