"""Keys"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("settings") as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(20)))
        batch_op.create_unique_constraint("uq_settings_key", ["key"])
