"""Numbers and texts"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "amounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", sa.Integer(), server_default="0"),
        sa.Column("b", sa.Integer(), server_default=sa.text("0")),
        sa.Column("c", sa.Integer(), server_default="-1"),
        sa.Column("d", sa.Integer(), server_default=sa.text("(1 + 2)")),
        sa.Column("e", sa.BigInteger(), server_default="9007199254740993"),
        sa.Column("f", sa.Numeric(10, 2), server_default="1"),
        sa.Column("g", sa.Numeric(10, 2), server_default=sa.text("0.00")),
        sa.Column("h", sa.Numeric(12, 4), server_default="-0.5"),
        sa.Column("i", sa.Float(), server_default=sa.text("1e3")),
        sa.Column("j", sa.Float(), server_default=sa.text("(1.0 / 3)")),
        sa.PrimaryKeyConstraint("id", name="pk_amounts"),
    )
    op.create_table(
        "words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", sa.String(20), server_default="draft"),
        sa.Column("b", sa.String(20), server_default=""),
        sa.Column("c", sa.String(20), server_default="it's 100% 'so'"),
        sa.Column("d", sa.String(20), server_default=sa.text("NULL")),
        sa.Column("e", sa.Text(), server_default="now()"),
        sa.Column("f", sa.CHAR(3), server_default="ab"),
        sa.Column("g", sa.Text(), server_default=sa.text("('x' || 'y')")),
        sa.Column("h", sa.Text(), server_default="two\nlines, ä€"),
        sa.Column("i", sa.String(4), server_default="007"),
        sa.PrimaryKeyConstraint("id", name="pk_words"),
    )
