"""One item for each SKU; PostgreSQL forgets it on one of the two databases"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()


def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()


def upgrade_orders():
    op.create_index("ix_orders_customer", "orders", ["customer"])


def downgrade_orders():
    op.drop_index("ix_orders_customer", "orders")


def upgrade_stock():
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("items") as items:
            items.create_unique_constraint("uq_items_sku", ["sku"])


def downgrade_stock():
    with op.batch_alter_table("items") as items:
        items.drop_constraint("uq_items_sku", type_="unique")
