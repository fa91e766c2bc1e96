"""Documents, keys and labels"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade():
    jsonb = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    numbers = sa.JSON().with_variant(postgresql.ARRAY(sa.Integer()), "postgresql")
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", sa.JSON(), server_default="{}"),
        sa.Column("b", jsonb, server_default='{"b": 1, "a":2}'),
        sa.Column("c", sa.JSON(), server_default="0"),
        sa.Column("d", numbers, server_default="{1,2}" if on_postgresql else "[1, 2]"),
        sa.Column("e", sa.Uuid(), server_default="00000000000000000000000000000001"),
        sa.Column("f", sa.Enum("a", "b", name="letter"), server_default="a"),
        sa.Column("g", sa.Enum("0", "1", name="digit", create_constraint=True), server_default="0"),
        sa.Column("h", sa.Enum("a", "b", name="h", native_enum=False, create_constraint=True), server_default="a"),
        sa.Column("i", sa.LargeBinary(), server_default=sa.text("''")),
        sa.Column("j", sa.Interval(), server_default="1 day" if on_postgresql else "1970-01-02 00:00:00.000000"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
