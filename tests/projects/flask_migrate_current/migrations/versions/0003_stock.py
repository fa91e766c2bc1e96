"""How many of a product are there"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    with op.batch_alter_table("products") as products:
        products.add_column(sa.Column("stock", sa.Integer(), server_default="0", nullable=False))


def downgrade():
    with op.batch_alter_table("products") as products:
        products.drop_column("stock")
