"""Labels"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", sa.Enum("x", "y", name="kind_a")),
        sa.Column("b", sa.Enum("x", "y", name="kind_b", create_constraint=True)),
        sa.Column("c", sa.Enum("x", "y", name="kind_c", native_enum=False, create_constraint=True)),
        sa.Column("d", sa.Enum("x", "yy", name="kind_d", native_enum=False)),
        sa.Column("e", sa.Enum("it's", "b,c)", "100%", name="kind_e", create_constraint=True)),
        sa.Column("f", sa.Enum("1", "2", name="kind_f", create_constraint=True)),
        sa.Column("Gg", sa.Enum("x", "y", name="Kind G", create_constraint=True)),
        sa.Column("h", sa.Enum("x", name="kind_h", create_constraint=True)),
        sa.Column("i", sa.Enum("x", "y", name="kind_i", length=20)),
        sa.Column("j", sa.Boolean(create_constraint=True, name="ck_j")),
        sa.Column("order", sa.Boolean(create_constraint=True, name="ck_order")),
        sa.Column("k", postgresql.ENUM("x", "y", name="kind_k").with_variant(sa.String(1), "sqlite")),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
    )
