"""Ports are harbours"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.rename_table("ports", "harbours")
