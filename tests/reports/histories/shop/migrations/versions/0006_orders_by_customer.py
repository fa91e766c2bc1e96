"""orders by customer"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("ix_orders_customer_id", "orders", ["customer_id"])


def downgrade():
    raise NotImplementedError
