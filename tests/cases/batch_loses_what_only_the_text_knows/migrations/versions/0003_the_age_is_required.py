"""The age is required"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    with op.batch_alter_table("members") as batch_op:
        batch_op.alter_column("age", existing_type=sa.Integer(), nullable=False)
