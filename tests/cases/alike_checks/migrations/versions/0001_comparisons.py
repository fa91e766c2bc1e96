"""Comparisons"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "parcels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer()),
        sa.Column("m", sa.Numeric(10, 2)),
        sa.Column("s", sa.String(20)),
        sa.Column("t", sa.Text()),
        sa.Column("c", sa.CHAR(2)),
        sa.Column("d", sa.Date()),
        sa.Column("order", sa.Integer()),
        sa.Column("maxGuests", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_parcels"),
        sa.CheckConstraint("n IN (1, 2, 3)", name="in_numbers"),
        sa.CheckConstraint("s IN ('a', 'b')", name="in_texts"),
        sa.CheckConstraint("t NOT IN ('a')", name="not_in"),
        sa.CheckConstraint("n BETWEEN 1 AND 5", name="between"),
        sa.CheckConstraint("s LIKE 'A%' AND t NOT LIKE '%x%'", name="pattern"),
        sa.CheckConstraint("n != 3 AND n <> 4", name="unequal"),
        sa.CheckConstraint("CAST(m AS INTEGER) > 0", name="cast_to"),
        sa.CheckConstraint("length(trim(s)) BETWEEN 1 AND 20", name="lengths"),
        sa.CheckConstraint("coalesce(n, 0) >= 0", name="coalesced"),
        sa.CheckConstraint("CASE n WHEN 1 THEN s = 'a' WHEN 2 THEN s = 'b' ELSE s IS NULL END", name="cases"),
        sa.CheckConstraint("n > 0 AND m > 0 OR s = 'x'", name="order_1"),
        sa.CheckConstraint("n > 0 AND (m > 0 OR s = 'x')", name="order_2"),
        sa.CheckConstraint("NOT (n > 5 AND m < 3)", name="negated"),
        sa.CheckConstraint("(n IS NULL) = (m IS NULL)", name="both_or_none"),
        sa.CheckConstraint("d >= '2020-01-01'", name="since"),
        sa.CheckConstraint("lower(s) = s AND upper(c) = c", name="letters"),
        sa.CheckConstraint("n % 2 = 0 AND -n < 5 AND n + 1 > m * 2", name="sums"),
        sa.CheckConstraint("m >= 0.00", name="zero"),
        sa.CheckConstraint('"order" > 0 AND "maxGuests" > 0', name="quotes"),
        sa.CheckConstraint("s <> 'it''s, CHECK (' AND t <> '50%'", name="texts"),
        sa.CheckConstraint("n\n  >\n  0 /* more */", name="comments"),
    )
