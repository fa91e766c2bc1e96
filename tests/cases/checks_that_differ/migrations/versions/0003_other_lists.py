"""Lists and comparisons that look alike"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

CHECKS = {
    "ck_letters": ("s IN ('a', 'b')", "s = ANY ('{a,c}')"),
    "ck_not": ("s NOT IN ('a', 'b')", "s <> 'a' OR s <> 'b'"),
    "ck_side": ("0 < n", "0 > n"),
    "ck_trim": ("trim(s) <> ''", "ltrim(s) <> ''"),
}


def upgrade():
    side = 1 if op.get_bind().dialect.name == "postgresql" else 0
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("s", sa.String(10)),
        sa.Column("n", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        *(sa.CheckConstraint(texts[side], name=name) for name, texts in CHECKS.items()),
    )
