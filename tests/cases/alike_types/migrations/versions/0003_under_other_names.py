"""Under other names"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.rename_table("others", "rest")
    with op.batch_alter_table("things") as batch_op:
        batch_op.alter_column("a", new_column_name="title", existing_type=sa.String(50))
    op.alter_column("rest", "e", new_column_name="address")
