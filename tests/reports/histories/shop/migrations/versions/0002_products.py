"""products"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "products",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sku", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=not on_postgresql),
        sa.Column("price", sa.Numeric(10, 2), nullable=False),
    )


def downgrade():
    raise NotImplementedError
