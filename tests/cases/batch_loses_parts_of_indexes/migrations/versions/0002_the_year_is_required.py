"""The year is required"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("books") as batch_op:
        batch_op.alter_column("year", existing_type=sa.Integer(), nullable=False)
