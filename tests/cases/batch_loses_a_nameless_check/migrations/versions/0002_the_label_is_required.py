"""The label is required"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("rooms") as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(20), nullable=False)
