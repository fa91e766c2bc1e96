"""Models with all that a comparison may stumble over."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

kinds = sa.Table("kinds", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20), nullable=False, unique=True))
items = sa.Table("items", metadata,
  sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
  sa.Column("options", sa.JSON, server_default='{"a": 1}'),
  sa.Column("kind_id", sa.ForeignKey("kinds.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"), index=True),
  sa.Column("state", sa.Enum("new","old",name="state"), server_default="new"),
  sa.Column("level", sa.Enum("lo","hi",name="level", native_enum=False, create_constraint=True, length=10)),
  sa.Column("on_", sa.Boolean(create_constraint=True, name="on_bool"), server_default=sa.false()),
  sa.Column("price", sa.Numeric(10,2), sa.CheckConstraint("price >= 0 AND price < 1000", name="price_range")),
  sa.Column("total", sa.Numeric(10,2), sa.Computed("price * 2", persisted=True)),
  sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
  sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now()),
  sa.Column("token", sa.Uuid()), sa.Column("blob", sa.LargeBinary), sa.Column("t", sa.Text, comment="some text"),
  sa.CheckConstraint("level IN ('lo','hi') OR price IS NULL", name="both"),
  sa.Index("ix_items_lower_t", sa.text("lower(t)")),
  sa.Index("ix_items_live", "state", unique=True, sqlite_where=sa.text("price > 0"), postgresql_where=sa.text("price > 0")),
  sa.UniqueConstraint("token","at"),
  comment="things",
)
