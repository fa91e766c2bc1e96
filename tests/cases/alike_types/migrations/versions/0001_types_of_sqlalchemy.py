"""Types of SQLAlchemy"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "things",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("a", sa.String(50)),
        sa.Column("b", sa.String()),
        sa.Column("c", sa.Text()),
        sa.Column("d", sa.Unicode(30)),
        sa.Column("e", sa.CHAR(3)),
        sa.Column("f", sa.SmallInteger()),
        sa.Column("g", sa.Numeric()),
        sa.Column("h", sa.Numeric(10)),
        sa.Column("i", sa.DECIMAL(8, 3)),
        sa.Column("j", sa.Float()),
        sa.Column("k", sa.Double()),
        sa.Column("l", sa.Boolean()),
        sa.Column("m", sa.Date()),
        sa.Column("n", sa.DateTime(timezone=True)),
        sa.Column("o", sa.TIMESTAMP()),
        sa.Column("p", sa.Time(timezone=True)),
        sa.Column("q", sa.Interval()),
        sa.Column("r", sa.LargeBinary()),
        sa.Column("s", sa.PickleType()),
        sa.Column("t", sa.JSON()),
        sa.Column("u", sa.Uuid()),
        sa.Column("v", sa.Uuid(native_uuid=False)),
        sa.Column("w", sa.Enum("a", "bb", name="w")),
        sa.Column("x", sa.Enum("a", "bb", name="x", native_enum=False, length=9)),
        sa.PrimaryKeyConstraint("id", name="pk_things"),
    )
