"""Settings"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), server_default='{"size":1}'),
        sa.PrimaryKeyConstraint("id", name="pk_settings"),
    )
