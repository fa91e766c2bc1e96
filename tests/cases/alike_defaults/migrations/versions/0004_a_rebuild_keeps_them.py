"""A rebuild keeps them"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    for name in ("amounts", "flags", "moments"):
        with op.batch_alter_table(name) as batch_op:
            batch_op.add_column(sa.Column("extra", sa.Integer(), server_default="7", nullable=False))
            batch_op.create_check_constraint(f"ck_{name}_extra", "extra > 0")
