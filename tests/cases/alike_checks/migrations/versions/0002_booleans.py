"""Booleans"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    a, n = sa.column("a", sa.Boolean()), sa.column("n", sa.Integer())
    op.create_table(
        "doors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", sa.Boolean()),
        sa.Column("b", sa.Boolean(create_constraint=True, name="ck_doors_b"), nullable=False),
        sa.Column("n", sa.Integer()),
        sa.Column("s", sa.String(10)),
        sa.PrimaryKeyConstraint("id", name="pk_doors"),
        sa.CheckConstraint("a", name="plain"),
        sa.CheckConstraint("NOT a OR n > 3", name="negated"),
        sa.CheckConstraint("a = true OR b <> false", name="words"),
        sa.CheckConstraint("a IS TRUE AND b IS NOT FALSE", name="tests"),
        sa.CheckConstraint("a != b OR (n > 0) = a", name="compared"),
        sa.CheckConstraint(a == sa.true(), name="written_1"),
        sa.CheckConstraint(sa.or_(a, n > 3), name="written_2"),
        sa.CheckConstraint(sa.not_(sa.or_(a, n > 3)), name="written_3"),
        sa.CheckConstraint(a.is_(True), name="written_4"),
        sa.CheckConstraint(sa.case((a, n > 1), else_=sa.true()), name="written_5"),
        sa.CheckConstraint(sa.and_(~a, n.is_(None)), name="written_6"),
        sa.CheckConstraint(sa.column("s", sa.String()).ilike("a%"), name="written_7"),
        sa.CheckConstraint(sa.func.char_length(sa.column("s")) > 3, name="written_8"),
    )
