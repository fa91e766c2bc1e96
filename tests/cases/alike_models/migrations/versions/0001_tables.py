import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("kinds", sa.Column("id", sa.Integer(), nullable=False), sa.Column("name", sa.String(20), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f("pk_kinds")), sa.UniqueConstraint("name", name=op.f("uq_kinds_name")))
    op.create_table("items",
      sa.Column("id", sa.Integer(), nullable=False), sa.Column("options", sa.JSON(), server_default='{"a":1}'), sa.Column("kind_id", sa.Integer()),
      sa.Column("state", sa.Enum("new","old",name="state"), server_default="new"),
      sa.Column("level", sa.Enum("lo","hi",name="level", native_enum=False, create_constraint=True, length=10)),
      sa.Column("on_", sa.Boolean(create_constraint=True, name="on_bool"), server_default=sa.text("false")),
      sa.Column("price", sa.Numeric(10,2)), sa.Column("total", sa.Numeric(10,2), sa.Computed("price * 2", persisted=True)),
      sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
      sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("(CURRENT_TIMESTAMP)")),
      sa.Column("token", sa.Uuid()), sa.Column("blob", sa.LargeBinary), sa.Column("t", sa.Text, comment="some text"),
      sa.CheckConstraint("price >= 0 AND price < 1000", name=op.f("ck_items_price_range")),
      sa.CheckConstraint("level IN ('lo','hi') OR price IS NULL", name=op.f("ck_items_both")),
      sa.ForeignKeyConstraint(["kind_id"],["kinds.id"],name=op.f("fk_items_kind_id_kinds"),ondelete="CASCADE",initially="DEFERRED",deferrable=True),
      sa.PrimaryKeyConstraint("id", name=op.f("pk_items")), sa.UniqueConstraint("token","at",name=op.f("uq_items_token")), comment="things")
    op.create_index(op.f("ix_items_kind_id"),"items",["kind_id"])
    op.create_index("ix_items_lower_t","items",[sa.text("lower(t)")])
    op.create_index("ix_items_live","items",["state"],unique=True,sqlite_where=sa.text("price > 0"),postgresql_where=sa.text("price > 0"))
