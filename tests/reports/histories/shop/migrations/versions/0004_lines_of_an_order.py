"""lines of an order"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    op.create_table(
        "order_lines",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id", name="fk_order_lines_order_id_orders")),
        sa.Column("product_id", sa.Integer, sa.ForeignKey("products.id", name="fk_order_lines_product_id_products")),
        sa.Column("quantity", sa.Integer, nullable=False),
    )


def downgrade():
    raise NotImplementedError
