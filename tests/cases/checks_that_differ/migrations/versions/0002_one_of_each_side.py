"""One of each side"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.create_check_constraint("ck_most", "guests", "age < 150")
    else:
        with op.batch_alter_table("guests") as batch_op:
            batch_op.create_check_constraint("ck_least", "age > 17")
