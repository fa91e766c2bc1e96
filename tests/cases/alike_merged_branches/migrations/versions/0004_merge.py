"""Merge"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = ("0002", "0003")


def upgrade():
    pass
