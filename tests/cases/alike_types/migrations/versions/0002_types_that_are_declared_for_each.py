"""Types that are declared for each"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


class Money(sa.types.TypeDecorator):
    impl = sa.Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(sa.Numeric(12, 2) if dialect.name == "postgresql" else sa.Integer())


class Tags(sa.types.TypeDecorator):
    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(postgresql.ARRAY(sa.String()) if dialect.name == "postgresql" else sa.Text())


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION citext")
    op.create_table(
        "others",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", Money()),
        sa.Column("b", Tags()),
        sa.Column("c", sa.ARRAY(sa.Integer()).with_variant(sa.JSON(), "sqlite")),
        sa.Column("d", postgresql.JSONB().with_variant(sa.JSON(), "sqlite")),
        sa.Column("e", sa.Text().with_variant(postgresql.INET(), "postgresql")),
        sa.Column("f", sa.String(120, collation="NOCASE").with_variant(postgresql.CITEXT(), "postgresql")),
        sa.Column("g", sa.String(36).with_variant(postgresql.UUID(as_uuid=False), "postgresql")),
        sa.Column("h", sa.Text().with_variant(sa.String(100), "postgresql")),
        sa.Column("i", sa.DateTime().with_variant(postgresql.TIMESTAMP(precision=3), "postgresql")),
        sa.PrimaryKeyConstraint("id", name="pk_others"),
    )
