"""Reflect a column as something else"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    with op.batch_alter_table("reflected", reflect_args=[sa.Column("size", sa.BigInteger())]) as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(20), nullable=False)
