"""orders"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("customer_id", sa.Integer, nullable=False),
        sa.Column("placed_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"],
            name="fk_orders_customer_id_customers",
            ondelete="CASCADE" if on_postgresql else None,
        ),
    )


def downgrade():
    raise NotImplementedError
