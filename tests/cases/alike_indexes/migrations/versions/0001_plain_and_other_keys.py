"""Plain and other keys"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "films",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", sa.Integer()),
        sa.Column("b", sa.String(10)),
        sa.Column("active", sa.Boolean()),
        sa.Column("gone_at", sa.DateTime()),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
        sa.Column("Mixed", sa.Integer()),
        sa.Column("order", sa.Integer()),
        sa.Column("a DESC", sa.Integer()),
        sa.Column("a (b)", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_films"),
        sa.UniqueConstraint("a", "b", name="uq_films"),
    )
    op.create_index("ix_1", "films", ["a", "b"], unique=True)
    op.create_index("ix_2", "films", [sa.text("lower(b)")], unique=True)
    op.create_index("ix_3", "films", [sa.text("a DESC"), "b"])
    op.create_index("ix_4", "films", [sa.text("coalesce(a, 0)"), sa.text("upper(b) DESC")])
    op.create_index("ix_5", "films", ["Mixed", "order"])
    op.create_index("IX Six", "films", [sa.text("(a + 1)")])
    op.create_index("ix_7", "films", ["data"], postgresql_using="gin")
    op.create_index("ix_8", "films", ["a"], postgresql_include=["b"])
    op.create_index("ix_9", "films", ["b"], postgresql_ops={"b": "varchar_pattern_ops"})
    op.create_index("ix_10", "films", ["a DESC", "a (b)"])
    op.create_index("ix_11", "films", [sa.text("(CASE WHEN active THEN a END)")])
