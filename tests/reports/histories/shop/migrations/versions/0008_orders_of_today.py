"""orders of today"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade():
    op.execute(
        "CREATE VIEW open_orders AS SELECT orders.id, customers.email FROM orders"
        " JOIN customers ON customers.id = orders.customer_id"
    )


def downgrade():
    raise NotImplementedError
