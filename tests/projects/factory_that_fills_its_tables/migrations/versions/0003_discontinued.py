"""Products can be discontinued"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    with op.batch_alter_table("products") as products:
        products.add_column(sa.Column("discontinued", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    with op.batch_alter_table("products") as products:
        products.drop_column("discontinued")
