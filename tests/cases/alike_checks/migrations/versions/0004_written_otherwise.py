"""Each dialect has words of its own for one condition"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

CHECKS = {
    "in_array": ("s IN ('a', 'b')", "s = ANY (ARRAY['a', 'b'])"),
    "in_cast": ("s IN ('a', 'b')", "s::text IN ('b', 'a')"),
    "in_braces": ("s IN ('a', 'b')", "s = ANY ('{a,b}')"),
    "in_or": ("s IN ('a', 'b')", "s = 'a' OR s = 'b'"),
    "not_in_and": ("s NOT IN ('a', 'b')", "s <> 'a' AND s <> 'b'"),
    "in_bigints": ("b = 1 OR b = 2", "b IN (1, 2)"),
    "in_chars": ("c IN ('a', 'b')", "c = ANY ('{a,b}')"),
    "trimmed": ("trim(s) <> ''", "btrim(s) <> ''"),
    "there": ("NOT (n IS NULL)", "n IS NOT NULL"),
    "above": ("0 < n", "n > 0"),
    "outside": ("NOT (n BETWEEN 1 AND 5)", "n NOT BETWEEN 1 AND 5"),
    "letters": ("NOT (s LIKE 'A%')", "s NOT LIKE 'A%'"),
}


def upgrade():
    side = 1 if op.get_bind().dialect.name == "postgresql" else 0
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("s", sa.String(10)),
        sa.Column("c", sa.CHAR(2)),
        sa.Column("n", sa.Integer()),
        sa.Column("b", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        *(sa.CheckConstraint(texts[side], name=name) for name, texts in CHECKS.items()),
    )
