"""Keys"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("large", sa.Column("id", sa.BigInteger()), sa.PrimaryKeyConstraint("id", name="pk_large"))
    op.create_table(
        "strict", sa.Column("id", sa.Integer(), sa.Identity(always=True)), sa.PrimaryKeyConstraint("id", name="pk_strict")
    )
    op.create_table(
        "lines",
        sa.Column("invoice", sa.Integer(), autoincrement=False),
        sa.Column("number", sa.Integer(), autoincrement=False),
        sa.Column("serial", sa.Integer(), sa.Identity()),
        sa.PrimaryKeyConstraint("invoice", "number", name="pk_lines"),
    )
    op.create_table(
        "codes", sa.Column("id", sa.Integer(), autoincrement=False), sa.PrimaryKeyConstraint("id", name="pk_codes")
    )
    op.execute("CREATE TABLE words (word VARCHAR(20) CONSTRAINT pk_words PRIMARY KEY, length INTEGER)")
