"""A rebuild keeps them"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    with op.batch_alter_table("cards") as batch_op:
        batch_op.alter_column("j", existing_type=sa.Boolean(), nullable=False)
