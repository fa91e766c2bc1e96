"""Items"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("items", sa.Column("state", sa.Enum("new", "old", name="item_state"), nullable=False))
