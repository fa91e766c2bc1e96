"""A rebuild keeps them"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.drop_index("IX expression", "Select")
    for name, column in (("Select", "from"), ("where", "where")):
        with op.batch_alter_table(name) as batch_op:
            batch_op.alter_column(column, existing_type=sa.Integer(), nullable=False)
