"""Seats are numbered by hall"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("seats") as batch_op:
        batch_op.drop_column("number")
