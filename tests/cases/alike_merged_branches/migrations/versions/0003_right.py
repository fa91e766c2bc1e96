"""Right"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("halls") as batch_op:
        batch_op.create_unique_constraint("uq_halls_name", ["name"])
