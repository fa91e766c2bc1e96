"""Add constraints as table arguments"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    arguments = [sa.UniqueConstraint("size", name="uq_argued_size"), sa.CheckConstraint("size > 0", name="ck_argued_size")]
    with op.batch_alter_table("argued", table_args=arguments) as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(20), nullable=False)
