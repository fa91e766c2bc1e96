import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

DEFAULTS = {"size": "6", "sold": "true", "made_at": "NULL", "price": "0.01"}


def upgrade():
    op.execute("DROP VIEW skus")
    op.drop_index("ix_live", "items")
    op.drop_index("ix_lower", "items")
    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_constraint("ck_size", type_="check")
        for name in DEFAULTS:
            batch_op.alter_column(name, server_default=None)


def downgrade():
    with op.batch_alter_table("items") as batch_op:
        batch_op.create_check_constraint("ck_size", "(size>=0)")
        for name, default in DEFAULTS.items():
            batch_op.alter_column(name, server_default=sa.text(default))
    op.create_index("ix_lower", "items", [sa.text("UPPER(sku)")])
    op.create_index("ix_live", "items", ["size"], sqlite_where=sa.text("(size>2)"), postgresql_where=sa.text("(size>2)"))
    op.execute("CREATE VIEW skus AS SELECT items.id, upper(items.sku) AS sku FROM items")
