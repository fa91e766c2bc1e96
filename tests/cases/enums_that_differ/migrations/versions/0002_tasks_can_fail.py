"""Tasks can fail"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("tasks") as batch_op:
        batch_op.alter_column(
            "state",
            existing_type=sa.Enum("new", "done", name="task_state", create_constraint=True),
            type_=sa.Enum("new", "done", "failed", name="task_state", create_constraint=True),
        )
