import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("sku", sa.String(20)),
        sa.Column("size", sa.Integer(), server_default="5"),
        sa.Column("sold", sa.Boolean(), server_default=sa.false()),
        sa.Column("made_at", sa.DateTime(), server_default=sa.func.now()),
        sa.Column("price", sa.Numeric(10, 2), server_default="0"),
        sa.CheckConstraint("size > 0", name="ck_size"),
    )
    op.create_index("ix_lower", "items", [sa.text("lower(sku)")])
    op.create_index("ix_live", "items", ["size"], sqlite_where=sa.text("size > 1"), postgresql_where=sa.text("size > 1"))
    op.execute("CREATE VIEW skus AS SELECT id, sku FROM items")


def downgrade():
    op.execute("DROP VIEW skus")
    op.drop_table("items")
