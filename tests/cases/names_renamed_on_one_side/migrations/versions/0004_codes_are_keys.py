"""Codes are keys"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    with op.batch_alter_table("harbours") as batch_op:
        batch_op.alter_column("code", new_column_name="key", existing_type=sa.String(5), existing_nullable=False)
