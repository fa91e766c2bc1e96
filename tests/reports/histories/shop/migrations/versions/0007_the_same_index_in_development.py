"""the same index in development"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_orders_customer_id", "orders", ["customer_id"])


def downgrade():
    raise NotImplementedError
