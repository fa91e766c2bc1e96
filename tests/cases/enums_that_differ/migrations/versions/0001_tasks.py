"""Tasks"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("new", "done", name="task_state", create_constraint=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
    )
